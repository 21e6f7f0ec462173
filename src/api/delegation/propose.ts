import { ask, review, withdraw } from "./propose-request.js";
import { accept, cancel, invite, renew } from "./propose-invitation.js";
import { changeRoles } from "./propose-roles.js";
import { personHere, refuse, Unresolved, type Proposal } from "./resolve.js";
import { step } from "./step.js";
import type { Act, ActOf, Change, Facts, Person, Refusal, Verb } from "./types.js";

/** What an act comes to: the changes it would make, and the steps that a delegation must allow for it. */
export function propose(facts: Facts, act: Act): Proposal | Refusal {
  try {
    return proposed(facts, act);
  } catch (error) {
    if (error instanceof Unresolved) return error.refusal;
    throw error;
  }
}

const proposed = (facts: Facts, act: Act): Proposal => proposals[act.act](facts, act as never);

const proposals: { [A in Act["act"]]: (facts: Facts, act: ActOf<A>) => Proposal } = {
  view: (_, { place = null }) => ({ changes: [], steps: [step("user.view", { place })] }),
  /** What one may do is nobody else's business, and no right of its own. */
  "own-limits": () => ({ changes: [], steps: [] }),
  "audit.read": () => ({ changes: [], steps: [step("audit.read")] }),
  "audit.export": () => ({ changes: [], steps: [step("audit.export")] }),
  invite,
  accept,
  renew,
  cancel,
  "change-roles": changeRoles,

  "edit-profile": (facts, { user, profile }) =>
    onPerson(personHere(facts, user), "user.edit-profile", { change: "membership.profile", user, profile }),

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
    if (person.status === "suspended") {
      refuse("already_suspended", "state", `${person.name} is suspended already.`);
    }
    return onPerson(person, "user.suspend", { change: "membership.status", user, status: "suspended" });
  },

  reactivate(facts, { user }) {
    const person = personHere(facts, user);
    if (person.status === "active") refuse("not_suspended", "state", `${person.name} is not suspended.`);
    return onPerson(person, "user.reactivate", { change: "membership.status", user, status: "active" });
  },

  remove: (facts, { user }) =>
    onPerson(personHere(facts, user), "user.remove", { change: "membership.remove", user }),

  /** No delegation gives this: whoever is not invited comes in by the people who run the app alone. */
  admit(facts, { user }) {
    if (facts.actor.kind !== "operator") {
      refuse("operators_only", "tenant", "People come in by invitation.");
    }
    const person = facts.people.get(user) ?? refuse("unknown_person", "tenant", "There is no such person.");
    if (person.status !== "absent") refuse("already_here", "tenant", `${person.name} is here already.`);
    return { changes: [{ change: "membership.create", user }], steps: [] };
  },

  /** One's whole place, by nobody's leave. */
  leave(facts) {
    if (facts.actor.kind !== "delegate") return refuse("nobody", "tenant", "Only a person can leave.");
    const { user } = personHere(facts, facts.actor.person.user);
    return { changes: [{ change: "membership.remove", user }], steps: [] };
  },

  requests: () => ({ changes: [], steps: [] }),
  ask: (facts, act) => ask(facts, act, proposed),
  review: (facts, act) => review(facts, act, proposed),
  withdraw,
};

const onPerson = (person: Person, verb: Verb, change: Change): Proposal => ({
  changes: [change],
  steps: [step(verb, { person })],
});
