import { lastsUntil } from "./holdings.js";
import { inviterOf } from "./resolve.js";
import { recounted, tally } from "./tally.js";
import type { Assignment, Change, Facts, Invitation, Person, Request } from "./types.js";

/**
 * The facts after some changes: what the post-image is judged on, what the next row of a bulk starts from, and how
 * the guard is explored without a database. The SQL function `apply_changes` does the same to the tables.
 */
export function apply(facts: Facts, changes: readonly Change[]): Facts {
  const { now, actor } = facts;
  const people = new Map(facts.people);
  const invitations = new Map(facts.invitations);
  const requests = new Map(facts.requests);
  let grants = 0;

  const changePerson = (user: string, change: (person: Person) => Partial<Person>) => {
    const person = people.get(user);
    const version = (facts.people.get(user)?.version ?? 0) + 1;
    if (person) people.set(user, { ...person, ...change(person), version });
  };
  const changeAssignments = (user: string, change: (held: readonly Assignment[]) => readonly Assignment[]) =>
    changePerson(user, ({ assignments }) => ({ assignments: change(assignments) }));
  const changeInvitation = (id: string, change: Partial<Invitation>) => {
    const invitation = invitations.get(id);
    if (invitation) invitations.set(id, { ...invitation, ...change });
  };
  const changeRequest = (id: string, change: (request: Request) => Partial<Request>) => {
    const request = requests.get(id);
    if (request) requests.set(id, { ...request, ...change(request) });
  };

  for (const each of changes) {
    switch (each.change) {
      case "membership.create":
        changePerson(each.user, () => ({ status: "active", assignments: [] }));
        break;
      case "membership.status":
        changePerson(each.user, () => ({ status: each.status }));
        break;
      case "membership.profile":
        changePerson(each.user, ({ name }) => ({ name: each.profile["name"] ?? name }));
        break;
      case "membership.attributes":
        changePerson(each.user, ({ attributes }) => ({ attributes: merged(attributes, each.attributes) }));
        break;
      case "membership.remove":
        changePerson(each.user, () => ({ status: "absent", assignments: [] }));
        break;
      case "assignment.create": {
        const { role, place, ends } = each;
        changeAssignments(each.user, (held) => [...held, { role, place, begins: now, ends }]);
        grants += 1;
        break;
      }
      case "assignment.move-end":
        changeAssignments(each.user, (held) =>
          held.map((assignment) => {
            if (!isThat(assignment, each)) return assignment;
            if (!lastsUntil(assignment, each.ends)) grants += 1;
            return { ...assignment, ends: each.ends };
          }),
        );
        break;
      case "assignment.end":
        changeAssignments(each.user, (held) => held.filter((assignment) => !isThat(assignment, each)));
        break;
      case "invitation.create": {
        const { id, email, grants: promised, expires, asked } = each;
        const request = asked === undefined ? undefined : requests.get(asked);
        const inviter = request ? { kind: "delegate" as const, user: request.requester } : inviterOf(actor);
        if (inviter) {
          const status = "open";
          const agreed = request?.agreed ?? [];
          invitations.set(id, {
            id,
            email,
            grants: promised,
            inviter,
            inviterStands: true,
            expires,
            status,
            agreed,
          });
        }
        grants += promised.length;
        break;
      }
      case "invitation.renew":
        changeInvitation(each.id, { expires: each.expires });
        break;
      case "invitation.end":
        changeInvitation(each.id, { status: each.status });
        break;
      case "request.create":
        requests.set(each.request.id, { ...each.request, agreed: [], status: "open", grantsLastHour: 0 });
        break;
      case "request.review":
        if (each.agrees) {
          changeRequest(each.id, ({ agreed }) => ({ agreed: [...agreed, each.agreement] }));
        }
        break;
      case "request.end":
        changeRequest(each.id, () => ({ status: each.status }));
        break;
    }
  }

  // An invitation counted as grants when it was sent; accepting it counts nothing more. What others agreed to counts
  // for whoever asked.
  const isForOthers = changes.some(
    (each) =>
      (each.change === "invitation.end" && each.status === "accepted") ||
      (each.change === "request.end" && requests.get(each.id)?.kind === "approval"),
  );
  const counts = recounted(
    facts.counts,
    tally(facts.people, facts.invitations, now),
    tally(people, invitations, now),
  );
  const person = actor.kind === "delegate" ? people.get(actor.person.user) : undefined;
  return {
    ...facts,
    actor: actor.kind === "delegate" && person ? { ...actor, person } : actor,
    people,
    invitations,
    requests,
    counts: { ...counts, grantsLastHour: counts.grantsLastHour + (isForOthers ? 0 : grants) },
  };
}

const isThat = (one: Pick<Assignment, "role" | "place">, other: Pick<Assignment, "role" | "place">) =>
  one.role === other.role && one.place === other.place;

/** `null` clears an attribute. */
const merged = (attributes: Person["attributes"], edits: Person["attributes"]) =>
  Object.fromEntries(Object.entries({ ...attributes, ...edits }).filter(([, value]) => value !== null));
