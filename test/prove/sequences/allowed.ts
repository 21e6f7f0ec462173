import { isHeld, isReached } from "./closure.js";
import { isActive, isLive } from "./looking.js";
import type { Given, Rights } from "./rights.js";
import type { Entry, Held, State } from "./state.js";

/** S1: the delegation that an entry names was in the hands of whom it names, before the act, and allowed it. */

/** Who acted for themselves or by somebody's leave: never the vendor, nor the clock. */
const byDelegates = ({ body }: Entry) => body.actor_kind === "delegate" || body.actor_kind === "user";

/** What an entry of this action must have been allowed as. */
const asked: Readonly<Record<string, readonly string[]>> = {
  "role.grant": ["role.grant", "user.invite"],
  "role.extend": ["role.extend", "role.grant", "user.invite"],
  "role.revoke": ["role.revoke", "role.grant", "user.invite"],
  "user.join": ["user.invite"],
  "user.invite": ["user.invite"],
  "invitation.accept": ["user.invite"],
  "invitation.resend": ["invitation.resend"],
  "invitation.copy-link": ["invitation.resend"],
  "invitation.cancel": ["invitation.cancel"],
  "invitation.expire": ["user.invite"],
  "user.suspend": ["user.suspend"],
  "user.reactivate": ["user.reactivate"],
  "user.remove": ["user.remove"],
  "user.edit-profile": ["user.edit-profile"],
  "user.edit-attributes": ["user.edit-attributes"],
};
const giving = new Set(["role.grant", "role.extend"]);

export function disallowed(rights: Rights, before: State, after: State): string[] {
  return after.entries
    .filter((entry) => entry.kind === "changes" && entry.tenant !== null && byDelegates(entry))
    .flatMap((entry) => {
      const { action } = entry.body;
      if (action === "tenant.leave")
        return entry.body.target === entry.body.actor ? [] : [`S1 somebody else's place was left`];
      // Asking needs no right; what is granted in the end has entries of its own.
      if (action.startsWith("request.")) return [];
      const verbs = asked[action];
      if (!verbs) return [`S1 nothing says what allows ${action}`];
      const by = entry.body.on_behalf_of ?? entry.body.actor ?? "";
      const hands = inHands(rights, before, entry, by, verbs);
      const isAllowed = giving.has(action)
        ? hands.some((hand) => allowsGiving(rights, before, entry, hand))
        : hands.length > 0;
      return isAllowed ? [] : [`S1 ${action} of ${entry.body.target} was allowed by nothing that ${by} held`];
    });
}

interface Hand {
  delegation: Given;
  held: Held;
}

/** The delegations that the entry names, as far as whoever acted held their roles before, alive and active. */
function inHands(
  rights: Rights,
  before: State,
  { tenant, body }: Entry,
  user: string,
  verbs: readonly string[],
): Hand[] {
  if (tenant === null || !isActive(before, tenant, user)) return [];
  const now = Date.parse(body.at);
  return before.held
    .filter((each) => each.tenant === tenant && each.user === user && isLive(each, now))
    .flatMap((held) =>
      rights.delegations
        .filter(
          (each) =>
            each.role === held.role &&
            (each.tenant === null || each.tenant === tenant) &&
            (body.by ?? []).includes(each.id) &&
            verbs.some((verb) => each.verbs.includes(verb)),
        )
        .map((delegation) => ({ delegation, held })),
    );
}

/** Rules 2, 3 and 5 for one assignment, of the delegation taken whole. */
function allowsGiving(rights: Rights, before: State, entry: Entry, { delegation, held }: Hand): boolean {
  const { role = "", place = null, after } = entry.body;
  const ends = after?.ends ? Date.parse(after.ends) : null;
  const lasts = (each: Held) => each.ends === null || (ends !== null && ends <= each.ends);
  const carries = rights.delegations.some(
    (each) => each.role === role && (each.tenant === null || each.tenant === entry.tenant),
  );
  const own = before.held.filter(
    (each) =>
      each.tenant === entry.tenant &&
      each.user === held.user &&
      isLive(each, Date.parse(entry.body.at)) &&
      lasts(each),
  );
  return (
    delegation.roles.includes(role) &&
    isReached(delegation, held.place, place) &&
    lasts(held) &&
    (!carries || delegation.passingOn) &&
    (delegation.mode === "bind" || isHeld(rights, own, role, place))
  );
}
