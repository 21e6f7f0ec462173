import { asRequester, grantsOf, ofRequester } from "../delegation/propose-request.js";
import type { AskedAct, Judgement, Place, Refusal } from "../delegation/types.js";
import { viewInstance } from "../people/instance-view.js";
import { rolesThatReview, whoCouldReview } from "../people/reviewers.js";
import { judging, type Context } from "../request-context.js";
import { reasonsOf, toReason } from "../settle.js";
import { instancesBy } from "../store/instances.js";
import type { RequestRecord } from "../store/requests.js";
import type { Reason } from "../wire.js";
import type { AccessRequest } from "./contract.js";

/** Requests as this actor may see them: roles that the element does not show are counted, never named. */
export async function viewRequests(
  context: Context,
  requests: readonly RequestRecord[],
): Promise<AccessRequest[]> {
  const places = requests.flatMap(({ act }) => rolesNamed(act).flatMap(({ place }) => place ?? []));
  const instances = await instancesBy(context.trx, [...new Set(places)]);
  const instanceAt = (place: Place) => {
    const found = place === null ? undefined : instances.get(place);
    return found
      ? viewInstance(found)
      : place && { key: place, type: "", type_name: "", name: "Something that is gone" };
  };
  const { visible, claims } = context;
  return Promise.all(
    requests.map(async (request) => {
      const { id, kind, act, requester, reviews } = request;
      const isOpen = statusOf(context, request) === "open";
      const state = isOpen ? stateOf(context, request) : { missing: null, impossible: null, roles: [] };
      const revokes = act.act === "invite" ? [] : act.revoke;
      const shown = <T extends { role: string; place: Place }>(all: readonly T[]) =>
        all.filter(({ role }) => visible.has(role));
      return {
        id,
        kind,
        status: statusOf(context, request),
        requester: personOf(context, requester, request.requesterName),
        subject: subjectOf(context, request),
        grants: shown(grantsOf(act)).map(({ role, place, ends }) => ({
          role,
          instance: instanceAt(place) || null,
          ends_at: iso(ends),
        })),
        revokes: shown(revokes).map(({ role, place }) => ({ role, instance: instanceAt(place) || null })),
        masked_roles: rolesNamed(act).filter(({ role }) => !visible.has(role)).length,
        justification: request.justification,
        created_at: new Date(request.created).toISOString(),
        expires_at: new Date(request.expires).toISOString(),
        ended_at: iso(request.ended),
        reviews: reviews.map(({ reviewer, name, agrees, note, at }) => ({
          name,
          you: reviewer === claims.user,
          agrees,
          note,
          at: new Date(at).toISOString(),
        })),
        missing: state.missing,
        reviewers: isOpen
          ? await whoCouldReview(context, state.roles, [
              claims.user,
              requester,
              ...(act.act === "change-roles" ? [act.user] : []),
              ...request.agreed.map(({ reviewer }) => reviewer),
            ])
          : null,
        cannot_be_granted: state.impossible && toReason(state.impossible),
        refused: refusedTo(context, request),
      };
    }),
  );
}

const iso = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString());

const rolesNamed = (act: AskedAct): readonly { role: string; place: Place }[] =>
  act.act === "invite" ? grantsOf(act) : [...act.grant, ...act.revoke];

/** What has run out but is not swept yet has run out. */
const statusOf = ({ facts }: Context, { status, expires }: RequestRecord) =>
  status === "open" && expires <= facts.now ? "expired" : status;

function personOf({ people, claims }: Context, user: string, name: string) {
  const person = people.get(user);
  return { user, name: person?.name ?? name, email: person?.email ?? null, you: user === claims.user };
}

function subjectOf(context: Context, { act }: RequestRecord) {
  if (act.act === "change-roles") return personOf(context, act.user, "Somebody who is gone");
  const { email } = act.invitation;
  return { user: null, name: email, email, you: false };
}

/** Whether this actor may know of a request: whoever asked, whoever has answered, and whoever may answer. */
export function isForEyesOf(context: Context, request: RequestRecord): boolean {
  const { user } = context.claims;
  if (request.requester === user || request.reviews.some(({ reviewer }) => reviewer === user)) return true;
  const asIfOpen = { ...request, status: "open" as const, expires: context.facts.now + 1, agreed: [] };
  const facts = { ...context.facts, requests: new Map([[request.id, asIfOpen]]) };
  const judgement = judging(facts)({ act: "review", request: request.id, agrees: false });
  return reasonsOf(judgement).every(({ needs }) => needs === "justification");
}

function refusedTo(context: Context, { id, requester }: RequestRecord): AccessRequest["refused"] {
  const firstReason = (act: Parameters<Context["judge"]>[0]): Reason | undefined => {
    const reasons = reasonsOf(judging(context.facts, context.visible)(act));
    // A justification is asked for when it comes to it; it makes nothing impossible.
    const reason = reasons.find(({ needs }) => needs !== "justification");
    return reason && toReason(reason);
  };
  const agree = firstReason({ act: "review", request: id, agrees: true });
  const refuse = firstReason({ act: "review", request: id, agrees: false });
  const withdraw =
    requester === context.claims.user ? firstReason({ act: "withdraw", request: id }) : notYours;
  return { ...(agree && { agree }), ...(refuse && { refuse }), ...(withdraw && { withdraw }) };
}

const notYours: Reason = {
  code: "not_your_request",
  limit: "request",
  message: "Only whoever has asked can withdraw it.",
};

/** How many must still agree and which roles they hold, or why nobody's agreement would help. */
function stateOf(context: Context, request: RequestRecord) {
  const { facts, visible, people } = context;
  const asked = grantsOf(request.act).map(({ role }) => role);
  const person = people.get(request.requester);
  if (person?.status !== "active") return { missing: null, impossible: requesterGone, roles: [] };
  if (request.kind === "access") {
    return { missing: 1, impossible: null, roles: rolesThatReview(facts, asked) };
  }
  const theirs = asRequester(facts, request, person, request.agreed);
  const email = request.act.act === "invite" ? request.act.invitation.email : undefined;
  const judgement: Judgement = judging(theirs, visible)(request.act, email === undefined ? {} : { email });
  const reasons = reasonsOf(judgement);
  const impossible = reasons.find(({ needs }) => needs !== "approval");
  if (impossible) return { missing: null, impossible: ofRequester(person, impossible), roles: [] };
  const named = reasons.flatMap(({ reviewers }) => reviewers ?? rolesThatReview(facts, asked));
  return {
    missing: reasons.reduce((sum, { more = 1 }) => sum + more, 0),
    impossible: null,
    roles: [...new Set(named)],
  };
}

const requesterGone: Refusal = {
  code: "requester_gone",
  limit: "request",
  message: "Whoever asked for this has no active place here any more.",
};
