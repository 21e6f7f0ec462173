/** The same data for everybody: users with two roles each, in one or two of the tenants. */
export interface Data {
  users: readonly string[];
  tenants: readonly string[];
  roles: readonly { key: string; permissions: readonly { type: string; action: string }[] }[];
  assignments: readonly { user: string; tenant: string; role: string }[];
  /** In `BATCHES` batches, as JSON. */
  queries: readonly string[];
}

/** Parsed just before it is asked, as it comes over the wire: of strings that nobody has seen before. */
export interface Query {
  user: { key: string };
  action: string;
  resource: { type: string; tenant: string };
}

export const types = Array.from({ length: 10 }, (_, n) => `type-${n}`);
export const actions = ["read", "create", "update", "delete", "share", "export"];
const ROLES = 10;
const BATCHES = 20;
const BATCH = 10_000;
const USERS_PER_TENANT = 25;

export function makeData(size: number): Data {
  const random = mulberry(size);
  const below = (n: number) => Math.floor(random() * n);
  const users = Array.from({ length: size / 2 }, (_, n) => `user-${n}@example.com`);
  const tenants = Array.from(
    { length: Math.max(2, users.length / USERS_PER_TENANT) },
    (_, n) => `tenant-${n}`,
  );
  const all = types.flatMap((type) => actions.map((action) => ({ type, action })));
  const roles = Array.from({ length: ROLES }, (_, n) => ({
    key: `role-${n}`,
    permissions: all.filter(() => below(4) === 0),
  }));
  const homes = users.map(() => [below(tenants.length), below(tenants.length)] as const);
  const tenantOf = (user: number, which: 0 | 1) => tenants[homes[user]?.[which] ?? 0] ?? "";
  const assignments = users.flatMap((user, n) =>
    ([0, 1] as const).map((which) => ({ user, tenant: tenantOf(n, which), role: `role-${below(ROLES)}` })),
  );
  const query = (): Query => {
    const user = below(users.length);
    const tenant = below(10) ? tenantOf(user, below(2) ? 1 : 0) : tenants[below(tenants.length)];
    return {
      user: { key: users[user] ?? "" },
      action: actions[below(6)] ?? "",
      resource: { type: types[below(10)] ?? "", tenant: tenant ?? "" },
    };
  };
  const queries = Array.from({ length: BATCHES }, () => JSON.stringify(Array.from({ length: BATCH }, query)));
  return { users, tenants, roles, assignments: distinct(assignments), queries };
}

/** @param number of any size: after the last comes the first */
export function batch({ queries }: Data, number: number): Query[] {
  return JSON.parse(queries[number % queries.length] ?? "[]") as Query[];
}

/** Nobody gets the same role twice in a tenant. */
function distinct(assignments: Data["assignments"]): Data["assignments"] {
  const seen = new Map(assignments.map((each) => [`${each.user} ${each.tenant} ${each.role}`, each]));
  return [...seen.values()];
}

/** The same numbers in each run. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
