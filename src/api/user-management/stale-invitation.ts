import type { ActOf, Judgement, Refusal } from "../delegation/types.js";
import { Refused } from "../errors.js";
import { describeEntry } from "../people/history.js";
import { refuse } from "../people/person-rows.js";
import type { Context } from "../request-context.js";
import { reasonsOf, refusedAnswer, toReason } from "../settle.js";
import { readAuditPage, type AuditRow } from "../store/audit.js";
import type { InvitationRecord } from "../store/read-facts.js";
import type { Meanwhile } from "../wire.js";

/** Judges what is done to an invitation by somebody who has looked at it while its term was `seen`. */
export async function judgeAsSeen(
  context: Context,
  invitation: InvitationRecord,
  act: ActOf<"renew" | "cancel">,
  seen: string | undefined,
): Promise<{ judgements: Judgement[]; refusal: (reasons: readonly Refusal[]) => Refused }> {
  const { expires } = invitation;
  const isRenewed = invitation.status === "open" && seen !== undefined && Date.parse(seen) !== expires;
  const judgement = isRenewed ? refuse(renewedMeanwhile(invitation)) : context.judge(act);
  const [first] = reasonsOf(judgement);
  const answer = first && refusedAnswer([first]);
  if (!first || answer?.code !== "stale") return { judgements: [judgement], refusal: refusedAnswer };
  const reason = { ...toReason(first), meanwhile: await changesOf(context, invitation, seen) };
  return {
    judgements: [judgement],
    refusal: () => new Refused("stale", reason.message, { reasons: [reason] }),
  };
}

const renewedMeanwhile = ({ email }: InvitationRecord): Refusal => ({
  code: "stale",
  limit: "version",
  message: `The invitation of ${email} has been renewed meanwhile.`,
});

/** What has become of it since it was looked at; without a word of when that was, how it ended. */
async function changesOf(
  context: Context,
  { id }: InvitationRecord,
  seen: string | undefined,
): Promise<Meanwhile[]> {
  const entries = await readAuditPage(context.trx, { target: id, outcome: "done" }, null, 50);
  const known = entries.findIndex((entry) =>
    seen === undefined ? !endings.has(entry.body.action) : termSetBy(entry) === Date.parse(seen),
  );
  const mayReadAudit = context.judge({ act: "audit.read" }).decision.outcome === "allowed";
  return entries
    .slice(0, known === -1 ? undefined : known)
    .map((entry) => describeEntry(context, entry))
    .map(({ at, actor, summary }) => ({ at, actor: mayReadAudit ? actor : null, summary }));
}

const endings = new Set(["invitation.accept", "invitation.cancel", "invitation.expire"]);

function termSetBy({ body: { after } }: AuditRow): number {
  const isTerm = typeof after === "object" && after !== null && "expires" in after;
  return isTerm && typeof after.expires === "string" ? Date.parse(after.expires) : NaN;
}
