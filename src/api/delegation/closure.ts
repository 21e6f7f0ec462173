import { givable, holderOf, keyOf, placeInWords, worldOf, type Authority, type Held } from "./giving.js";
import { unended } from "./holdings.js";
import type { Facts } from "./types.js";

/** A role that somebody could come to give, or holds, and how it is reached. */
export interface Reachable extends Held {
  /** From a role that is held to this one: each may be given by holders of the one before it. */
  path: readonly Held[];
}

/**
 * What these people could ever hold or give, alone or together: the least set that contains what they hold and is
 * closed under every role that rules 2 and 3 let a held or obtainable delegation give. Whoever is given a role holds
 * it beside all the others, so this is more than any of them can do at once, and never less. Roles that follow from
 * these by derivation are not listed: they let nobody give anything.
 */
export const closure = (facts: Facts, people: readonly string[]): Reachable[] =>
  reachableFrom(facts, heldBy(facts, people));

/** All that these people hold or will hold, also while suspended. */
export const heldBy = ({ people, now }: Facts, users: readonly string[]): Held[] =>
  users.flatMap((user) => {
    const person = people.get(user);
    return person ? unended(person, now) : [];
  });

/** The same for whoever holds just these roles. Each is found by one of its shortest ways. */
export function reachableFrom(authority: Authority, held: readonly Held[]): Reachable[] {
  const world = worldOf(
    authority,
    held.map(({ place }) => place),
  );
  const reached = new Map<string, Reachable>();
  const add = ({ role, place }: Held, path: readonly Held[]) => {
    const key = keyOf({ role, place });
    if (!reached.has(key)) reached.set(key, { role, place, path: [...path, { role, place }] });
  };
  for (const each of held) add(each, []);
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    const now = [...reached.values()];
    const actor = holderOf(now);
    for (const by of now) for (const given of givable(world, by, actor)) add(given, by.path);
  }
  return [...reached.values()];
}

/** "Support may give Lead; Lead may give Owner." Nothing for what is held. */
export function pathInWords({ roles }: Authority, { path }: Reachable): string {
  const name = ({ role, place }: Held) =>
    `${roles.get(role)?.name ?? "a role that is gone"}${place === null ? "" : ` on ${placeInWords(place)}`}`;
  return path.slice(1).reduce((words, given, n) => {
    const by = path[n];
    return by
      ? `${words}${words && " "}${name(by)} may give ${name(given)}${n + 2 < path.length ? ";" : "."}`
      : words;
  }, "");
}
