import { gains } from "./gains.js";
import { lastsUntil, unended } from "./holdings.js";
import { isOpen } from "./tally.js";
import type { Facts, Grant, Refusal } from "./types.js";

/**
 * What no act may break, an operator's neither: each compares the facts before and after, and refuses only what the
 * act makes worse. The database checks the same once more at commit.
 */
type Guardrail = (before: Facts, after: Facts) => Refusal | null;

const refusal = (code: string, message: string, role?: string): Refusal => ({
  code,
  limit: "guardrail",
  message,
  ...(role !== undefined && { role }),
});
const nameOf = ({ roles }: Facts, role: string) => roles.get(role)?.name ?? "a role";

export const leastHoldersRemain: Guardrail = (before, after) => {
  for (const { role, count, binds } of before.guardrails.least) {
    const was = before.counts.lasting.get(role) ?? 0;
    const is = after.counts.lasting.get(role) ?? 0;
    if ((binds || was >= count) && is < count && is < was) {
      const least = count > 1 ? `: at least ${count}` : "";
      const message = `Somebody must remain who holds ${nameOf(before, role)} without an end${least}.`;
      return refusal("least_holders", message, role);
    }
  }
  return null;
};

export const seatsSuffice: Guardrail = (before, after) => {
  const { seats } = before.guardrails;
  return seats !== null && after.counts.seats > seats && after.counts.seats > before.counts.seats
    ? refusal("seats_full", `All ${seats} seats are taken.`)
    : null;
};

export const mostHoldersIsKept: Guardrail = (before, after) => {
  for (const { role, count } of before.guardrails.most) {
    const was = before.counts.holders.get(role) ?? 0;
    const is = after.counts.holders.get(role) ?? 0;
    if (is > count && is > was) {
      return refusal("most_holders", `All ${count} places for ${nameOf(before, role)} are taken.`, role);
    }
  }
  return null;
};

export const exclusiveRolesStayApart: Guardrail = (before, after) => {
  for (const roles of before.guardrails.exclusive) {
    for (const { all, added } of whatIsAdded(before, after)) {
      const together = new Set(all.map(({ role }) => role).filter((role) => roles.has(role)));
      if (together.size > 1 && added.some(({ role }) => roles.has(role))) {
        const names = new Intl.ListFormat("en").format([...roles].map((role) => nameOf(before, role)));
        return {
          ...refusal("exclusive_roles", `One person must not hold ${names} together.`),
          names: [...roles],
        };
      }
    }
  }
  return null;
};

export const ceilingIsKept: Guardrail = (before, after) => {
  const { ceiling } = before.guardrails;
  if (ceiling === null) return null;
  const exceeds = ({ role }: Grant) => {
    const gives = before.roles.get(role)?.gives;
    return gives === undefined || [...gives].some((each) => !ceiling.has(each));
  };
  const above = [
    ...whatIsAdded(before, after).flatMap(({ added }) => added),
    ...whatIsGained(before, after),
  ].find(exceeds);
  if (above === undefined) return null;
  const message = `${nameOf(before, above.role)} allows more than anybody may have here.`;
  return refusal("above_ceiling", message, above.role);
};

/**
 * For each person and invitation that the act changes: all they hold or promise afterwards, and what of it is new or
 * lasts longer. Who comes back from a suspension is given everything anew; so is an invitation that is renewed.
 */
function whatIsAdded(before: Facts, after: Facts): { all: readonly Grant[]; added: readonly Grant[] }[] {
  const { now } = before;
  const people = [...after.people.values()].flatMap((person) => {
    const was = before.people.get(person.user);
    if (was === person) return [];
    const comesBack = was?.status === "suspended" && person.status === "active";
    const had = was && !comesBack ? unended(was, now) : [];
    const all = unended(person, now);
    return [{ all, added: all.filter((each) => !had.some((other) => isWithin(each, other))) }];
  });
  const invitations = [...after.invitations.values()].flatMap((each) => {
    const isPromised = before.invitations.get(each.id) !== each && isOpen(each, now);
    return isPromised ? [{ all: each.grants, added: each.grants }] : [];
  });
  return [...people, ...invitations];
}

/** Rule 7: taking one role can bring back what it had suppressed, and so give it. */
const whatIsGained = (before: Facts, after: Facts): readonly Grant[] =>
  [...after.people.values()].flatMap((person) => {
    const was = before.people.get(person.user);
    return was && was !== person ? gains(before, was, person, new Set()) : [];
  });

const isWithin = (grant: Grant, held: Grant) =>
  grant.role === held.role && grant.place === held.place && lastsUntil(held, grant.ends);

export const guardrails: readonly Guardrail[] = [
  leastHoldersRemain,
  seatsSuffice,
  mostHoldersIsKept,
  exclusiveRolesStayApart,
  ceilingIsKept,
];
