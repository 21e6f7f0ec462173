import { sql } from "kysely";
import type { AuditEntry } from "../audit-trail.js";
import type { Trx } from "./store.js";

/** An audit entry as stored. `people` is gone once names and addresses have been erased. */
export interface AuditRow {
  chain: string;
  seq: number;
  at: string;
  /** What the database records by itself belongs to no request. */
  body: Omit<AuditEntry["body"], "request"> & { request?: string };
  people: AuditEntry["people"] | null;
}

export interface AuditFilter {
  actor?: string;
  target?: string;
  actions?: readonly string[];
  outcome?: string;
  from?: string;
  to?: string;
}

export type AuditPosition = readonly [at: string, chain: string, seq: string];

export async function readAuditPage(
  trx: Trx,
  filter: AuditFilter,
  after: AuditPosition | null,
  limit: number,
): Promise<AuditRow[]> {
  const { rows } = await sql<{ entry: AuditRow }>`select audit_page(${JSON.stringify(filter)}::jsonb,
    ${after && JSON.stringify(after)}::jsonb, ${limit}) as entry`.execute(trx);
  return rows.map(({ entry }) => entry);
}

export const positionOf = ({ at, chain, seq }: AuditRow): AuditPosition => [at, chain, String(seq)];

export async function readAuditSpan(trx: Trx, filter: AuditFilter) {
  const { rows } = await sql<{ total: number; earliest: Date | null; latest: Date | null }>`
    select * from audit_span(${JSON.stringify(filter)}::jsonb)`.execute(trx);
  return rows[0] ?? { total: 0, earliest: null, latest: null };
}

export async function readAuditActivity(trx: Trx, filter: AuditFilter, from: Date, to: Date, parts: number) {
  const { rows } = await sql<{ part: number; done: number; refused: number }>`
    select * from audit_activity(${JSON.stringify(filter)}::jsonb, ${from}, ${to}, ${parts})`.execute(trx);
  return rows;
}

/** Whom the log names, found by words of their names and addresses. */
export async function findAuditPeople(trx: Trx, words: readonly string[], limit: number) {
  const { rows } = await sql<{ id: string; name: string; did: boolean; was_done_to: boolean }>`
    select * from audit_people(${[...words]}::text[], ${limit})`.execute(trx);
  return rows;
}

export async function verifyAudit(trx: Trx) {
  const { rows } = await sql<{
    kind: "changes" | "refusals";
    length: number;
    checked: number;
    broken_at: number | null;
    is_complete: boolean;
    signed_at: Date | null;
    now: Date;
  }>`select *, clock_timestamp() as now from verify_audit()`.execute(trx);
  return rows;
}
