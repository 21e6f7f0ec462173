import { base64url } from "jose";
import { sql } from "kysely";
import { entriesOf, refusalOf, type Recorder } from "./audit-trail.js";
import { randomBytes, sha256, toHex } from "./bytes.js";
import { commands, type CommandName } from "./commands.js";
import type { Change, Judgement, Refusal } from "./delegation/types.js";
import type { Outcome } from "./endpoint.js";
import { Refused, type ErrorCode } from "./errors.js";
import type { Context, Server } from "./request-context.js";
import type { Trx } from "./store/store.js";
import type { Reason } from "./wire.js";

/** Invitations made anew in this request, with the token of each: 256 random bits, stored as their hash only. */
export type NewTokens = ReadonlyMap<string, string>;

/** Who an entry names, and for whom an invitation stands. */
export type Settling = Omit<Recorder, "action"> & { trx: Trx; server: Server; tenant: string };

/** What became of a command: `refusal` when all of it was refused. */
export interface Settled<A> {
  wrote: boolean;
  tokens: NewTokens;
  refusal: Refused | null;
  answer: A;
  /** To be called once the transaction is over: refusals are recorded in one of their own. */
  recordRefusals: () => Promise<void>;
}

/** What a dry run says of an act: why it would be refused; nothing where it would not. */
export interface Explained {
  dry_run: boolean;
  reasons: Reason[];
}

/** Writes what the guard allowed with its audit entries, and prepares the record of what it refused. */
export async function settle<A>(
  context: Context,
  action: CommandName,
  outcome: Outcome<A>,
  isDryRun: boolean,
): Promise<Settled<A>> {
  const { actor, claims, requestId, rules, people, invitations, requests, trx, server, facts } = context;
  return settleAs(
    {
      trx,
      server,
      tenant: claims.tenant,
      requestId,
      actor: { kind: "delegate", id: actor.user, name: actor.name },
      element: context.configuration.key,
      justification: facts.justification,
      rules,
      people,
      invitations,
      requests,
    },
    action,
    outcome,
    isDryRun,
  );
}

export async function settleAs<A>(
  settling: Settling,
  action: CommandName,
  outcome: Outcome<A>,
  isDryRun: boolean,
): Promise<Settled<A>> {
  const { trx, server, tenant } = settling;
  const { judgements } = outcome;
  const actors: readonly string[] = commands[action].actors;
  if (!actors.includes(settling.actor.kind)) throw refusedAnswer([]);
  const recorder: Recorder = { ...settling, action };
  const changes = judgements.flatMap((judgement) => judgement.changes);
  const refused = judgements.filter(({ decision }) => decision.outcome !== "allowed");
  const tokens = new Map<string, string>();
  const wrote = !isDryRun && changes.length > 0;
  if (wrote) {
    const stored = await Promise.all(changes.map((change) => toStored(change, settling, tokens)));
    const entries = judgements.flatMap((judgement) => entriesOf(judgement, recorder));
    await sql`select apply_changes(${JSON.stringify(stored)}::jsonb, ${JSON.stringify(entries)}::jsonb, ${new Date(settling.rules.now)})`.execute(
      trx,
    );
    // The guardrails are deferred to the commit; asking now puts their refusal inside the transaction.
    await sql`set constraints all immediate`.execute(trx);
  }
  const isAllRefused = judgements.length > 0 && refused.length === judgements.length;
  const refusal = isAllRefused ? (outcome.refusal ?? refusedAnswer)(refused.flatMap(reasonsOf)) : null;
  const explain = (): Explained => {
    if (!isDryRun) return { dry_run: false, reasons: [] };
    // What the asker may not know of is not explained either.
    if (refusal?.code === "not_found") throw refusal;
    return { dry_run: true, reasons: refusal?.more.reasons ?? [] };
  };
  return {
    wrote,
    tokens,
    refusal: isDryRun ? null : refusal,
    answer: await outcome.answer(tokens, explain),
    recordRefusals: async () => {
      if (isDryRun || refused.length === 0 || !server.refusals.allows(settling.actor.id ?? "")) return;
      const entries = refused.slice(0, 20).map((judgement) => refusalOf(judgement, recorder));
      const where = { environment: server.environment, tenant };
      const notice = { ...where, lists: ["audit"], users: [] };
      await server.store.asServer(where, (own) =>
        sql`select record_refusals(${JSON.stringify(entries)}::jsonb), pg_notify('permit', ${JSON.stringify(notice)})`.execute(
          own,
        ),
      );
    },
  };
}

