import type { Act, Assignment, Facts, Grant, Person } from "../../../src/api/delegation/types.js";
import { standing } from "./holding.js";

/** The one person an act is about, if it is about one who has a place here or is to have one. */
export function subject(facts: Facts, act: Act): Person | undefined {
  if (act.act === "leave") return facts.actor.kind === "delegate" ? facts.actor.person : undefined;
  if (act.act === "accept") return facts.people.get(act.accepter);
  if ("user" in act) return facts.people.get(act.user);
  return undefined;
}

/** "Post-image. The resulting state is judged": the person after the act. */
export function after(facts: Facts, act: Act, person: Person): Person {
  switch (act.act) {
    case "change-roles": {
      const kept = person.assignments.filter(
        (a) => !act.revoke.some((r) => r.role === a.role && r.place === a.place),
      );
      return { ...person, assignments: given(facts, kept, act.grant, (grant) => grant.ends) };
    }
    case "accept": {
      const grants = facts.invitations.get(act.invitation)?.grants ?? [];
      const later = (grant: Grant, had: Assignment) =>
        grant.ends === null || had.ends === null ? null : Math.max(grant.ends, had.ends);
      return { ...person, status: "active", assignments: given(facts, person.assignments, grants, later) };
    }
    case "edit-attributes":
      return { ...person, attributes: { ...person.attributes, ...act.attributes } };
    case "suspend":
      return { ...person, status: "suspended" };
    case "reactivate":
      return { ...person, status: "active" };
    case "admit":
      return { ...person, status: "active", assignments: [] };
    case "remove":
    case "leave":
      return { ...person, status: "absent", assignments: [] };
    default:
      return person;
  }
}

/** What stands gets its end moved; what does not begins now. */
function given(
  facts: Facts,
  assignments: readonly Assignment[],
  grants: readonly Grant[],
  end: (grant: Grant, had: Assignment) => Assignment["ends"],
) {
  const result = assignments.filter((a) => standing(a, facts.now));
  for (const grant of grants) {
    const at = result.findIndex((a) => a.role === grant.role && a.place === grant.place);
    const had = result[at];
    if (had) result[at] = { ...had, ends: end(grant, had) };
    else result.push({ ...grant, begins: facts.now });
  }
  return result;
}
