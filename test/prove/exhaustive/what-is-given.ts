import type { Facts, Grant } from "../../../src/api/delegation/types.js";
import { now } from "../../support/facts.js";

export const isStanding = ({ ends }: { ends: number | null }) => ends === null || ends > now;

const outlasts = (one: number | null, other: number | null) => (one ?? Infinity) >= (other ?? Infinity);

/** What somebody holds or is promised after, who did not before, or not for so long; also a promise that is renewed. */
export function given(before: Facts, after: Facts): (Grant & { whom: string })[] {
  const toPeople = [...after.people.values()].flatMap(({ user, assignments }) =>
    assignments.flatMap((one) => {
      const had = before.people
        .get(user)
        ?.assignments.some(
          (each) => each.role === one.role && each.place === one.place && outlasts(each.ends, one.ends),
        );
      return had ? [] : [{ ...one, whom: user }];
    }),
  );
  const promised = [...after.invitations.values()].flatMap(({ id, email, grants }) =>
    before.invitations.has(id) ? [] : grants.map((one) => ({ ...one, whom: email })),
  );
  return [...toPeople, ...promised];
}
