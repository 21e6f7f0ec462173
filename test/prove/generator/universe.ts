/** Few enough of everything that whatever can meet does. */
export const NOW = 1_000_000;
export const LONG = 20;
export const people = ["u0", "u1", "u2", "u3"] as const;
export const roles = ["r0", "r1", "r2", "r3", "r4"] as const;
export const permissions = ["doc:read", "doc:write", "doc:share"] as const;
export const places = ["doc:1", "doc:2"] as const;
export const addresses = ["a@one.example", "b@two.example", "c@one.example", "d@two.example"] as const;
/** Ends at, before and after all that is compared with them. */
export const ends = [null, NOW + LONG, NOW + 10, NOW + LONG + 1, NOW + 9] as const;
