import type { Facts, Grant, Invitation, Person, Request } from "../../../src/api/delegation/types.js";
import { facts, held, inDays, now, operator, person, standing, to } from "../../support/facts.js";
import { recount } from "../../support/recount.js";
import type { Scope } from "./scope.js";
import type { Asked, Held, Member, State, Term } from "./state.js";

/** A state as the guard sees it, and what the guard makes of it as a state. */

const endOf: Record<Term, number | null> = { lasting: null, ending: inDays(1), ended: now };
const termOf = (ends: number | null): Term => (ends === null ? "lasting" : ends > now ? "ending" : "ended");
export const emailOf = (name: string) => `${name}@acme.test`;
export const grantOf = ({ role, place, term }: Held): Grant => to(role, place, endOf[term]);
export const heldOf = ({ role, place, ends }: Grant): Held => ({ role, place, term: termOf(ends) });

const skeleton = facts({ actor: operator });

/** The facts of a state without a request, so that whoever reads one finds out: only acts on requests may. */
export function factsOf(scope: Scope, { people: members, invitation, variant }: State): Facts {
  const people = new Map(
    scope.names.map((name, at): [string, Person] => {
      const { status, held: roles } = members[at] ?? { status: "absent", held: [] };
      const assignments = roles.map(({ role, place, term }) => held(role, place, { ends: endOf[term] }));
      return [name, person(name, assignments, { status })];
    }),
  );
  const invitations = new Map(invitation ? [["i1", invitationOf(scope, invitation)]] : []);
  return {
    ...skeleton,
    guardrails: scope.guardrails,
    derivations: scope.derivations ?? [],
    people,
    invitations,
    requests: new Unread(),
    roles: rolesOf(scope),
    delegations: scope.variants[variant] ?? [],
    counts: { grantsLastHour: 0, bulk: 1, ...recount(people, invitations, now) },
  };
}

const knownRoles = new WeakMap<Scope, Facts["roles"]>();
function rolesOf(scope: Scope): Facts["roles"] {
  const known = knownRoles.get(scope) ?? new Map(scope.roles.map((role) => [role.id, role]));
  knownRoles.set(scope, known);
  return known;
}

/** It can be copied, as it is without a request; to look into it is an error. */
class Unread extends Map<string, Request> {
  override get(): never {
    throw new Error("This act must not hang on what has been asked for.");
  }
  override has = this.get;
}

const elementOf = ({ elementType, configuration, verbs }: typeof standing) => ({
  elementType,
  configuration,
  verbs,
});
export const askedIn = elementOf(standing);
const agreements = (scope: Scope, agreed: readonly number[]) =>
  agreed.map((one) => ({ reviewer: scope.names[one] ?? "", askedIn, note: null }));

function invitationOf(scope: Scope, offer: NonNullable<State["invitation"]>): Invitation {
  const who = offer.inviter === null ? null : scope.names[offer.inviter];
  return {
    id: "i1",
    email: emailOf(scope.names[offer.email] ?? ""),
    grants: [grantOf(offer.promised)],
    inviter: who ? { kind: "delegate", user: who } : { kind: "operator", apiKey: "key" },
    inviterStands: true,
    expires: offer.hasExpired ? now : inDays(7),
    status: "open",
    agreed: agreements(scope, offer.agreed),
  };
}

export function requestOf(scope: Scope, asked: Asked, status: Request["status"] = "open"): Request {
  return {
    id: "r1",
    kind: asked.kind,
    requester: scope.names[asked.requester] ?? "",
    askedIn,
    act: actOf(scope, asked),
    agreed: agreements(scope, asked.agreed),
    justification: null,
    expires: asked.hasExpired ? now : inDays(1),
    status,
    grantsLastHour: 0,
  };
}

/** What is asked for. */
export function actOf(scope: Scope, { act, whom, promised }: Asked): Request["act"] {
  const name = scope.names[whom] ?? "";
  const grants = [grantOf(promised)];
  return act === "change-roles"
    ? { act, user: name, grant: grants, revoke: [] }
    : { act, invitation: { id: "i2", email: emailOf(name), grants, expires: inDays(7) } };
}

/** The state that the guard's facts describe, or null if it has left the scope. */
export function stateOf(scope: Scope, { people, invitations }: Facts, variant: number): State | null {
  const members = scope.names.map((name): Member => {
    const { status = "absent", assignments = [] } = people.get(name) ?? {};
    return { status, held: assignments.map(heldOf) };
  });
  const open = [...invitations.values()].filter(({ status }) => status === "open");
  if (open.length > 1 || members.some((member) => member.held.length > scope.most)) return null;
  const [only] = open;
  return { people: members, variant, invitation: only ? offerOf(scope, only) : null };
}

function offerOf(scope: Scope, { inviter, grants, email, expires, agreed }: Invitation) {
  return {
    inviter: inviter.kind === "operator" ? null : scope.names.indexOf(inviter.user),
    promised: heldOf(grants[0] ?? to("")),
    email: scope.names.findIndex((name) => emailOf(name) === email),
    hasExpired: expires <= now,
    agreed: (agreed ?? []).map(({ reviewer }) => scope.names.indexOf(reviewer)),
  };
}
