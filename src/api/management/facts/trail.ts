import { sql } from "kysely";
import type { Call } from "../operation.js";

export interface Entry {
  action: string;
  target?: string;
  before?: unknown;
  after?: unknown;
  /** Names and values, which can be erased. */
  people?: Record<string, unknown>;
}

/** Says in the audit trail of a tenant, or without one of the environment, what this key has done. */
export async function tell(
  { trx, key, requestId, environment }: Call,
  tenant: string | null,
  entries: readonly Entry[],
): Promise<void> {
  if (entries.length === 0) return;
  const given = entries.map(({ people, ...body }) => ({
    body: { outcome: "done", request: requestId, actor_kind: "operator", actor: key.id, ...body },
    people: { actor: key.name, ...people },
  }));
  await sql`select append_audit(${environment}, ${tenant}, 'changes', clock_timestamp(), ${JSON.stringify(given)}::jsonb)`.execute(
    trx,
  );
}

/** Announces that lists of a tenant have changed, once this is committed. */
export async function ring(
  { trx, environment }: Call,
  tenant: string,
  lists: readonly string[],
): Promise<void> {
  await sql`select pg_notify('permit', ${JSON.stringify({ environment, tenant, lists })})`.execute(trx);
}
