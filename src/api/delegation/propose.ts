import type { Step } from "./rules.js";
import type { Act, Change, Facts, Grant, Invitation, Person, Place, Refusal, Verb } from "./types.js";

/**
 * What an act comes to: the changes it would make and the steps a delegation must allow for it. What cannot be
 * resolved (an unknown person, a role that is gone, an invitation no longer open) is refused here.
 */
export interface Proposal {
  changes: readonly Change[];
  steps: readonly Step[];
}

class Unresolved extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

const refuse = (code: string, limit: string, message: string, role?: string): never => {
  throw new Unresolved({ code, limit, message, ...(role !== undefined && { role }) });
};

export function propose(facts: Facts, act: Act): Proposal | Refusal {
  try {
    return proposals[act.act](facts, act as never);
  } catch (error) {
    if (error instanceof Unresolved) return error.refusal;
    throw error;
  }
}

const step = (verb: Verb, about: Partial<Step> = {}): Step => ({
  verb,
  person: null,
  email: about.person?.email ?? null,
  role: null,
  place: null,
  ends: null,
  attributes: [],
  ...about,
});

function personHere(facts: Facts, user: string): Person {
  const person = facts.people.get(user);
  return person && person.status !== "absent"
    ? person
    : refuse("unknown_person", "tenant", "There is no such person here.");
}

function openInvitation(facts: Facts, id: string): Invitation {
  const invitation =
    facts.invitations.get(id) ?? refuse("unknown_invitation", "tenant", "There is no such invitation here.");
  if (invitation.status === "open") return invitation;
  const why = {
    accepted: "has been accepted",
    cancelled: "has been cancelled",
    expired: "has expired",
    open: "",
  };
  return refuse(
    `invitation_${invitation.status}`,
    "invitation",
    `This invitation ${why[invitation.status]}.`,
  );
}

/** The role of a grant, if it can be held at that place and ends in the future. */
function grantable(facts: Facts, { role: id, place, ends }: Grant) {
  const role = facts.roles.get(id) ?? refuse("unknown_role", "tenant", "There is no such role.", id);
  if (!fits(role.resource, place)) {
    refuse(
      "wrong_place",
      "tenant",
      `${role.name} can't be held ${place === null ? "in the whole tenant" : `on ${place}`}.`,
      id,
    );
  }
  if (ends !== null && ends <= facts.now) refuse("end_in_past", "time", "The end date has passed.", id);
  return role;
}

const fits = (resource: string | null, place: Place) =>
  resource === null ? place === null : place !== null && place.startsWith(`${resource}:`);

function eachOnce(grants: readonly { role: string; place: Place }[]) {
  const keys = grants.map(({ role, place }) => `${role} ${place ?? ""}`);
  if (new Set(keys).size < keys.length) refuse("named_twice", "form", "The same role is named twice.");
}

/** Changes and steps that bring a person to hold these grants. */
function granting(facts: Facts, person: Person, grants: readonly Grant[]): Proposal {
  const changes: Change[] = [];
  const steps: Step[] = [];
  for (const grant of grants) {
    const { place, ends } = grant;
    const role = grantable(facts, grant);
    const held = person.assignments.find((each) => each.role === role.id && each.place === place);
    if (held && held.ends === ends) continue;
    const isShorter = held !== undefined && ends !== null && (held.ends === null || ends < held.ends);
    const verb: Verb = held === undefined ? "role.grant" : isShorter ? "role.revoke" : "role.extend";
    const kind = held === undefined ? "assignment.create" : "assignment.move-end";
    changes.push({ change: kind, user: person.user, role: role.id, place, ends });
    steps.push(step(verb, { person, role, place, ends }));
  }
  return { changes, steps };
}

