import { isLive, unended } from "./holdings.js";
import type { Facts, Instant, Invitation, Person } from "./types.js";

type Tallied = Pick<Facts["counts"], "seats" | "openInvitations" | "holders" | "lasting">;

/** What these people and invitations contribute to the counts of the tenant. */
export function tally(
  people: ReadonlyMap<string, Person>,
  invitations: ReadonlyMap<string, Invitation>,
  now: Instant,
): Tallied {
  const present = [...people.values()].filter(({ status }) => status !== "absent");
  const addresses = new Set(present.map(({ email }) => email));
  const open = [...invitations.values()].filter((each) => isOpen(each, now));
  const holding = [...present.map((person) => unended(person, now)), ...open.map(({ grants }) => grants)];
  const lasting = present
    .filter(({ status, known }) => status === "active" && known)
    .map(({ assignments }) => assignments.filter((each) => isLive(each, now) && each.ends === null));
  return {
    seats: present.length + open.filter(({ email }) => !addresses.has(email)).length,
    openInvitations: open.length,
    holders: countEach(holding),
    lasting: countEach(lasting),
  };
}

export const isOpen = ({ status, expires }: Invitation, now: Instant) => status === "open" && now < expires;

/** How many of the lists name each role, each list once. */
function countEach(lists: readonly (readonly { role: string }[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const roles of lists) {
    for (const role of new Set(roles.map((each) => each.role))) counts.set(role, (counts.get(role) ?? 0) + 1);
  }
  return counts;
}

/** The counts of the tenant after some of those it counts have changed. */
export function recounted(counts: Facts["counts"], before: Tallied, after: Tallied): Facts["counts"] {
  const moved = (
    all: ReadonlyMap<string, number>,
    was: ReadonlyMap<string, number>,
    is: ReadonlyMap<string, number>,
  ) =>
    new Map(
      [...new Set([...all.keys(), ...was.keys(), ...is.keys()])].map((role) => [
        role,
        (all.get(role) ?? 0) - (was.get(role) ?? 0) + (is.get(role) ?? 0),
      ]),
    );
  return {
    ...counts,
    seats: counts.seats - before.seats + after.seats,
    openInvitations: counts.openInvitations - before.openInvitations + after.openInvitations,
    holders: moved(counts.holders, before.holders, after.holders),
    lasting: moved(counts.lasting, before.lasting, after.lasting),
  };
}
