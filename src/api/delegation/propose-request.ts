import { reviewSteps, standingIn, whoAgrees } from "./agreement.js";
import { roleAt } from "./holdings.js";
import { isToCome, refuse, type Completion, type Judge, type Proposal } from "./resolve.js";
import { isSamePerson } from "./same-person.js";
import { step } from "./step.js";
import type {
  Act,
  ActOf,
  Actor,
  Agreement,
  AskedAct,
  Change,
  Facts,
  Grant,
  Judgement,
  Person,
  Refusal,
  Request,
} from "./types.js";

/** Asking others, and answering: section 5 of the design. */

type Propose = (facts: Facts, act: Act) => Proposal;

const mostOpen = 20;

export function ask(facts: Facts, { request }: ActOf<"ask">, propose: Propose): Proposal {
  const { person, session } = asker(facts.actor);
  const { id, kind, act, expires } = request;
  const { user } = person;
  if (!isToCome(facts, expires)) refuse("end_in_past", "time", "It would have expired already.");
  const open = [...(facts.requests?.values() ?? [])].filter(
    (each) => each.requester === user && each.status === "open" && facts.now < each.expires,
  );
  if (open.some((each) => asksTheSame(each, request))) {
    refuse("already_asked", "request", "You have asked for this already.");
  }
  if (open.length >= mostOpen) {
    refuse("too_many_requests", "counts", `At most ${mostOpen} of your requests may be open.`);
  }
  const { tenant: _, ...askedIn } = session;
  const asked = { id, kind, requester: user, askedIn, act, justification: facts.justification, expires };
  const changes: Change[] = [{ change: "request.create", request: asked }];
  if (kind === "approval")
    return { changes, steps: [], completion: (judge) => lacksAgreement(judge(facts, act)) };

  if (act.act === "change-roles" && act.revoke.length > 0)
    refuse("only_grants", "form", "Ask to be given roles.");
  if (grantsOf(act).length === 0) refuse("no_roles", "form", "A request names at least one role.");
  if (propose(facts, act).changes.length === 0) refuse("already_held", "state", "It is held already.");
  if (act.act === "change-roles" && act.user === user) return { changes, steps: [] };
  // For others asks only who may see them.
  const looking = grantsOf(act).map(({ place }) => step("user.view", { place }));
  return { changes, steps: looking, completion: (judge) => isBeyond(judge(facts, act)) };
}

const notNeeded: Refusal = {
  code: "not_needed",
  limit: "request",
  message: "You may do this yourself, without asking.",
};

/** Approval may be asked for only where nothing else is missing; an end or a reason is brought by who asks. */
function lacksAgreement({ decision }: Judgement): Completion {
  if (decision.outcome === "allowed") return { refusals: [notNeeded] };
  const others = decision.reasons.filter(({ needs }) => needs !== "approval");
  if (decision.outcome === "needs" && others.length === decision.reasons.length)
    return { refusals: [notNeeded] };
  return others.length > 0 ? { refusals: others } : {};
}

/** Somebody else is asked to do only what one may not do oneself. */
const isBeyond = ({ decision }: Judgement): Completion =>
  decision.outcome === "allowed" ? { refusals: [notNeeded] } : {};

export function review(facts: Facts, { request: id, agrees }: ActOf<"review">, propose: Propose): Proposal {
  const { person, session } = asker(facts.actor);
  const request = openRequest(facts, id);
  const { requester, act, agreed } = request;
  const requesting = facts.people.get(requester);
  if (requester === person.user || (requesting && isSamePerson(person, requesting))) {
    refuse("own_request", "approval", "Somebody else must answer what you have asked for.");
  }
  if (agreed.some(({ reviewer }) => reviewer === person.user)) {
    refuse("already_reviewed", "approval", "You have agreed to this already.");
  }
  const { tenant: _, ...askedIn } = session;
  const agreement = { reviewer: person.user, askedIn, note: facts.justification };
  const reviewed: Change = { change: "request.review", id, agrees, agreement };
  const steps = reviewSteps(facts, act);
  if (!agrees) return { changes: [reviewed, { change: "request.end", id, status: "refused" }], steps };

  if (requesting?.status !== "active") {
    return refuse("requester_gone", "request", "Whoever asked for this has no active place here any more.");
  }
  if (request.kind === "approval") {
    // A reason that is still to be said is asked for by the steps.
    const note = facts.justification?.trim() || "to be said";
    const agreements = [...agreed, { ...agreement, note }];
    return {
      changes: [reviewed],
      steps,
      completion: (judge) => completed(facts, request, requesting, agreements, judge),
    };
  }
  const own = propose(facts, act);
  return {
    changes: [reviewed, ...own.changes, { change: "request.end", id, status: "granted" }],
    steps: [...steps, ...own.steps],
  };
}

