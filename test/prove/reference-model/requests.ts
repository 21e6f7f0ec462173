import type {
  Act,
  ActOf,
  Agreement,
  AskedAct,
  Facts,
  Person,
  Request,
} from "../../../src/api/delegation/types.js";
import { agreeing, as, mayReview } from "./agreement.js";
import { both, type Answer } from "./answer.js";
import { asked } from "./asks.js";
import type { Things } from "./bring.js";
import { holds } from "./holding.js";
import { actorIsHere, sessionIsHere, tenant } from "./tenant.js";

/** Section 5, what people ask of each other. The acts that are asked for are judged as all others are. */
type Judge = (facts: Facts, act: Act, brings?: Things) => Answer;
type Lacking = (facts: Facts, act: Act, actor: Person) => number;
type Requesting = ActOf<"requests" | "ask" | "review" | "withdraw">;

const REFUSED: Answer = { outcome: "refused", rule: 6 };
const ALLOWED: Answer = { outcome: "allowed" };

export const isRequesting = (act: Act): act is Requesting =>
  ["requests", "ask", "review", "withdraw"].includes(act.act);

/** Asking takes no verb; an operator has nobody to ask. */
export function judgeRequesting(
  facts: Facts,
  act: Requesting,
  by: { judge: Judge; lacking: Lacking },
): Answer {
  if (!facts.tenant.active || !sessionIsHere(facts) || !actorIsHere(facts))
    return { outcome: "refused", rule: 1 };
  if (act.act === "requests") return ALLOWED;
  if (facts.actor.kind !== "delegate" || facts.actor.session === null) return { outcome: "refused", rule: 1 };
  if (act.act === "ask") return asking(facts, act, by.judge);
  const request = facts.requests?.get(act.request);
  if (request?.status !== "open" || request.expires <= facts.now) return { outcome: "refused", rule: 1 };
  if (act.act === "review") return reviewing(facts, request, act.agrees, by);
  return request.requester === facts.actor.person.user ? ALLOWED : REFUSED;
}

const MOST_OPEN = 20;

/** Ambiguous: may the same be asked for twice, and how often at once? Decided, as the stricter: not while it is open. */
function asking(facts: Facts, { request }: ActOf<"ask">, judge: Judge): Answer {
  if (facts.actor.kind !== "delegate") return REFUSED;
  if (request.expires <= facts.now || !tenant(facts, request.act)) return { outcome: "refused", rule: 1 };
  const { user } = facts.actor.person;
  const mine = [...(facts.requests?.values() ?? [])].filter(
    (one) => one.requester === user && one.status === "open" && one.expires > facts.now,
  );
  if (mine.length >= MOST_OPEN) return REFUSED;
  if (mine.some((one) => one.kind === request.kind && isAlike(one.act, request.act))) return REFUSED;
  const answer = judge(facts, request.act);
  return request.kind === "access"
    ? askingForAccess(facts, request.act, user, answer, judge)
    : askingForApproval(answer);
}

/**
 * "The requester's own act", which lacks the others. Ambiguous: what of a reason or an end that it lacks as well?
 * Decided: those the requester brings when asking, and who needs to bring nothing else has nothing to ask others.
 */
function askingForApproval(answer: Answer): Answer {
  if (answer.outcome !== "needs") return REFUSED;
  const things = answer.things
    .filter((some) => some.has("approval"))
    .map((some) => new Set([...some].filter((thing) => thing !== "approval")));
  if (things.length === 0) return REFUSED;
  return things.some(({ size }) => size === 0) ? ALLOWED : { ...answer, things };
}

/**
 * An act that is not the requester's to do. Ambiguous: what, and for whom? Decided: to be given something that is not
 * held so already; for others only by who may see people there, or asking would tell who is here and holds what.
 */
function askingForAccess(facts: Facts, act: AskedAct, user: string, answer: Answer, judge: Judge): Answer {
  if (answer.outcome === "allowed" || (act.act === "change-roles" && act.revoke.length > 0)) return REFUSED;
  if (asked(facts, act).every(({ again }) => again)) return REFUSED;
  if (whom(act) === user) return ALLOWED;
  return grantsOf(act)
    .map(({ place }) => judge(facts, { act: "view", place }))
    .reduce(both);
}

const isAlike = (one: AskedAct, other: AskedAct) =>
  whom(one) === whom(other) && grantsOf(one).some((grant) => holds(grantsOf(other), grant));
const whom = (act: AskedAct) => (act.act === "invite" ? act.invitation.email : act.user);
export const grantsOf = (act: AskedAct) => (act.act === "invite" ? act.invitation.grants : act.grant);

/**
 * "The requester's rights at commit, and k others who may review for that role; none of them requester or
 * beneficiary; over exactly that payload." Or: "the approver's own act; the requester's rights are not used; the
 * requester may be the beneficiary, never the approver." Ambiguous: may they change what was asked? Decided: "exactly
 * that payload", so that it gets no other end; who gives it says why, or asks others in turn. Ambiguous: may they agree
 * who are not among those that are asked? Decided: no, it would say yes in the name of the others.
 */
function reviewing(
  facts: Facts,
  request: Request,
  agrees: boolean,
  { judge, lacking }: { judge: Judge; lacking: Lacking },
): Answer {
  if (facts.actor.kind !== "delegate" || facts.actor.session === null) return REFUSED;
  const { person, session } = facts.actor;
  if (request.agreed.some(({ reviewer }) => reviewer === person.user)) return REFUSED;
  const may = mayReview(facts, person, request.requester, request.act);
  if (may.outcome === "refused" || !agrees) return may;
  const requester = facts.people.get(request.requester);
  if (requester?.status !== "active") return REFUSED;
  if (request.kind === "access") {
    return both(may, judge(facts, request.act, new Set(["approval", "justification"])));
  }
  const said = facts.justification?.trim() ? facts.justification : "is to be said";
  const own = { reviewer: person.user, askedIn: session, note: said };
  const counts = { ...facts.counts, grantsLastHour: request.grantsLastHour };
  const after = (agreements: readonly Agreement[]) => {
    const agreed = agreeing(facts, agreements, request.requester, request.act);
    return as({ ...facts, agreed, counts }, requester, request.askedIn, request.justification);
  };
  const now = after([...request.agreed, own]);
  const done = judge(now, request.act, new Set(["approval"]));
  if (done.outcome === "refused") return done;
  const helps =
    done.outcome === "allowed" ||
    lacking(now, request.act, requester) < lacking(after(request.agreed), request.act, requester);
  return helps ? may : REFUSED;
}
