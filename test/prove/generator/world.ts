import {
  verbs as VERBS,
  type Agreement,
  type AskedIn,
  type Assignment,
  type Derivation,
  type Facts,
  type Invitation,
  type Person,
  type Role,
} from "../../../src/api/delegation/types.js";
import type { Choices } from "./choices.js";
import { delegations } from "./delegations.js";
import { NOW, addresses, ends, people, permissions, places, roles } from "./universe.js";

/** A state of one small tenant, and somebody who acts in it. Who acts is u0 unless it is an operator. */
export function world(
  pick: Choices,
): Omit<Facts, "actor"> & { actor: Extract<Facts["actor"], { kind: "delegate" }> } {
  const known = pick.rarely(30) ? roles.slice(0, 4) : roles;
  const documents = pick.rarely(3);
  const resources = new Map(
    known.map((id) => [id, documents && !pick.rarely(id === "r0" ? 2 : 4) ? "doc" : null]),
  );
  const derived = !pick.rarely(4) ? derivations(pick, resources) : [];
  const all = new Map(known.map((id) => [id, role(pick, id, resources.get(id) ?? null)]));
  countInFull(all, derived);
  const persons = people.map((user, i) => person(pick, user, i, resources));
  const invitation = invitationOf(pick, resources);
  return {
    now: NOW,
    tenant: { id: "t", active: !pick.rarely(120) },
    actor: {
      kind: "delegate",
      person: persons[0]!,
      session: { tenant: pick.rarely(120) ? "t2" : "t", ...askedIn(pick) },
    },
    roles: all,
    delegations: delegations(pick),
    derivations: derived,
    guardrails: {
      seats: pick.rarely(6) ? 5 : null,
      least: pick.few(known, 10).map((id) => ({ role: id, count: 1, binds: !pick.rarely(4) })),
      most: pick.few(known, 15).map((id) => ({ role: id, count: 2 })),
      exclusive: pick.rarely(5) ? [new Set(pick.rarely(4) ? ["r1", "r2", "r3"] : ["r1", "r2"])] : [],
      ceiling: pick.rarely(10) ? new Set(pick.most(permissions, 4)) : null,
    },
    people: new Map(persons.map((one) => [one.user, one])),
    invitations: new Map([[invitation.id, invitation]]),
    ...(pick.rarely(20) ? {} : { places: new Set(pick.most(places, 15)) }),
    counts: {
      seats: 4 + pick.below(3),
      openInvitations: 1 + pick.below(3),
      grantsLastHour: pick.below(3),
      bulk: 1 + pick.below(3),
      holders: counted(
        persons,
        pick,
        (p) => p.status !== "absent",
        () => true,
      ),
      lasting: counted(
        persons,
        pick,
        (p) => p.status === "active" && p.known,
        (a) => a.begins <= NOW && a.ends === null,
      ),
    },
    suspended: {
      passingOn: new Set(pick.few(roles, 10).flatMap((by) => pick.few(roles, 3).map((id) => `${by} ${id}`))),
      attributes: new Set(pick.few(["team", "site"], 12)),
    },
    attributeKeys: new Set(pick.most(["team", "site"], 12)),
    justification: pick.one([null, null, "because", " "]),
  };
}

type Resources = ReadonlyMap<string, string | null>;

function role(pick: Choices, id: string, resource: string | null): Role {
  const own = new Set(id === "r0" ? pick.most(permissions, 5) : pick.few(permissions, 3));
  const more = pick.few(permissions, 12);
  const tier = pick.one(["red", "blue", undefined]);
  return {
    id,
    name: id,
    resource,
    attributes: tier === undefined ? {} : { tier },
    permissions: own,
    gives: new Set([...own, ...more]),
  };
}

/** A role gives whatever follows from it. */
function countInFull(all: Map<string, Role>, derived: readonly Derivation[]) {
  for (let round = 0; round < all.size; round++) {
    for (const { role: id, from } of derived) {
      const [to, of] = [all.get(from), all.get(id)];
      if (to && of) all.set(from, { ...to, gives: new Set([...to.gives, ...of.gives]) });
    }
  }
}

