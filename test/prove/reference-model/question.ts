import type { Act, Assignment, Delegation, Facts, Person } from "../../../src/api/delegation/types.js";
import { administrative, carried, fit, inForce, lists } from "./delegation.js";
import { after, subject } from "./after.js";
import type { Ask } from "./asks.js";
import type { Things } from "./bring.js";
import { fits, live, reaches, standing } from "./holding.js";

/** One ask, put to one delegation as held by one assignment of the person who acts. */
export interface Question {
  facts: Facts;
  act: Act;
  ask: Ask;
  actor: Person;
  delegation: Delegation;
  by: Assignment;
  /** As many others have agreed as are asked for, and such as are. */
  areEnough?: boolean;
  /** What alone can be brought, where what is asked for is to be as it is. */
  brings?: Things;
}

export { administrative, after, carried, fit, fits, inForce, lists, live, reaches, standing, subject };

/**
 * "For a grant ending at E the actor counts only with assignments live now and still live at E."
 * "What the actor holds counts only unconditionally, tenant-wide or on that same instance." So what follows by
 * derivations, which others can end and which can give way, does not count.
 */
export const counting = ({ facts, ask, actor }: Pick<Question, "facts" | "ask" | "actor">) =>
  actor.assignments.filter(
    (a) =>
      live(a, facts.now) &&
      (ask.gives === null || reaches(a, ask.gives.until)) &&
      (a.place === null || a.place === ask.place),
  );

/** The invitation that the act is about, made or to be made. */
export function offer(facts: Facts, act: Act) {
  if (!("invitation" in act)) return undefined;
  return act.act === "invite" ? act.invitation : facts.invitations.get(act.invitation);
}

export const domainOf = (email: string) => email.slice(email.lastIndexOf("@") + 1);
