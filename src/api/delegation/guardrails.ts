import type { Facts, Invitation, Person, Refusal } from "./types.js";

/**
 * What no act may break, an operator's neither: each compares the facts before and after, and refuses only what the
 * act makes worse. The database checks the same once more at commit.
 */
type Guardrail = (before: Facts, after: Facts) => Refusal | null;

export const leastHoldersRemain: Guardrail = (before, after) => {
  for (const { role, count, binds } of before.guardrails.least) {
    const [was, is] = [before.counts.lasting.get(role) ?? 0, after.counts.lasting.get(role) ?? 0];
    if ((binds || was >= count) && is < count && is < was) {
      return {
        code: "least_holders",
        limit: "guardrail",
        role,
        message: `Somebody must remain who holds ${nameOf(before, role)} without an end${count > 1 ? `: at least ${count}` : ""}.`,
      };
    }
  }
  return null;
};

export const seatsSuffice: Guardrail = (before, after) => {
  const { seats } = before.guardrails;
  return seats !== null && after.counts.seats > seats && after.counts.seats > before.counts.seats
    ? { code: "seats_full", limit: "guardrail", message: `All ${seats} seats are taken.` }
    : null;
};

export const mostHoldersIsKept: Guardrail = (before, after) => {
  for (const { role, count } of before.guardrails.most) {
    const [was, is] = [before.counts.holders.get(role) ?? 0, after.counts.holders.get(role) ?? 0];
    if (is > count && is > was) {
      const message = `All ${count} places for ${nameOf(before, role)} are taken.`;
      return { code: "most_holders", limit: "guardrail", role, message };
    }
  }
  return null;
};

export const exclusiveRolesStayApart: Guardrail = (before, after) => {
  for (const roles of before.guardrails.exclusive) {
    for (const { had, has } of changedPromises(before, after)) {
      const together = has.filter((role) => roles.has(role));
      if (together.length > 1 && together.some((role) => !had.has(role))) {
        const names = [...roles].map((role) => nameOf(before, role));
        const message = `One person must not hold ${new Intl.ListFormat("en").format(names)} together.`;
        return { code: "exclusive_roles", limit: "guardrail", message };
      }
    }
  }
  return null;
};

export const ceilingIsKept: Guardrail = (before, after) => {
  const { ceiling } = before.guardrails;
  if (ceiling === null) return null;
  const exceeds = (role: string) =>
    [...(before.roles.get(role)?.gives ?? [])].some((each) => !ceiling.has(each));
  for (const { had, has } of changedPromises(before, after)) {
    const above = has.find((role) => !had.has(role) && exceeds(role));
    if (above !== undefined) {
      const message = `${nameOf(before, above)} allows more than anybody may have here.`;
      return { code: "above_ceiling", limit: "guardrail", role: above, message };
    }
  }
  return null;
};

/** Roles that each changed person holds or will hold, and each changed invitation promises, before and after. */
function changedPromises(
  before: Facts,
  after: Facts,
): { had: ReadonlySet<string>; has: readonly string[] }[] {
  const held = (person: Person | undefined) =>
    (person?.assignments ?? [])
      .filter(({ ends }) => ends === null || before.now < ends)
      .map(({ role }) => role);
  const promised = (invitation: Invitation | undefined) =>
    invitation?.status === "open" ? invitation.grants.map(({ role }) => role) : [];
  const people = [...after.people.values()].filter((person) => before.people.get(person.user) !== person);
  const invitations = [...after.invitations.values()].filter(
    (each) => before.invitations.get(each.id) !== each,
  );
  return [
    ...people.map((person) => ({
      had: new Set(held(before.people.get(person.user))),
      has: [...new Set(held(person))],
    })),
    ...invitations.map((each) => ({
      had: new Set(promised(before.invitations.get(each.id))),
      has: [...new Set(promised(each))],
    })),
  ];
}

const nameOf = ({ roles }: Facts, role: string) => roles.get(role)?.name ?? "a role";

export const guardrails: readonly Guardrail[] = [
  leastHoldersRemain,
  seatsSuffice,
  mostHoldersIsKept,
  exclusiveRolesStayApart,
  ceilingIsKept,
];
