import type { Delegation, DelegationLimits, Leak, LeakPath } from "../../api/delegations/contract.js";
import { pathKey, rowOf, type Shown } from "./names.js";

/** What a new delegation lets do: nothing but look, until something is added. */
export const nothingYet: DelegationLimits = {
  element_type: null,
  verbs: ["user.view"],
  roles: { ids: [], where: null },
  mode: "hold",
  passing_on: false,
  targets: { attributes: null, groups: null, domains: null },
  places: { tenant: true, types: [], instances: [], own: false },
  time: { must_end: false, longest_days: null },
  counts: { open_invitations: null, bulk: null, grants_per_hour: null, seats: null, holders: [] },
  domains: { allow: null, ask: [], refuse: [] },
  approval: [],
  justification: false,
  attributes: [],
};

/** What is being written: for whom, from what on, and as what it would be saved. */
export interface Draft {
  role: string;
  /** The delegation that is edited; null for a new one. */
  base: Delegation | null;
  /** How it was when the form opened. */
  start: DelegationLimits;
  limits: DelegationLimits;
}

/** Limits to write in place of those that a role's levels give: together as much, in one delegation. */
export function fromLevels(shown: Shown, role: string): DelegationLimits {
  const all = (rowOf(shown, role)?.delegations ?? []).filter(({ source }) => source === "levels");
  const [first] = all;
  if (!first) return nothingYet;
  const union = <Item>(list: (limits: DelegationLimits) => readonly Item[]): Item[] => [
    ...new Set(all.flatMap(({ limits }) => list(limits))),
  ];
  return {
    ...first.limits,
    element_type: null,
    verbs: union(({ verbs }) => verbs),
    roles: { ids: union(({ roles }) => roles.ids), where: null },
    places: {
      tenant: all.some(({ limits }) => limits.places.tenant),
      types: union(({ places }) => places.types),
      instances: union(({ places }) => places.instances),
      own: all.some(({ limits }) => limits.places.own),
    },
    attributes: union(({ attributes }) => attributes),
  };
}

/** Elements whose levels would hold no more for this role, once it has limits of its own. */
export const replacedBy = (shown: Shown, role: string): string[] => [
  ...new Set(
    (rowOf(shown, role)?.delegations ?? []).flatMap(({ source, element }) =>
      source === "levels" && element ? [element] : [],
    ),
  ),
];

/** The delegation in which a leak is best closed: one that this session may edit and that lists the way. */
export function placeToClose(
  shown: Shown,
  { role, via, gives }: Leak,
): { role: string; delegation: string | null } {
  const edits = (holder: string, given: string): Delegation | undefined =>
    rowOf(shown, holder)?.delegations.find(
      ({ may_edit, limits }) => may_edit && limits.roles.ids.includes(given),
    );
  const found = edits(role, via) ?? edits(via, gives);
  return found ? { role: found.role, delegation: found.id } : { role, delegation: null };
}

/** Leaks for which a save is refused unless they are said to be meant: new ones, and those along the role itself. */
export function refusing(role: string, leaks: { before: readonly Leak[]; after: readonly Leak[] }): Leak[] {
  const known = new Set(leaks.before.map(pathKey));
  return leaks.after.filter(
    (leak) => !leak.is_meant && (leak.role === role || leak.via === role || !known.has(pathKey(leak))),
  );
}

/** What was changed in the form, on limits as somebody else has left them meanwhile. */
export function onto({ start, limits }: Draft, now: DelegationLimits): DelegationLimits {
  const changed = Object.entries(limits).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(start[name as keyof DelegationLimits]),
  );
  return { ...now, ...Object.fromEntries(changed) };
}

export const same = (one: DelegationLimits, other: DelegationLimits): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Only what still leaks can be said to be meant. */
export const stillMeant = (meant: ReadonlyMap<string, LeakPath>, leaks: readonly Leak[]): LeakPath[] =>
  leaks.flatMap((leak) => meant.get(pathKey(leak)) ?? []);