const proposals: { [A in Act["act"]]: (facts: Facts, act: Extract<Act, { act: A }>) => Proposal } = {
  view: () => ({ changes: [], steps: [step("user.view")] }),

  "audit.read": () => ({ changes: [], steps: [step("audit.read")] }),

  invite(facts, { invitation: { id, email, grants, expires } }) {
    eachOnce(grants);
    if ([...facts.people.values()].some((each) => each.email === email && each.status !== "absent")) {
      refuse("already_here", "tenant", "This person is here already.");
    }
    const open = [...facts.invitations.values()].find(
      (each) => each.email === email && each.status === "open",
    );
    if (open && facts.now < open.expires)
      refuse("already_invited", "invitation", "This address is invited already.");
    const steps = grants.map((grant) => {
      const { place, ends } = grant;
      return step("user.invite", { email, role: grantable(facts, grant), place, ends });
    });
    const replaced: Change[] = open ? [{ change: "invitation.end", id: open.id, status: "expired" }] : [];
    return { changes: [...replaced, { change: "invitation.create", id, email, grants, expires }], steps };
  },

  accept(facts, { invitation: id, accepter }) {
    const invitation = openInvitation(facts, id);
    const person =
      facts.people.get(accepter) ?? refuse("unknown_person", "tenant", "There is no such person.");
    if (invitation.expires <= facts.now)
      refuse("invitation_expired", "invitation", "This invitation has expired.");
    if (person.email !== invitation.email || !person.emailVerified) {
      refuse("another_address", "invitation", "This invitation is for another address.");
    }
    if (person.status === "suspended") refuse("suspended_here", "invitation", "You are suspended here.");
    if (invitation.inviter.kind === "delegate" && invitation.inviter.user === accepter) {
      refuse("oneself", "target", "You can't accept an invitation of your own.");
    }
    if (!invitation.inviterStands)
      refuse("inviter_gone", "invitation", "Whoever sent this invitation may not invite any more.");
    // A promise that ran out while it waited fails with the rest; one that is held longer already is kept.
    const owed = invitation.grants.filter((grant) => {
      grantable(facts, grant);
      const held = person.assignments.find((each) => each.role === grant.role && each.place === grant.place);
      return !held || (held.ends !== null && (grant.ends === null || grant.ends > held.ends));
    });
    const joining: Change[] =
      person.status === "absent" ? [{ change: "membership.create", user: accepter }] : [];
    const given = granting(facts, person, owed);
    return {
      changes: [{ change: "invitation.end", id, status: "accepted" }, ...joining, ...given.changes],
      steps: given.steps.map((each) => ({ ...each, verb: "user.invite" })),
    };
  },

  renew(facts, { invitation: id, expires }) {
    const { email, grants } = openInvitation(facts, id);
    const steps = grants.map((grant) => {
      const { place, ends } = grant;
      return step("invitation.resend", { email, role: grantable(facts, grant), place, ends });
    });
    return { changes: [{ change: "invitation.renew", id, expires }], steps };
  },

  cancel(facts, { invitation: id }) {
    const { email, grants } = openInvitation(facts, id);
    const steps = grants.map(({ role, place }) =>
      step("invitation.cancel", { email, role: facts.roles.get(role) ?? null, place }),
    );
    return { changes: [{ change: "invitation.end", id, status: "cancelled" }], steps };
  },

  "change-roles"(facts, { user, grant, revoke }) {
    const person = personHere(facts, user);
    eachOnce([...grant, ...revoke]);
    const taken = revoke.map(({ role: id, place }) => {
      const role = facts.roles.get(id) ?? refuse("unknown_role", "tenant", "There is no such role.", id);
      if (!person.assignments.some((each) => each.role === id && each.place === place)) {
        refuse("not_held", "state", `${person.name} does not hold ${role.name}.`, id);
      }
      const change: Change = { change: "assignment.end", user, role: id, place };
      return { change, step: step("role.revoke", { person, role, place }) };
    });
    const given = granting(facts, person, grant);
    return {
      changes: [...taken.map(({ change }) => change), ...given.changes],
      steps: [...taken.map((each) => each.step), ...given.steps],
    };
  },

  "edit-profile"(facts, { user, profile }) {
    const person = personHere(facts, user);
    return {
      changes: [{ change: "membership.profile", user, profile }],
      steps: [step("user.edit-profile", { person })],
    };
  },

  "edit-attributes"(facts, { user, attributes }) {
    const person = personHere(facts, user);
    const keys = Object.keys(attributes);
    const unknown = keys.find((key) => !facts.attributeKeys.has(key));
    if (unknown !== undefined) refuse("unknown_attribute", "form", `There is no attribute ${unknown}.`);
    return {
      changes: [{ change: "membership.attributes", user, attributes }],
      steps: [step("user.edit-attributes", { person, attributes: keys })],
    };
  },

  suspend(facts, { user }) {
    const person = personHere(facts, user);
    if (person.status === "suspended")
      refuse("already_suspended", "state", `${person.name} is suspended already.`);
    return {
      changes: [{ change: "membership.status", user, status: "suspended" }],
      steps: [step("user.suspend", { person })],
    };
  },

  reactivate(facts, { user }) {
    const person = personHere(facts, user);
    if (person.status === "active") refuse("not_suspended", "state", `${person.name} is not suspended.`);
    return {
      changes: [{ change: "membership.status", user, status: "active" }],
      steps: [step("user.reactivate", { person })],
    };
  },

  remove(facts, { user }) {
    const person = personHere(facts, user);
    return { changes: [{ change: "membership.remove", user }], steps: [step("user.remove", { person })] };
  },

  leave(facts) {
    if (facts.actor.kind !== "delegate") return refuse("nobody", "tenant", "Only a person can leave.");
    const { user } = personHere(facts, facts.actor.person.user);
    return { changes: [{ change: "membership.remove", user }], steps: [] };
  },
};

/** Steps for what somebody gains beyond what the act names: it is judged as a grant of that more (rule 7). */
export function gainSteps(facts: Facts, person: Person, gained: readonly Grant[]): Step[] {
  return gained.map(({ role: id, place, ends }) => {
    const role = facts.roles.get(id) ?? null;
    return step("role.grant", { person, role, place, ends });
  });
}
