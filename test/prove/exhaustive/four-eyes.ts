import type { Delegation, Facts, Person, Request } from "../../../src/api/delegation/types.js";
import type { Looked } from "./invariants.js";
import { given, isStanding } from "./what-is-given.js";

/** Section 5: what needs the agreement of others, and what is asked of them. */
export const fourEyes: Readonly<Record<string, (on: Looked) => boolean>> = {
  "what needs agreement is given by as many others as must agree": ({ transition }) => {
    const { giver, agreed, before, after } = transition;
    if (giver === null) return true;
    return given(before, after).every(({ role, whom }) => {
      const asking = fewest(before, giver, role);
      const others = new Set(
        agreed.filter((name) => mayAgree(before, name, giver, whom, role, asking.reviewers)),
      );
      return others.size >= asking.count;
    });
  },

  "what is given is what was asked for": ({ transition: { act, before, after, to, asked } }) => {
    if (act.act !== "review") return true;
    const request = before.requests?.get(act.request);
    if (!request) return false;
    const gained = given(before, after);
    const grants = request.act.act === "invite" ? request.act.invitation.grants : request.act.grant;
    const whom = request.act.act === "invite" ? request.act.invitation.email : request.act.user;
    const isThat = gained.every(
      (one) =>
        one.whom === whom &&
        grants.some(({ role, place, ends }) => role === one.role && place === one.place && ends === one.ends),
    );
    const touched = [...after.people.values()].filter((one) => before.people.get(one.user) !== one);
    return isThat && touched.every(({ user }) => user === whom) && (asked === null || to !== null);
  },

  "an agreement changes nothing else, and what was asked for stays as it was": ({ transition }) => {
    const { act, before, after } = transition;
    if (act.act !== "review") return true;
    const [was, is] = [before.requests?.get(act.request), after.requests?.get(act.request)];
    return (
      was !== undefined &&
      is !== undefined &&
      was.status === "open" &&
      JSON.stringify(payloadOf(was)) === JSON.stringify(payloadOf(is)) &&
      (act.agrees || given(before, after).length === 0)
    );
  },

  "nobody answers what they asked for": ({ transition: { act, before } }) => {
    if (act.act !== "review" || before.actor.kind !== "delegate") return act.act !== "review";
    const request = before.requests?.get(act.request);
    return request !== undefined && request.requester !== before.actor.person.user;
  },

  "nobody agrees to what is for themselves": ({ transition: { act, before } }) => {
    if (act.act !== "review" || !act.agrees || before.actor.kind !== "delegate") return true;
    const asked = before.requests?.get(act.request)?.act;
    const { user, email } = before.actor.person;
    return asked?.act === "invite" ? asked.invitation.email !== email : asked?.user !== user;
  },

  "only who asked withdraws": ({ transition: { act, before } }) =>
    act.act !== "withdraw" ||
    (before.actor.kind === "delegate" &&
      before.requests?.get(act.request)?.requester === before.actor.person.user),
};

const payloadOf = ({ id, kind, requester, act, justification, expires }: Request) => [
  ...[id, kind, requester, act],
  ...[justification, expires],
];

/** How many must agree at least, by the one of the giver's delegations that asks least. */
function fewest({ delegations }: Facts, giver: Person, role: string) {
  const carried = giver.assignments.filter(isStanding).map((one) => one.role);
  const asking = delegations
    .filter((each) => carried.includes(each.role) && each.roles.ids.has(role))
    .map((each) => asked(each, role))
    .sort((one, other) => one.count - other.count);
  return asking[0] ?? { count: 0, reviewers: new Set<string>() };
}

function asked({ approval }: Delegation, role: string) {
  const about = approval.filter(({ roles }) => roles.has(role));
  return {
    count: Math.max(0, ...about.map(({ count }) => count)),
    reviewers: new Set(about.flatMap(({ reviewers }) => [...reviewers])),
  };
}

/** Another than who gives and who is given, here and active, who may review for that role and is named to. */
function mayAgree(
  { people, delegations }: Facts,
  name: string,
  giver: Person,
  whom: string,
  role: string,
  reviewers: ReadonlySet<string>,
): boolean {
  const person = people.get(name);
  if (!person || person.status !== "active") return false;
  if (person.user === giver.user || person.user === whom || person.email === whom) return false;
  const carried = person.assignments.filter(isStanding).map((one) => one.role);
  return (
    carried.some((one) => reviewers.has(one)) &&
    delegations.some(
      (each) => carried.includes(each.role) && each.verbs.has("request.review") && each.roles.ids.has(role),
    )
  );
}
