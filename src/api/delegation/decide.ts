import { apply } from "./apply.js";
import { gains, lost } from "./gains.js";
import { guardrails } from "./guardrails.js";
import { liveAssignments, roleAt } from "./holdings.js";
import { propose } from "./propose.js";
import { giving, step, type Step } from "./step.js";
import type { Act, Facts, Judgement, Refusal } from "./types.js";
import { verdictOf } from "./verdict.js";

/**
 * The guard: may this act be done, and what would it change? Pure: it knows nothing but the facts, which were read
 * in the transaction that will commit the changes, after its locks, with one reading of the database's clock.
 *
 * 1. The act is resolved to changes and steps; what cannot be resolved is refused.
 * 2. Each step, and each gain that follows from the act, needs one delegation that allows it taken whole.
 * 3. The guardrails are judged on the post-image, whoever acts.
 * 4. Where it asks for or agrees to another act, that act is judged by the same function, in its requester's name.
 */
export function decide(given: Facts, act: Act): Judgement {
  const proposal = misfit(given, act) ?? propose(given, act);
  if ("code" in proposal) return refused(act, [proposal]);

  const { changes, steps, agreed = given.agreed ?? [], completion } = proposal;
  const facts = { ...given, agreed };
  const after = apply(facts, changes);
  const by = new Set<string>();
  const reasons: Refusal[] = [];
  if (facts.actor.kind === "delegate") {
    const gained = stepsOfGains(facts, after, steps);
    for (const each of [...steps, ...gained]) {
      const verdict = verdictOf(
        facts,
        // Agreeing gives nothing by itself: what it completes is counted where that is judged.
        each.verb === "request.review" ? facts : after,
        facts.actor.person,
        each,
        mayBring(given, act, gained.includes(each)),
      );
      if (typeof verdict === "string") by.add(verdict);
      else reasons.push(...verdict);
    }
  }
  // Watching changes nothing, so no guardrail can speak.
  if (changes.length > 0) reasons.push(...guardrails.flatMap((guardrail) => guardrail(facts, after) ?? []));
  // Who may not ask or answer at all hears nothing of the other act.
  if (reasons.some(({ needs }) => needs === undefined)) return refused(act, reasons);
  const { refusals = [], changes: more = [], granted } = completion?.(decide) ?? {};
  reasons.push(...refusals);
  if (reasons.length > 0) return refused(act, reasons);
  const decision = { outcome: "allowed", by: [...by] } as const;
  return { act, changes: [...changes, ...more], decision, ...(granted && { granted }) };
}

/** Rule 1, and what holds for a session whatever is asked. */
function misfit({ tenant, actor, now }: Facts, { act }: Act): Refusal | null {
  if (!tenant.active) return misfits("tenant_suspended", "This tenant is suspended.");
  if (actor.kind !== "delegate") return null;
  const { session, person } = actor;
  if (session && session.tenant !== tenant.id) {
    return misfits("another_tenant", "This session is for another tenant.");
  }
  // An invitation is judged by the rights of its inviter, who is not there.
  if (act === "accept") return null;
  if (!session) return misfits("no_session", "A session is needed.");
  return person.status === "active" && (needNoRole.has(act) || liveAssignments(person, now).length > 0)
    ? null
    : misfits("not_active_here", "You have no active place here.");
}

/** Leaving and asking need no right, so they need no role. */
const needNoRole: ReadonlySet<Act["act"]> = new Set<Act["act"]>(["leave", "requests", "ask", "withdraw"]);

const misfits = (code: string, message: string): Refusal => ({ code, limit: "tenant", message });

/**
 * Agreement alone to what was asked for as it is. An end only to acts that name one: to those that bring one along,
 * or to what follows, nobody can bring another.
 */
function mayBring({ agreed }: Facts, { act }: Act, follows: boolean): ReadonlySet<Refusal["needs"]> {
  if (agreed) return new Set(["approval"]);
  return new Set(["approval", "justification", ...(naming.has(act) && !follows ? (["end"] as const) : [])]);
}

const naming: ReadonlySet<Act["act"]> = new Set<Act["act"]>(["invite", "change-roles"]);

/**
 * Rule 7: what somebody holds after the act beyond what it names is judged as a grant of that more. Taking a role whose
 * absence a rule asks for is one too: of that role, as if it gave what is open without it.
 */
function stepsOfGains(facts: Facts, after: Facts, steps: readonly Step[]): Step[] {
  return [...after.people.values()].flatMap((person) => {
    const before = facts.people.get(person.user);
    if (!before || before === person) return [];
    const given = steps.filter((each) => each.person?.user === person.user && giving.has(each.verb));
    const explicit = new Set(given.map(({ role, place }) => roleAt(role?.id ?? "", place)));
    const gained = gains(facts, before, person, explicit).map(({ role: id, place, ends }) =>
      step("role.grant", { person: before, role: facts.roles.get(id) ?? null, place, ends }),
    );
    return [
      ...gained,
      ...lost(facts, before, person).map((role) => step("role.grant", { person: before, role })),
    ];
  });
}

/** What is missing is not asked for where it would not help. */
function refused(act: Act, all: readonly Refusal[]): Judgement {
  const final = all.filter(({ needs }) => needs === undefined);
  const reasons = final.length > 0 ? final : all;
  const unique = new Map<string, Refusal>();
  for (const reason of reasons) {
    const key = `${reason.code} ${reason.role ?? ""}`;
    const more = (reason.more ?? 0) + (unique.get(key)?.more ?? 0);
    unique.set(key, { ...reason, ...(more > 0 && { more }) });
  }
  const outcome = final.length > 0 ? "refused" : "needs";
  return { act, changes: [], decision: { outcome, reasons: [...unique.values()] } };
}
