import { sql } from "kysely";
import type { Trx } from "./store.js";

/** Written delegations as rows: what the rules do not say of them. */
export interface WrittenRow {
  id: string;
  tenant: string | null;
  version: number;
  at: number;
  by: string;
}

/** Those of the transaction's tenant and of all tenants, by id. */
export async function readWritten(trx: Trx): Promise<Map<string, WrittenRow>> {
  const rows = await trx
    .selectFrom("delegation")
    .select(["id", "tenant_id", "version", "changed_at", "changed_by"])
    .where(sql<boolean>`tenant_id is null or tenant_id = current_tenant()`)
    .execute();
  return new Map(
    rows.map(({ id, tenant_id, version, changed_at, changed_by }) => [
      id,
      { id, tenant: tenant_id, version, at: changed_at.getTime(), by: changed_by },
    ]),
  );
}

export type RulesChange =
  | {
      change: "delegation.create" | "delegation.edit";
      id: string;
      version: number;
      role: string;
      element_type: string | null;
      verbs: readonly string[];
      mode: "hold" | "bind";
      passing_on: boolean;
      limits: unknown;
      roles: readonly string[];
      by: string;
    }
  | { change: "delegation.remove"; id: string; version: number }
  | {
      change: "mark";
      role: string | null;
      via: string | null;
      gives: string | null;
      places: readonly (string | null)[];
      attribute: string | null;
      why: string;
      by: string;
    }
  | { change: "unmark"; id: string };

/** Writes rules of the transaction's tenant, or of all, with the entries that record it. */
export async function applyRules(
  trx: Trx,
  changes: readonly RulesChange[],
  entries: readonly unknown[],
  now: number,
): Promise<void> {
  await sql`select apply_rules(${JSON.stringify(changes)}::jsonb, ${JSON.stringify(entries)}::jsonb, ${new Date(now)})`.execute(
    trx,
  );
}

/** People who hold each of these roles, in the tenant or in all: a few names, and how many in all. */
export async function roleHolders(
  trx: Trx,
  roles: readonly string[],
): Promise<Map<string, { names: string[]; total: number }>> {
  const { rows } = await sql<{ role_id: string; names: string[]; total: number }>`
    select * from role_holders(${[...roles]}::uuid[])`.execute(trx);
  return new Map(rows.map(({ role_id, names, total }) => [role_id, { names, total }]));
}
