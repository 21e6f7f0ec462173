import type { Refusal } from "../delegation/types.js";
import { seesTenant, type Context } from "../request-context.js";
import { toReason } from "../settle.js";
import { readAuditPage } from "../store/audit.js";
import type { PersonRecord } from "../store/read-facts.js";
import type { Meanwhile, Reason } from "../wire.js";
import { describeEntry } from "./history.js";

export const staleRefusal = ({ name }: PersonRecord): Refusal => ({
  code: "stale",
  limit: "version",
  message: `${name} has been changed meanwhile.`,
});

/** That somebody has been changed since that version, and what it was: by whom only for those who may read the log. */
export async function staleReason(context: Context, person: PersonRecord, since: number): Promise<Reason> {
  return { ...toReason(staleRefusal(person)), meanwhile: await changesSince(context, person, since) };
}

/** Whoever may look at single instances only is told of none. */
async function changesSince(
  context: Context,
  { user, version, changedAt }: PersonRecord,
  since: number,
): Promise<Meanwhile[]> {
  if (!seesTenant(context)) return [];
  const entries = await readAuditPage(context.trx, { target: user, outcome: "done" }, null, 50);
  // Each command raises the version by one. So does what the host says of a user, which is in no tenant's log.
  const byHost = entries[0] && Date.parse(entries[0].at) < Math.floor(changedAt) ? 1 : 0;
  const moments = [...new Set(entries.map(({ at }) => at))].slice(0, Math.max(0, version - since - byHost));
  const mayReadAudit = context.judge({ act: "audit.read" }).decision.outcome === "allowed";
  return entries
    .filter(({ at }) => moments.includes(at))
    .map((entry) => describeEntry(context, entry))
    .map(({ at, actor, summary }) => ({ at, actor: mayReadAudit ? actor : null, summary }));
}
