import type { Rights } from "./rights.js";
import type { Held, State } from "./state.js";

/** Who holds what now: S5 of whoever reads, and who can do something to others. */

export const isLive = ({ begins, ends }: Held, now: number) => begins <= now && (ends === null || ends > now);
export const isActive = ({ people }: State, tenant: string, user: string) =>
  people.some((each) => each.tenant === tenant && each.user === user && each.status === "active");

/** S5 of whoever reads: they hold, now, a role that lets them look; at their own requests and limits everybody here may. */
export function mayLook(
  rights: Rights,
  state: State,
  { tenant, user, type }: { tenant: string; user: string; type: string },
): boolean {
  if (!isActive(state, tenant, user)) return false;
  const isAsking = ["approvals", "access-request", "delegations"].includes(type);
  return state.held.some(
    (held) =>
      held.tenant === tenant &&
      held.user === user &&
      isLive(held, state.now) &&
      (isAsking ||
        rights.delegations.some(
          (each) =>
            each.role === held.role &&
            (each.tenant === null || each.tenant === tenant) &&
            ["user.view", "audit.read", "audit.export"].some((verb) => each.verbs.includes(verb)),
        )),
  );
}

/** Who holds, now, a role by which something can be done to others: by one of these verbs, if there are any. */
export function leading(rights: Rights, state: State, tenant: string, verbs: readonly string[]): string[] {
  const leads = (own: readonly string[]) =>
    verbs.length > 0 ? verbs.some((verb) => own.includes(verb)) : own.length > 1;
  const carriers = new Set(
    rights.delegations
      .filter((each) => leads(each.verbs) && (each.tenant === null || each.tenant === tenant))
      .map(({ role }) => role),
  );
  const isLeading = (held: Held) =>
    held.tenant === tenant &&
    carriers.has(held.role) &&
    isLive(held, state.now) &&
    isActive(state, tenant, held.user);
  return [...new Set(state.held.filter(isLeading).map(({ user }) => user))];
}
