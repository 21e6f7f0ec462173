import { isSamePerson } from "./same-person.js";
import { step, type Step } from "./step.js";
import type { Agreement, AskedAct, AskedIn, Facts, Person } from "./types.js";
import { verdictOf } from "./verdict.js";

/** Limit *approval*, seen from those who agree: what a reviewer must be allowed, and whose yes still counts. */

/** The facts as they are for somebody in the element where they asked or agreed. */
export function standingIn(facts: Facts, person: Person, askedIn: AskedIn, said: string | null): Facts {
  const session = { tenant: facts.tenant.id, ...askedIn };
  return { ...facts, actor: { kind: "delegate", person, session }, justification: said };
}

/** To review is judged for each role that the act gives, where it gives it, and for whom. Never for oneself. */
export function reviewSteps(facts: Facts, act: AskedAct): Step[] {
  const { grants, subject } =
    act.act === "invite"
      ? { grants: act.invitation.grants, subject: { email: act.invitation.email } }
      : { grants: act.grant, subject: { person: facts.people.get(act.user) ?? null } };
  const roles = grants.flatMap(({ role: named, place }) => {
    const role = facts.roles.get(named);
    return role ? [{ role, place }] : [];
  });
  // What gives nothing, or only roles that are gone, can still be refused.
  return (roles.length > 0 ? roles : [{}]).map((each) => step("request.review", { ...subject, ...each }));
}

/** Those who agreed and might still, each once: neither the requester nor whom it is for. */
export function whoAgrees(
  facts: Facts,
  agreements: readonly Agreement[],
  { requester, act }: { requester: string; act: AskedAct },
): readonly Person[] {
  const agreed: Person[] = [];
  for (const { reviewer, askedIn, note } of agreements) {
    const person = facts.people.get(reviewer);
    const asker = facts.people.get(requester);
    if (!person || !asker || isSamePerson(person, asker)) continue;
    if (agreed.some((other) => isSamePerson(person, other))) continue;
    const there = standingIn(facts, person, askedIn, note);
    const mayReview = reviewSteps(there, act).every(
      (each) => typeof verdictOf(there, there, person, each, new Set()) === "string",
    );
    if (mayReview) agreed.push(person);
  }
  return agreed;
}