/** Also in circles, and also from nothing that anybody holds. */
function derivations(pick: Choices, resources: Resources): Derivation[] {
  const onDocs = [...resources].filter(([, resource]) => resource === "doc").map(([id]) => id);
  if (onDocs.length < 2) return [];
  return Array.from({ length: 1 + pick.below(2) }, () => {
    const from = pick.one(onDocs);
    const [a, b] = pick.rarely(3) ? [places[1], places[0]] : [places[0], places[1]];
    const links = [{ subject: a, object: pick.rarely(4) ? a : b }];
    return { role: pick.one(onDocs.filter((id) => id !== from)), from, links, unlessDirect: pick.rarely(2) };
  });
}

function person(pick: Choices, user: string, i: number, resources: Resources): Person {
  const absent = i > 0 && pick.rarely(i === 3 ? 2 : 6);
  const actor = i === 0;
  return {
    user,
    name: user,
    email: pick.rarely(12) ? pick.one([null, ...addresses]) : addresses[i]!,
    emailVerified: !pick.rarely(5),
    status: absent ? "absent" : pick.rarely(actor ? 80 : 6) ? "suspended" : "active",
    known: !pick.rarely(4),
    attributes: absent ? {} : { team: pick.one(["red", "blue"]) },
    assignments: absent ? [] : assignments(pick, actor, resources),
    version: 1,
  };
}

function assignments(pick: Choices, actor: boolean, resources: Resources): Assignment[] {
  const made: Assignment[] = [];
  const add = (one: Assignment) =>
    made.some((a) => a.role === one.role && a.place === one.place) || made.push(one);
  if (actor) add(assignment(pick, "r0", resources, true));
  for (let n = pick.below(3); n > 0; n--) add(assignment(pick, pick.one([...resources.keys()]), resources));
  return made;
}

function assignment(pick: Choices, id: string, resources: Resources, first = false): Assignment {
  const begins = !first && pick.rarely(6) ? NOW + 10 : pick.one([NOW - 5, NOW]);
  const end = pick.rarely(40) ? NOW : pick.rarely(3) ? pick.one(ends) : null;
  return {
    role: id,
    place: placeFor(pick, id, resources),
    begins,
    ends: end !== null && end <= begins ? null : end,
  };
}

export const placeFor = (pick: Choices, id: string, resources: Resources) =>
  (resources.get(id) ?? null) === null ? null : pick.one(places);

function invitationOf(pick: Choices, resources: Resources): Invitation {
  return {
    id: "i0",
    email: pick.one([addresses[3], addresses[3], addresses[1]]),
    grants: pick.few([...resources.keys()], 2).map((id) => ({
      role: id,
      place: placeFor(pick, id, resources),
      ends: pick.rarely(60) ? NOW : pick.one(ends),
    })),
    inviter: pick.rarely(5) ? { kind: "operator", apiKey: "k" } : { kind: "delegate", user: "u0" },
    inviterStands: !pick.rarely(8),
    expires: NOW + pick.one([100, 100, 100, 100, 1, pick.rarely(2) ? 0 : 100]),
    status: pick.rarely(25) ? pick.one(["accepted", "cancelled", "expired"]) : "open",
    ...(pick.rarely(3) && { agreed: agreements(pick, 2) }),
  };
}

/** The element where somebody asks, or agrees. */
export const askedIn = (pick: Choices): AskedIn => ({
  elementType: "users",
  configuration: "c1",
  verbs: new Set(pick.most(VERBS, 40)),
});

/** Some of the people have agreed, maybe one of them twice. */
export const agreements = (pick: Choices, n: number): Agreement[] =>
  [...pick.few(["u1", "u2", "u3"], n), ...pick.few(["u2"], 8), ...pick.few(["u0"], 20)].map((reviewer) => ({
    reviewer,
    askedIn: askedIn(pick),
    note: pick.one(["fine", null]),
  }));

/** As many as there are here, and some elsewhere. */
const counted = (
  persons: readonly Person[],
  pick: Choices,
  whose: (p: Person) => boolean,
  which: (a: Assignment) => boolean,
) =>
  new Map(
    roles.map((id) => [
      id,
      pick.below(2) +
        persons.filter(
          (p) =>
            whose(p) && p.assignments.some((a) => a.role === id && (a.ends ?? Infinity) > NOW && which(a)),
        ).length,
    ]),
  );