export const reasonsOf = ({ decision }: Judgement): readonly Refusal[] =>
  decision.outcome === "allowed" ? [] : decision.reasons;

async function toStored(change: Change, settling: Settling, tokens: Map<string, string>) {
  const { actor, people, requests, justification } = settling;
  const iso = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString());
  const newToken = async (id: string) => {
    const token = base64url.encode(randomBytes(32));
    tokens.set(id, token);
    return toHex(await sha256(token));
  };
  switch (change.change) {
    case "assignment.create":
    case "assignment.move-end":
      return { ...change, ends: iso(change.ends) };
    case "invitation.create": {
      // What others have agreed to is the requester's own act.
      const request = change.asked === undefined ? undefined : requests.get(change.asked);
      return {
        ...change,
        expires: iso(change.expires),
        grants: change.grants.map((grant) => ({ ...grant, ends: iso(grant.ends) })),
        token_hash: await newToken(change.id),
        inviter_kind: actor.kind,
        inviter_id: request?.requester ?? actor.id,
        inviter_name: request ? (people.get(request.requester)?.name ?? request.requesterName) : actor.name,
        justification: request ? request.justification : justification,
      };
    }
    case "request.create": {
      const { request } = change;
      const askedIn = { ...request.askedIn, verbs: [...request.askedIn.verbs] };
      return {
        ...change,
        request: { ...request, askedIn, expires: iso(request.expires), requester_name: actor.name },
      };
    }
    case "request.review": {
      const { askedIn, ...agreement } = change.agreement;
      const verbs = [...askedIn.verbs];
      return {
        ...change,
        agreement: { ...agreement, askedIn: { ...askedIn, verbs } },
        reviewer_name: actor.name,
      };
    }
    case "invitation.renew":
      return { ...change, expires: iso(change.expires), token_hash: await newToken(change.id) };
    default:
      return change;
  }
}

const codes: Readonly<Record<string, ErrorCode>> = {
  unknown_person: "not_found",
  unknown_invitation: "not_found",
  unknown_request: "not_found",
  unknown_role: "invalid",
  unknown_attribute: "invalid",
  wrong_type: "invalid",
  wrong_place: "invalid",
  end_in_past: "invalid",
  named_twice: "invalid",
  bad_address: "invalid",
  stale: "stale",
  not_held: "stale",
  already_suspended: "stale",
  not_suspended: "stale",
  invitation_accepted: "stale",
  invitation_cancelled: "stale",
  invitation_expired: "stale",
  request_granted: "stale",
  request_refused: "stale",
  request_cancelled: "stale",
  request_expired: "stale",
  already_reviewed: "stale",
  already_here: "duplicate",
  already_asked: "duplicate",
  already_held: "duplicate",
  already_invited: "duplicate",
  least_holders: "guardrail",
  most_holders: "guardrail",
  exclusive_roles: "guardrail",
  above_ceiling: "guardrail",
};

/** A refusal by the guard as an answer: by its first reason, for the others only repeat it. */
export function refusedAnswer(refusals: readonly Refusal[]): Refused {
  const first = refusals[0];
  const code = (first && (first.limit === "guardrail" ? "guardrail" : codes[first.code])) ?? "forbidden";
  const reasons = refusals.slice(0, 50).map(toReason);
  return new Refused(code, first?.message ?? "This is not allowed.", code === "not_found" ? {} : { reasons });
}

export function toReason({ code, limit, message, role, latestEnd, needs }: Refusal): Reason {
  return {
    code,
    limit,
    message,
    ...(role !== undefined && { role }),
    ...(needs !== undefined && { needs }),
    ...(latestEnd !== undefined && { latest_end: new Date(latestEnd).toISOString() }),
  };
}