/** The facts as they are for the requester now, in the element where they asked, with those who agree. */
export function asRequester(
  facts: Facts,
  { requester, act, askedIn, justification, grantsLastHour }: Request,
  person: Person,
  agreements: readonly Agreement[],
): Facts & { agreed: readonly Person[] } {
  const counts = { ...facts.counts, grantsLastHour };
  const agreed = whoAgrees(facts, agreements, { requester, act });
  return { ...standingIn(facts, person, askedIn, justification), counts, agreed };
}

/** The requester's own act: done once enough others agree, or still short of some. */
function completed(
  facts: Facts,
  request: Request,
  person: Person,
  agreements: readonly Agreement[],
  judge: Judge,
): Completion {
  const { id, requester, act } = request;
  const theirs = asRequester(facts, request, person, agreements);
  const judgement = judge(theirs, act);
  const { decision } = judgement;
  if (decision.outcome === "allowed") {
    const changes = judgement.changes.map((change) =>
      change.change === "invitation.create" ? { ...change, asked: id } : change,
    );
    return {
      changes: [...changes, { change: "request.end", id, status: "granted" }],
      granted: { requester, agreed: theirs.agreed.map(({ user }) => user), by: decision.by, changes },
    };
  }
  const impossible = decision.reasons.filter(({ needs }) => needs !== "approval");
  if (impossible.length > 0) return { refusals: impossible.map((reason) => ofRequester(person, reason)) };
  const before = judge(asRequester(facts, request, person, agreements.slice(0, -1)), act);
  return missing(judgement) < missing(before) ? {} : { refusals: [notAsked] };
}

/** How many agreements an act lacks that lacks nothing else. */
const missing = ({ decision }: Judgement) =>
  decision.outcome === "allowed" ? 0 : decision.reasons.reduce((sum, { more = 1 }) => sum + more, 0);

const notAsked: Refusal = {
  code: "not_a_reviewer",
  limit: "approval",
  message: "Your agreement is not among those that are asked for.",
};

/** What the requester would be told. Nobody else can bring what it lacks. */
export function ofRequester({ name }: Person, { message, ...reason }: Refusal): Refusal {
  return { ...reason, message: `${name} would be refused now: ${message}` };
}

/** As for somebody who has never heard of it: withdrawing is for whoever asked. */
export function withdraw(facts: Facts, { request: id }: ActOf<"withdraw">): Proposal {
  const { person } = asker(facts.actor);
  if (facts.requests?.get(id)?.requester !== person.user) unknown();
  const request = openRequest(facts, id);
  return { changes: [{ change: "request.end", id: request.id, status: "cancelled" }], steps: [] };
}

function asker(actor: Actor) {
  if (actor.kind !== "delegate" || actor.session === null) {
    return refuse("nobody", "tenant", "Only a person can ask and answer.");
  }
  return { person: actor.person, session: actor.session };
}

const unknown = () => refuse("unknown_request", "tenant", "There is no such request here.");

const ended = {
  granted: "has been granted",
  refused: "has been refused",
  cancelled: "has been withdrawn",
  expired: "has expired",
};

function openRequest(facts: Facts, id: string): Request {
  const request = facts.requests?.get(id) ?? unknown();
  const { status } = request;
  if (status !== "open") refuse(`request_${status}`, "request", `This request ${ended[status]}.`);
  if (!isToCome(facts, request.expires)) refuse("request_expired", "request", "This request has expired.");
  return request;
}

export const grantsOf = (act: AskedAct): readonly Grant[] =>
  act.act === "invite" ? act.invitation.grants : act.grant;

/** The same role at the same place for the same person. */
function asksTheSame(one: Pick<Request, "kind" | "act">, other: Pick<Request, "kind" | "act">): boolean {
  const roles = new Set(grantsOf(one.act).map(({ role, place }) => roleAt(role, place)));
  return (
    one.kind === other.kind &&
    subjectOf(one.act) === subjectOf(other.act) &&
    grantsOf(other.act).some(({ role, place }) => roles.has(roleAt(role, place)))
  );
}

const subjectOf = (act: AskedAct) => (act.act === "invite" ? act.invitation.email : act.user);
