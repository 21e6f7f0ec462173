import { hasEnded, roleAt } from "./holdings.js";
import { isOfType } from "./reach.js";
import type { Step } from "./step.js";
import type {
  Act,
  Actor,
  Assignment,
  Change,
  Facts,
  Grant,
  Instant,
  Invitation,
  Judgement,
  Person,
  Place,
  Refusal,
  Role,
} from "./types.js";

/** What an act names, found in the facts. What cannot be resolved is refused here, whoever acts. */

export interface Proposal {
  changes: readonly Change[];
  steps: readonly Step[];
  /** Others who have agreed to it. */
  agreed?: readonly Person[];
  /** What follows once the steps are allowed, where that hangs on how another act is judged. */
  completion?: (judge: Judge) => Completion;
}

export type Judge = (facts: Facts, act: Act) => Judgement;

/** Why it is refused after all, or what is done with it. */
export interface Completion extends Pick<Judgement, "granted"> {
  refusals?: readonly Refusal[];
  changes?: readonly Change[];
}

export class Unresolved extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

export const refuse = (code: string, limit: string, message: string, role?: string): never => {
  throw new Unresolved({ code, limit, message, ...(role !== undefined && { role }) });
};

export function personHere(facts: Facts, user: string): Person {
  const person = facts.people.get(user);
  return person && person.status !== "absent"
    ? person
    : refuse("unknown_person", "tenant", "There is no such person here.");
}

const closed = { accepted: "has been accepted", cancelled: "has been cancelled", expired: "has expired" };

export function openInvitation(facts: Facts, id: string): Invitation {
  const invitation =
    facts.invitations.get(id) ?? refuse("unknown_invitation", "tenant", "There is no such invitation here.");
  const { status } = invitation;
  return status === "open"
    ? invitation
    : refuse(`invitation_${status}`, "invitation", `This invitation ${closed[status]}.`);
}

export const knownRole = ({ roles }: Facts, id: string): Role =>
  roles.get(id) ?? refuse("unknown_role", "tenant", "There is no such role.", id);

/** The role of a grant, if it can be held at that place, which lies in this tenant, and ends in the future. */
export function grantable(facts: Facts, { role: id, place, ends }: Grant): Role {
  const role = knownRole(facts, id);
  if (!fits(role, place)) {
    const where = place === null ? "in the whole tenant" : `on ${place}`;
    refuse("wrong_place", "tenant", `${role.name} can't be held ${where}.`, id);
  }
  if (place !== null && facts.places && !facts.places.has(place)) {
    refuse("wrong_place", "tenant", `There is no ${place} here.`, id);
  }
  if (ends !== null && !isToCome(facts, ends)) refuse("end_in_past", "time", "The end date has passed.", id);
  return role;
}

export const fits = ({ resource }: Role, place: Place) =>
  resource === null ? place === null : place !== null && isOfType(place, resource);

export const isToCome = ({ now }: Facts, moment: Instant) => Number.isFinite(moment) && moment > now;

/** What the person holds of exactly that role at that place: still, and what has run out but is not swept yet. */
export function heldOf({ now }: Facts, { assignments }: Person, { role, place }: Omit<Grant, "ends">) {
  const same = assignments.filter((each) => each.role === role && each.place === place);
  const held: Assignment | undefined = same.find((each) => !hasEnded(each, now));
  return { held, isSpent: same.length > 0 && held === undefined };
}

export function eachOnce(grants: readonly { role: string; place: Place }[]): void {
  const keys = grants.map(({ role, place }) => roleAt(role, place));
  if (new Set(keys).size < keys.length) refuse("named_twice", "form", "The same role is named twice.");
}

export function inviterOf(actor: Actor): Invitation["inviter"] | null {
  switch (actor.kind) {
    case "delegate":
      return { kind: "delegate", user: actor.person.user };
    case "operator":
      return { kind: "operator", apiKey: actor.apiKey };
    case "system":
      return null;
  }
}
