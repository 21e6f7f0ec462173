import { canGive, carriedBy, heldSomewhere, holderOf, whyNot, worldOf } from "../delegation/giving.js";
import type { World } from "../delegation/giving.js";
import { isAdministrative, listedRoles } from "../delegation/holdings.js";
import { leaks, inWords, warnings, type Leak as FoundLeak } from "../delegation/leaks.js";
import { fits } from "../delegation/resolve.js";
import type { Delegation as Judged, Refusal } from "../delegation/types.js";
import { toReason } from "../settle.js";
import type { WrittenRow } from "../store/delegations.js";
import { markOf, type Mark } from "../store/leaks.js";
import type { EnvironmentRules } from "../store/read-facts.js";
import { limitsInWords } from "./limits-in-words.js";
import { toWire } from "./limits.js";
import type { Cell, Delegation, DelegationsView, Leak, Warning } from "./contract.js";

/** Who may give what, as one who may see these roles is shown it. */
export interface Shown {
  rules: EnvironmentRules;
  written: ReadonlyMap<string, WrittenRow>;
  marks: readonly Mark[];
  isVisible: (role: string) => boolean;
  /** An operator's tenant or `null` for all, whose delegations may be edited; a delegate edits none. */
  edits: { tenant: string | null } | null;
}

type Row = DelegationsView["rows"][number];

/** A row of each of these roles that may be seen. */
export function matrixOf(shown: Shown, roles: readonly string[]): Row[] {
  const world = worldOf(shown.rules);
  return roles.filter(shown.isVisible).map((role) => ({
    role,
    holders: null,
    delegations: shown.rules.delegations
      .filter((each) => each.role === role && isShown(each))
      .map((each) => viewDelegation(shown, each)),
    cells: [...shown.rules.roles.keys()]
      .filter(shown.isVisible)
      .map((given) => cellOf(shown.rules, world, role, given)),
  }));
}

/** Levels of elements that only show are no limits of what may be given. */
const isShown = (delegation: Judged) =>
  delegation.source === "written" || canGive({ ...delegation, verbs: any });
const any: Judged["verbs"] = new Set(["role.grant"]);

export function viewDelegation(
  { rules, written, isVisible, edits }: Omit<Shown, "marks">,
  delegation: Judged,
): Delegation {
  const row = written.get(delegation.id);
  const listed = [...listedRoles(rules, delegation)];
  return {
    id: delegation.id,
    source: delegation.source,
    element: rules.configurations.find(({ id }) => id === delegation.configuration)?.key ?? null,
    role: delegation.role,
    is_for_tenant: row !== undefined && row.tenant !== null,
    may_edit: edits !== null && row !== undefined && row.tenant === edits.tenant,
    version: row?.version ?? null,
    changed: row && edits ? { at: new Date(row.at).toISOString(), by: row.by } : null,
    limits: toWire(delegation, isVisible),
    masked_roles: listed.filter((role) => !isVisible(role)).length,
  };
}

function cellOf(rules: EnvironmentRules, world: World, role: string, given: string): Cell {
  const held = heldSomewhere(rules, role);
  const target = rules.roles.get(given);
  const places = world.places.filter((place) => target && fits(target, place));
  const by: Cell["by"] = [];
  let closest: Refusal | null = null;
  // Limits are taken from the delegation as it is; whether it gives, from what rules 2 and 3 read of it.
  for (const delegation of carriedBy(world.facts, held)) {
    const reasons = places.map((place) =>
      whyNot(world.facts, delegation, held, holderOf([held]), { role: given, place }),
    );
    const open = places.filter((_, n) => reasons[n] === null);
    const whole = rules.delegations.find(({ id }) => id === delegation.id);
    if (whole && open.length > 0)
      by.push({ delegation: whole.id, limits: limitsInWords(rules, whole, given, open) });
    else closest = nearer(closest, reasons[0] ?? null);
  }
  return {
    role: given,
    may: by.length > 0,
    why_not: by.length > 0 ? null : toReason(closest ?? nothingGiven(rules, role)),
    by,
  };
}

/** What is listed and refused says more than what is not listed. */
const nearer = (one: Refusal | null, other: Refusal | null) =>
  one === null || (one.code === "role_out_of_reach" && other) ? other : one;

const nothingGiven = ({ roles }: EnvironmentRules, role: string): Refusal => ({
  code: "verb_not_given",
  limit: "verbs",
  message: `${roles.get(role)?.name ?? "This role"} lets nobody give roles.`,
});

export function columnsOf({ rules, isVisible, edits }: Shown): DelegationsView["roles"] {
  return [...rules.roles.values()]
    .filter(({ id }) => isVisible(id))
    .map(({ id, key, name, description, resource, attributes }) => ({
      ...{ id, key, name, description, resource },
      administrative: isAdministrative(rules, id),
      attributes: edits ? { ...attributes } : {},
    }));
}

export const viewMark = ({ id, at, by, why }: Mark) => ({ id, at: new Date(at).toISOString(), by, why });

export function viewLeak(
  rules: EnvironmentRules,
  marks: readonly Mark[],
  leak: FoundLeak,
  tenant: string | null = null,
): Leak {
  const mark = markOf(marks, leak);
  return {
    ...{ role: leak.role, via: leak.via, gives: leak.gives },
    words: inWords(rules, leak),
    tenant,
    is_meant: mark !== undefined,
    mark: mark ? viewMark(mark) : null,
  };
}

export const viewWarnings = (rules: EnvironmentRules): Warning[] =>
  warnings(rules).map(({ looser, ...path }) => ({ ...path, words: inWords(rules, { ...path, looser }) }));

/** Leaks and warnings of some rows, where every role they name may be seen. */
export function pathsOf({ rules, marks, isVisible, edits }: Shown, roles: readonly string[]) {
  const concerns = ({ role, via, gives }: Omit<Warning, "words">) =>
    roles.includes(role) && [role, via, gives].every(isVisible);
  return {
    leaks: leaks(rules)
      .filter(concerns)
      .map((leak) => {
        const view = viewLeak(rules, marks, leak);
        return edits ? view : { ...view, mark: null };
      }),
    warnings: viewWarnings(rules).filter(concerns),
  };
}
