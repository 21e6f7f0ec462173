import type { Act, Delegation, Facts, Invitation, Person } from "../../../src/api/delegation/types.js";
import { after, subject } from "./after.js";
import { asked, more } from "./asks.js";
import { standing } from "./holding.js";
import { offer } from "./question.js";

/**
 * "Guardrails belong to the tenant, not to an actor, and bind operators too." "They hold in every committed state",
 * so an act is refused that breaks one or makes worse what is broken already.
 * Ambiguous: does what somebody holds by a derivation count? Decided: no; a derivation can begin without any act.
 */
export const guardrails = (facts: Facts, act: Act) =>
  leastHolders(facts, act) &&
  mostSeats(facts, act, facts.guardrails.seats) &&
  facts.guardrails.most.every(({ role, count }) => mostHolders(facts, act, role, count)) &&
  facts.guardrails.exclusive.every((roles) => notTogether(facts, act, roles)) &&
  ceiling(facts, act);

/** "And own, lower values for the guardrails' seats and holders." */
export const ownCounts = (facts: Facts, act: Act, { counts }: Delegation, role: string | null) =>
  mostSeats(facts, act, counts.seats) &&
  [...counts.holders].every(([held, count]) => held !== role || mostHolders(facts, act, held, count));

/** "Counts distinct active people who have signed in or been synced and hold the role, begun and without end. It binds from the first commit that satisfies it." */
function leastHolders(facts: Facts, act: Act) {
  const person = subject(facts, act);
  if (!person) return true;
  const then = after(facts, act, person);
  return facts.guardrails.least.every(({ role, count, binds }) => {
    const before = facts.counts.lasting.get(role) ?? 0;
    const lost = lasts(person, role, facts.now) && !lasts(then, role, facts.now);
    return !(binds || before >= count) || !lost || before - 1 >= count;
  });
}

const lasts = ({ status, known, assignments }: Person, role: string, now: number) =>
  status === "active" &&
  known &&
  assignments.some((a) => a.role === role && a.begins <= now && a.ends === null);

/** Whether an offer becomes open by the act that was not. */
const opens = (facts: Facts, act: Act) =>
  act.act === "invite" || (act.act === "renew" && runOut(facts, facts.invitations.get(act.invitation)));
export const runOut = (facts: Facts, invitation: Pick<Invitation, "expires"> | undefined) =>
  invitation !== undefined && invitation.expires <= facts.now;

/**
 * "A seat is a membership, active or suspended, or an open unexpired invitation to an address that has no membership
 * here; accepting adds none", unless somebody else here has the address, so that the invitation was none.
 */
function mostSeats(facts: Facts, act: Act, most: number | null) {
  const hasPlace = [...facts.people.values()].some(
    (p) => p.status !== "absent" && p.email === offer(facts, act)?.email,
  );
  const adds =
    act.act === "admit"
      ? !isAwaited(facts, subject(facts, act)?.email ?? null)
      : act.act === "accept"
        ? hasPlace && subject(facts, act)?.status === "absent"
        : opens(facts, act) && !hasPlace;
  return !adds || most === null || facts.counts.seats + 1 <= most;
}

/** The seat of whoever has this address is taken already by an open invitation. */
const isAwaited = (facts: Facts, email: string | null) =>
  [...facts.invitations.values()].some(
    (i) => i.email === email && i.status === "open" && !runOut(facts, i),
  ) && ![...facts.people.values()].some((p) => p.status !== "absent" && p.email === email);

/** "Most holders of a role": an open invitation holds already what it offers. */
function mostHolders(facts: Facts, act: Act, role: string, most: number) {
  const has = (p: Person) =>
    p.status !== "absent" && p.assignments.some((a) => a.role === role && standing(a, facts.now));
  const person = subject(facts, act);
  const adds = person
    ? act.act !== "accept" && !has(person) && has(after(facts, act, person))
    : opens(facts, act) && offer(facts, act)?.grants.some((grant) => grant.role === role) === true;
  return !adds || (facts.counts.holders.get(role) ?? 0) + 1 <= most;
}

/**
 * "Sets of roles that one person must not hold together." Ambiguous: any two of a set, or all; at one moment, or one
 * after the other; again when somebody comes back, or an offer is renewed? Decided, as the stricter: any two, ever, and
 * again.
 */
function notTogether(facts: Facts, act: Act, exclusive: ReadonlySet<string>) {
  const given = asked(facts, act).concat(more(facts, act).filter((one) => one.direct));
  const gives = given.some(
    (one) => one.gives !== null && !one.again && one.role !== null && exclusive.has(one.role),
  );
  const person = subject(facts, act);
  const together = person
    ? after(facts, act, person).assignments.filter((a) => standing(a, facts.now))
    : (offer(facts, act)?.grants ?? []);
  return !gives || new Set(together.map((one) => one.role).filter((role) => exclusive.has(role))).size < 2;
}

/** "A ceiling of permissions": nothing is given that could give a permission above it. */
const ceiling = (facts: Facts, act: Act) =>
  [...asked(facts, act), ...more(facts, act)].every(
    ({ gives, role, again }) =>
      gives === null ||
      again ||
      role === null ||
      facts.guardrails.ceiling === null ||
      [...(facts.roles.get(role)?.gives ?? [])].every((one) => facts.guardrails.ceiling?.has(one)),
  );
