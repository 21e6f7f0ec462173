import type { Assignment, Change, Facts, Invitation, Person } from "./types.js";

/**
 * The facts after some changes: what the post-image is judged on, what the next row of a bulk starts from, and how
 * the guard is explored without a database. The SQL function `apply_changes` does the same to the tables.
 */
export function apply(facts: Facts, changes: readonly Change[]): Facts {
  const people = new Map(facts.people);
  const invitations = new Map(facts.invitations);
  const counts = {
    ...facts.counts,
    holders: new Map(facts.counts.holders),
    lasting: new Map(facts.counts.lasting),
  };

  // An invitation counted as grants when it was sent; accepting it counts nothing more.
  const accepting = changes.some((each) => each.change === "invitation.end" && each.status === "accepted");
  const countGrants = (by: number) => (counts.grantsLastHour += accepting ? 0 : by);
  const countHolder = (role: string, by: number) =>
    counts.holders.set(role, (counts.holders.get(role) ?? 0) + by);
  const takesSeat = (invitation: Invitation) =>
    invitation.status === "open" &&
    facts.now < invitation.expires &&
    ![...people.values()].some(({ email, status }) => email === invitation.email && status !== "absent");

  const changePerson = (user: string, change: (person: Person) => Person) => {
    const before = people.get(user);
    if (!before) return;
    const after = { ...change(before), version: before.version + 1 };
    const waiting = [...invitations.values()].filter(({ email }) => email === before.email);
    counts.seats -= waiting.filter(takesSeat).length + seat(before);
    people.set(user, after);
    counts.seats += waiting.filter(takesSeat).length + seat(after);
    for (const role of new Set([...before.assignments, ...after.assignments].map((each) => each.role))) {
      countHolder(role, Number(willHold(facts, after, role)) - Number(willHold(facts, before, role)));
      const lasting =
        Number(holdsLastingly(facts, after, role)) - Number(holdsLastingly(facts, before, role));
      counts.lasting.set(role, (counts.lasting.get(role) ?? 0) + lasting);
    }
  };
  const changeInvitation = (before: Invitation | undefined, after: Invitation) => {
    for (const [each, sign] of [
      [before, -1],
      [after, 1],
    ] as const) {
      if (!each) continue;
      const open = each.status === "open" && facts.now < each.expires;
      counts.seats += takesSeat(each) ? sign : 0;
      counts.openInvitations += open ? sign : 0;
      if (open) for (const role of new Set(each.grants.map((grant) => grant.role))) countHolder(role, sign);
    }
    invitations.set(after.id, after);
  };
  const changeAssignments = (user: string, change: (held: readonly Assignment[]) => readonly Assignment[]) =>
    changePerson(user, (person) => ({ ...person, assignments: change(person.assignments) }));

  for (const each of changes) {
    switch (each.change) {
      case "membership.create":
        changePerson(each.user, (person) => ({ ...person, status: "active", assignments: [] }));
        break;
      case "membership.status":
        changePerson(each.user, (person) => ({ ...person, status: each.status }));
        break;
      case "membership.profile":
        changePerson(each.user, (person) => ({ ...person, name: each.profile.name ?? person.name }));
        break;
      case "membership.attributes":
        changePerson(each.user, (person) => ({
          ...person,
          attributes: { ...person.attributes, ...each.attributes },
        }));
        break;
      case "membership.remove":
        changePerson(each.user, (person) => ({ ...person, status: "absent", assignments: [] }));
        break;
      case "assignment.create": {
        const { role, place, ends } = each;
        changeAssignments(each.user, (held) => [...held, { role, place, begins: facts.now, ends }]);
        countGrants(1);
        break;
      }
      case "assignment.move-end": {
        const isLater = (from: number | null) => from !== null && (each.ends === null || each.ends > from);
        changeAssignments(each.user, (held) =>
          held.map((assignment) => {
            if (assignment.role !== each.role || assignment.place !== each.place) return assignment;
            if (isLater(assignment.ends)) countGrants(1);
            return { ...assignment, ends: each.ends };
          }),
        );
        break;
      }
      case "assignment.end":
        changeAssignments(each.user, (held) =>
          held.filter(({ role, place }) => role !== each.role || place !== each.place),
        );
        break;
      case "invitation.create": {
        const { id, email, grants, expires } = each;
        const inviter = inviterOf(facts);
        if (inviter)
          changeInvitation(undefined, {
            id,
            email,
            grants,
            inviter,
            inviterStands: true,
            expires,
            status: "open",
          });
        countGrants(grants.length);
        break;
      }
      case "invitation.renew":
      case "invitation.end": {
        const before = invitations.get(each.id);
        if (!before) break;
        changeInvitation(
          before,
          each.change === "invitation.renew"
            ? { ...before, expires: each.expires }
            : { ...before, status: each.status },
        );
        break;
      }
    }
  }
  return { ...facts, people, invitations, counts };
}

const seat = (person: Person) => (person.status === "absent" ? 0 : 1);

const willHold = ({ now }: Facts, person: Person, role: string) =>
  person.assignments.some((each) => each.role === role && (each.ends === null || now < each.ends));

/** Counts towards the least holders of a role. */
const holdsLastingly = ({ now }: Facts, person: Person, role: string) =>
  person.status === "active" &&
  person.known &&
  person.assignments.some((each) => each.role === role && each.begins <= now && each.ends === null);

function inviterOf({ actor }: Facts): Invitation["inviter"] | null {
  if (actor.kind === "delegate") return { kind: "delegate", user: actor.person.user };
  if (actor.kind === "operator") return { kind: "operator", apiKey: actor.apiKey };
  return null;
}
