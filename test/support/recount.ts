import type { Facts, Invitation, Person } from "../../src/api/delegation/types.js";

/** The counts of a whole tenant, from its people and invitations alone, as `delegation.md` words them. */
export function recount(
  people: ReadonlyMap<string, Person>,
  invitations: ReadonlyMap<string, Invitation>,
  now: number,
): Pick<Facts["counts"], "seats" | "openInvitations" | "holders" | "lasting"> {
  const counts = {
    seats: 0,
    openInvitations: 0,
    holders: new Map<string, number>(),
    lasting: new Map<string, number>(),
  };
  const count = (in_: Map<string, number>, role: string) => in_.set(role, (in_.get(role) ?? 0) + 1);
  for (const { status, known, assignments } of people.values()) {
    if (status === "absent") continue;
    counts.seats += 1;
    const unended = assignments.filter(({ ends }) => ends === null || ends > now);
    for (const role of new Set(unended.map((each) => each.role))) {
      count(counts.holders, role);
      const isLasting = unended.some(
        (each) => each.role === role && each.begins <= now && each.ends === null,
      );
      if (status === "active" && known && isLasting) count(counts.lasting, role);
    }
  }
  for (const { email, status, expires, grants } of invitations.values()) {
    if (status !== "open" || expires <= now) continue;
    counts.openInvitations += 1;
    const hasPlace = [...people.values()].some((each) => each.email === email && each.status !== "absent");
    if (!hasPlace) counts.seats += 1;
    for (const role of new Set(grants.map((grant) => grant.role))) count(counts.holders, role);
  }
  return counts;
}
