import { listedRoles } from "./holdings.js";
import { fits } from "./resolve.js";
import {
  nothingIsAmplified,
  passesOnNoMore,
  passingOnIsAllowed,
  passingOnIsNotSuspended,
  placeIsInReach,
  roleIsListed,
} from "./rules.js";
import { giving, step, type Rule } from "./step.js";
import type { Assignment, Delegation, Facts, Person, Place, Refusal, Verb } from "./types.js";

/**
 * What may ever be given, asked of rules 2 and 3 alone: without counts, time, approvals, domains and targets, and of
 * nobody in particular. It is answered by the very rules that judge each grant.
 */
export type Authority = Pick<Facts, "roles" | "delegations" | "suspended">;

/** A role at a place, held or given. */
export interface Held {
  role: string;
  place: Place;
}

/** Rules and places to ask about. */
export interface World {
  facts: Facts;
  places: readonly Place[];
}

/** Stands for any instance of a type: no instance can be called so. */
export const anyOf = (type: string): string => `${type}:\0`;

/** "any document", "document:42". */
export const placeInWords = (place: string): string =>
  place.endsWith(":\0") ? `any ${place.slice(0, -2)}` : place;

/** A role where it may be held, for questions about all who hold it. */
export function heldSomewhere({ roles }: Authority, role: string): Held {
  const resource = roles.get(role)?.resource ?? null;
  return { role, place: resource === null ? null : anyOf(resource) };
}

export function worldOf({ roles, delegations, suspended }: Authority, also: readonly Place[] = []): World {
  const types = [...roles.values()].flatMap(({ resource }) => resource ?? []);
  const named = delegations.flatMap(({ places }) => places.instances);
  return {
    facts: { ...nothing, roles, delegations: delegations.map(withoutLimits), suspended },
    places: [...new Set([null, ...types.map(anyOf), ...named, ...also])],
  };
}

/** Somebody who holds just that. */
export const holderOf = (held: readonly Held[]): Person => ({
  ...nobody,
  assignments: held.map(assigned),
});

/** Everything that holders of a role may give: `actor` holds that role, and perhaps more. */
export function givable({ facts, places }: World, by: Held, actor: Person): Held[] {
  const found = new Map<string, Held>();
  for (const delegation of carriedBy(facts, by)) {
    for (const id of listedRoles(facts, delegation)) {
      for (const place of places) {
        const given = { role: id, place };
        const key = keyOf(given);
        if (!found.has(key) && whyNot(facts, delegation, by, actor, given) === null) found.set(key, given);
      }
    }
  }
  return [...found.values()];
}

/** Why one delegation does not let that be given; nothing, where it does. */
export function whyNot(
  facts: Facts,
  delegation: Delegation,
  by: Held,
  actor: Person,
  { role: id, place }: Held,
): Refusal | null {
  const role = facts.roles.get(id);
  if (!role || !fits(role, place)) return placeUnfit;
  const asked = step("role.grant", { role, place });
  for (const rule of rules) {
    const refusal = rule(facts, asked, { delegation, by: assigned(by), actor, after: facts });
    if (refusal) return refusal;
  }
  return null;
}

/** The delegations of a role under which anything may be given at all. */
export const carriedBy = ({ delegations }: Pick<Facts, "delegations">, { role }: Held): Delegation[] =>
  delegations.filter((each) => each.role === role && canGive(each));

const begins: readonly Verb[] = ["user.invite", "role.grant"];
/** Elements that only show: their sessions carry no verb that gives. */
const showing: ReadonlySet<string | null> = new Set(["audit-log", "access-request", "delegations"]);

/** Whether a delegation lets anything be given that nobody holds yet; extending and resending only prolong. */
export const canGive = ({ verbs, elementType }: Delegation): boolean =>
  !showing.has(elementType) && begins.some((verb) => giving.has(verb) && verbs.has(verb));

export const keyOf = ({ role, place }: Held): string => `${role} ${place ?? ""}`;

const rules: readonly Rule[] = [
  roleIsListed,
  placeIsInReach,
  nothingIsAmplified,
  passingOnIsAllowed,
  passesOnNoMore,
  passingOnIsNotSuspended,
];

const placeUnfit: Refusal = { code: "wrong_place", limit: "instances", message: "It can't be held there." };

/** What is left of a delegation when only what rules 2 and 3 read of it counts. */
export const withoutLimits = (delegation: Delegation): Delegation => ({
  ...delegation,
  targets: { attributes: null, groups: null, domains: null },
  time: { mustEnd: false, longest: null },
  counts: { openInvitations: null, bulk: null, grantsPerHour: null, seats: null, holders: new Map() },
  domains: { allow: null, ask: [], refuse: [] },
  approval: [],
  justification: false,
  attributes: new Set(),
});

const assigned = ({ role, place }: Held): Assignment => ({ role, place, begins: 0, ends: null });

const nobody: Person = {
  user: "",
  name: "",
  email: null,
  emailVerified: false,
  status: "active",
  known: true,
  attributes: {},
  assignments: [],
  version: 0,
};

const nothing: Omit<Facts, "roles" | "delegations" | "suspended"> = {
  now: 0,
  tenant: { id: "", active: true },
  actor: { kind: "system" },
  derivations: [],
  guardrails: { seats: null, least: [], most: [], exclusive: [], ceiling: null },
  people: new Map(),
  invitations: new Map(),
  counts: {
    seats: 0,
    openInvitations: 0,
    grantsLastHour: 0,
    bulk: 0,
    holders: new Map(),
    lasting: new Map(),
  },
  attributeKeys: new Set(),
  justification: null,
};
