import { sql } from "kysely";
import type { Trx } from "./store.js";

/** What a committed statement has changed, by the keys of what it touched: see migration 0015. */
export interface DecisionChange {
  kind: "schema" | "tenant" | "user" | "place" | "instance" | "tuple" | "key" | "environment";
  /** The tenant of places, whose names are those of users. */
  tenant: string | null;
  /** `null` for more than could be named. */
  names: (string | [subject: string, relation: string, object: string])[] | null;
  /** They were deleted, and may have been made anew since. */
  gone: boolean;
  takes: boolean;
}

/** As of when something was read. */
export interface Moment {
  /** What was committed then, in PostgreSQL's words. */
  snapshot: string;
  /** Which database that was: after a failover or a restore, snapshots of before mean nothing. */
  database: string;
  /** The database's clock, in milliseconds since 1970. */
  clock: number;
}

const moment = sql`pg_current_snapshot()::text as snapshot, extract(epoch from clock_timestamp()) * 1000 as clock,
  (select system_identifier from pg_control_system()) || '/' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) || '/' ||
    (select oid from pg_database where datname = current_database()) as database`;

/** The moment of this transaction, which must be one of `asReader`. */
export async function readMoment(trx: Trx): Promise<Moment> {
  const { rows } = await sql<Moment>`select ${moment}`.execute(trx);
  if (!rows[0]) throw new Error("the database does not say what time it is");
  return { ...rows[0], clock: Number(rows[0].clock) };
}

/** All that has been committed since a snapshot was taken. The transaction must be one of `asReader`. */
export async function readUnread(
  trx: Trx,
  environment: string,
  since: string,
): Promise<Moment & { changes: DecisionChange[] }> {
  const { rows } = await sql<Moment & { changes: DecisionChange[] | null }>`select ${moment},
    (select jsonb_agg(jsonb_build_object('kind', kind, 'tenant', tenant, 'names', names, 'gone', gone, 'takes', takes))
     from decision_change where environment_id = ${environment} and xid >= pg_snapshot_xmin(${since}::pg_snapshot)
       and not pg_visible_in_snapshot(xid, ${since}::pg_snapshot)) as changes`.execute(trx);
  if (!rows[0]) throw new Error("the database does not say what has changed");
  return { ...rows[0], clock: Number(rows[0].clock), changes: rows[0].changes ?? [] };
}

/** Forgets what was committed when a snapshot was taken: only for when nobody reads on from before. */
export async function forgetChanges(trx: Trx, since: string): Promise<void> {
  await sql`delete from decision_change where pg_visible_in_snapshot(xid, ${since}::pg_snapshot)`.execute(
    trx,
  );
}
