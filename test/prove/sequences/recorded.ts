import type { Asked } from "./asking.js";
import type { Entry, Held, State } from "./state.js";

/** S6 and a part of S1: whatever was changed has an entry of its own in the log, of the same transaction. */

const sameEnd = (entry: Entry, ends: number | null) => {
  const recorded = entry.body.after?.ends;
  return recorded === undefined || (recorded === null ? ends === null : Date.parse(recorded) === ends);
};
const isAbout = ({ body }: Entry, { user, role, place }: Held) =>
  body.target === user && body.role === role && (body.place ?? null) === place;

export function unrecorded(before: State, after: State): string[] {
  const done = after.entries.filter(({ kind }) => kind === "changes");
  const was = new Map(before.held.map((each) => [each.id, each]));
  const is = new Set(after.held.map(({ id }) => id));
  const isOperators = (tenant: string) =>
    done.some((entry) => entry.tenant === tenant && entry.body.actor_kind === "operator");
  const wrong: string[] = [];
  const used = new Set<Entry>();
  const expectOwn = (what: string, found: readonly Entry[], xmin: string | null) => {
    const own = found.find((entry) => !used.has(entry));
    if (!own) wrong.push(`S1 ${what} has no entry of its own`);
    else if (xmin !== null && own.xmin !== xmin)
      wrong.push(`S6 ${what} is of another transaction than its entry`);
    if (own) used.add(own);
  };
  for (const each of after.held) {
    const old = was.get(each.id);
    if (old?.ends === each.ends || isOperators(each.tenant)) continue;
    const actions = old ? ["role.extend", "role.revoke"] : ["role.grant"];
    expectOwn(
      `the assignment ${each.id}`,
      done.filter(
        (entry) => actions.includes(entry.body.action) && isAbout(entry, each) && sameEnd(entry, each.ends),
      ),
      each.xmin,
    );
  }
  for (const each of before.held) {
    if (is.has(each.id) || isOperators(each.tenant)) continue;
    const isGone = done.some(
      ({ body }) => ["user.remove", "tenant.leave"].includes(body.action) && body.target === each.user,
    );
    if (isGone) continue;
    const ending = done.filter(
      (entry) => ["role.revoke", "assignment.expire"].includes(entry.body.action) && isAbout(entry, each),
    );
    // What had run out is cleared away by the grant that takes its place.
    const isReplaced = after.held.some((other) => other.id !== each.id && isSame(other, each));
    if (!isReplaced || ending.length > 0) expectOwn(`the end of ${each.id}`, ending, null);
  }
  for (const each of after.invitations) {
    const old = before.invitations.find(({ id }) => id === each.id);
    if (old && old.status === each.status && old.token === each.token && old.expires === each.expires)
      continue;
    expectOwn(
      `the invitation ${each.id}`,
      done.filter(({ body }) => body.target === each.id),
      each.xmin,
    );
  }
  return wrong;
}

const isSame = (one: Held, other: Held) =>
  one.tenant === other.tenant &&
  one.user === other.user &&
  one.role === other.role &&
  one.place === other.place;

/** Written limits and what is marked as meant change by operators' commands alone, each with its own entry. */
export function unrecordedRules(
  { route, isOperator }: Asked,
  changed: readonly string[],
  after: State,
): string[] {
  const rules = changed.filter((what) => /^(delegation|delegation_role|meant|leak) /.test(what));
  if (rules.length === 0) return [];
  const isRecorded = after.entries.some(
    ({ kind, body }) =>
      kind === "changes" && body.actor_kind === "operator" && body.action.startsWith("delegation."),
  );
  return [
    ...(isOperator ? [] : [`S1 ${route} of a delegate changed ${rules.join(", ")}`]),
    ...(isRecorded ? [] : [`S6 ${rules.join(", ")} changed without an entry`]),
  ];
}
