import { sql } from "kysely";
import type { CommandName } from "../../commands.js";
import type { Act, Change, Facts, Judgement } from "../../delegation/types.js";
import { judging } from "../../request-context.js";
import { settleAs } from "../../settle.js";
import { readFacts, readRules, type Asker, type Concerns } from "../../store/read-facts.js";
import type { Trx } from "../../store/store.js";
import { Fault, missing } from "../fault.js";
import type { Call } from "../operation.js";

/** What a key does in one tenant. */
export interface Deed {
  concerns: Concerns;
  /** Whose rights it rests on, where not on the key's own: an invitation rests on those of whoever sent it. */
  asker?: Asker;
  justification?: string | null;
  /** `email`: an address besides those of the people it names. */
  acts: (facts: Facts) => readonly { act: Act; email?: string | null; users?: readonly string[] }[];
}

/** Locks tenants in the one order in which everything does; 404 for one that is gone meanwhile. */
export async function lockTenants({ trx, environment }: Call, tenants: Iterable<string>): Promise<void> {
  const wanted = [...new Set(tenants)];
  if (wanted.length === 0) return;
  const { rows } =
    await sql`select id from tenant where environment_id = ${environment} and id = any (${wanted}::uuid[])
    order by id for update`.execute(trx);
  if (rows.length < wanted.length) throw missing("tenant", wanted[0] ?? "");
}

/**
 * The same door that delegates go through, for an API key: what it does in each tenant is judged by the guard, which
 * knows it as the operator whom only guardrails bind, and written with its audit entries. All of it, or nothing: one
 * refusal takes everything back, and is recorded. Answers what was changed.
 */
export async function operate(
  call: Call,
  command: CommandName,
  deeds: ReadonlyMap<string, Deed>,
): Promise<Change[]> {
  const { trx } = call;
  await lockTenants(call, deeds.keys());
  const now = await clock(trx);
  const changes: Change[] = [];
  for (const [tenant, deed] of [...deeds].sort(([one], [other]) => (one < other ? -1 : 1)))
    changes.push(...(await inTenant(trx, tenant, () => operateIn(call, command, tenant, deed, now))));
  return changes;
}

async function operateIn(call: Call, command: CommandName, tenant: string, deed: Deed, now: number) {
  const { trx, key, server, requestId } = call;
  const read = await readRules(trx);
  if (!read) throw missing("tenant", tenant);
  const rules = { ...read, now };
  const asker = deed.asker ?? { kind: "operator", apiKey: key.id };
  const justification = deed.justification ?? null;
  const { facts, people, invitations, requests } = await readFacts(trx, rules, asker, deed.concerns, {
    bulk: 1,
    justification,
  });
  const judge = judging(facts);
  const judgements: Judgement[] = [];
  for (const { act, email, users } of deed.acts(facts)) {
    const judgement = judge(act, { ...(email && { email }), ...(users && { users }) });
    judgements.push(judgement);
    // What comes after a refusal is not done either, and would only be refused because of it.
    if (judgement.decision.outcome !== "allowed") break;
  }
  const settling = {
    trx,
    server,
    tenant,
    requestId,
    actor: { kind: "operator" as const, id: key.id, name: key.name },
    element: null,
    justification,
    rules,
    people,
    invitations,
    requests,
  };
  const settle = (those: readonly Judgement[]) =>
    settleAs(settling, command, { judgements: those, answer: () => null }, false);
  const refused = judgements.filter(({ decision }) => decision.outcome !== "allowed");
  if (refused.length > 0) {
    const { refusal, recordRefusals } = await settle(refused);
    call.refused.push(recordRefusals);
    throw refusal ?? new Fault(403, "FORBIDDEN_ACCESS", "This is not allowed.");
  }
  await settle(judgements);
  return judgements.flatMap((judgement) => judgement.changes);
}

async function clock(trx: Trx): Promise<number> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(trx);
  return rows[0]?.now.getTime() ?? 0;
}

/** Within this transaction, the narrow role in one tenant: what the guard reads it reads under row-level security. */
export async function inTenant<T>(trx: Trx, tenant: string, work: () => Promise<T>): Promise<T> {
  const move = (to: string, role: string) =>
    sql`select set_config('permit.tenant', ${to}, true), set_config('role', ${role}, true)`.execute(trx);
  await move(tenant, "permit_server");
  const done = await work();
  await move("", "none");
  return done;
}
