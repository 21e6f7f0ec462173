import { sql } from "kysely";
import { sha256, toHex } from "../bytes.js";
import { CheckpointKey } from "../sessions/checkpoint-key.js";
import type { Store } from "./store.js";

/** What vouches for the audit trail as it stood at that moment, to be kept where the database's owner can't reach. */
export interface Checkpoint {
  /** The environment whose chains it signs; the organization's id for what concerns no environment. */
  environment: string;
  /** 1, 2, 3 and so on, in each environment. */
  number: number;
  /** By the database's clock, ISO 8601. */
  at: string;
  /** Signed by Ed25519 (a compact JWS, with its public key): the heads of the chains that have moved, and the digest of the checkpoint before. */
  jws: string;
}

interface Moved {
  now: string;
  last: { number: number; jws: string } | null;
  chains: readonly { id: string; tenant: string | null; kind: string; length: number; head: string }[];
}

/**
 * A checkpoint for each environment in which chains have moved since its last, the organization's own chain and those of
 * environments that are gone included.
 */
export async function signCheckpoints(store: Store, secret: Uint8Array): Promise<Checkpoint[]> {
  const { rows } = await store.asOwner({ environment: "", tenant: null }, (trx) =>
    sql<{ id: string }>`select distinct c.environment_id as id from audit_chain c
      left join audit_signed s on s.chain_id = c.id
      where (c.length, c.head) is distinct from (s.length, s.head) order by 1`.execute(trx),
  );
  const made = [];
  for (const { id } of rows) made.push(await signCheckpoint(store, id, secret));
  return made.filter((each) => each !== null);
}

async function signCheckpoint(
  store: Store,
  environment: string,
  secret: Uint8Array,
): Promise<Checkpoint | null> {
  const key = await CheckpointKey.from(secret);
  return store.asOwner({ environment, tenant: null }, async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`permit:checkpoint:${environment}`}, 0))`.execute(
      trx,
    );
    // One statement, so that all heads are of one moment.
    const { rows } = await sql<{ moved: Moved }>`select jsonb_build_object('now', clock_timestamp(),
      'last', (select jsonb_build_object('number', number, 'jws', jws) from audit_checkpoint
        where environment_id = ${environment} order by number desc limit 1),
      'chains', coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'tenant', c.tenant_id, 'kind', c.kind,
        'length', c.length, 'head', encode(c.head, 'hex')) order by c.id), '[]')) as moved
      from audit_chain c left join audit_signed s on s.chain_id = c.id
      where c.environment_id = ${environment} and (c.length, c.head) is distinct from (s.length, s.head)`.execute(
      trx,
    );
    const moved = rows[0]?.moved;
    if (!moved || moved.chains.length === 0) return null;
    const { now: at, last, chains } = moved;
    const number = (last?.number ?? 0) + 1;
    const previous = last && toHex(await sha256(last.jws));
    const jws = await key.sign({ environment, number, at, previous, chains });
    await sql`insert into audit_checkpoint (environment_id, number, jws, at)
      values (${environment}, ${number}, ${jws}, ${at})`.execute(trx);
    await sql`insert into audit_signed (environment_id, tenant_id, chain_id, length, head, checkpoint, at)
      select ${environment}, tenant, id, length, decode(head, 'hex'), ${number}, ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(chains)}::jsonb) as c(id uuid, tenant uuid, length bigint, head text)
      on conflict (chain_id) do update set length = excluded.length, head = excluded.head,
        checkpoint = excluded.checkpoint, at = excluded.at`.execute(trx);
    return { environment, number, at, jws };
  });
}
