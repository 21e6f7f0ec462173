// @ts-check
// Verifies an audit trail from its rows and from the checkpoints that were kept outside, by no code of the server.
import { ChainReader } from "./chains.js";
import { faultsOfCheckpoints, readCheckpoint } from "./checkpoints.js";

/**
 * @typedef {import("./checkpoints.js").Checkpoint} Checkpoint
 * @typedef {import("./chains.js").Chain & { name: string | null }} NamedChain
 * @typedef {import("./chains.js").Entry} Entry
 * @typedef {import("./chains.js").Signed} Signed
 * @typedef {(sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>} Run
 *
 * @typedef {object} ChainReport
 * @property {string} name
 * @property {number} entries
 * @property {number} intact up to which entry
 * @property {Signed | null} signed by the last checkpoint that names it
 * @property {readonly string[]} faults
 *
 * @typedef {object} Report
 * @property {readonly ChainReport[]} chains
 * @property {number} entries
 * @property {number} checkpoints
 * @property {string | null} lastCheckpoint when the last was signed
 * @property {readonly string[]} keyIds of the keys that signed them
 * @property {readonly string[]} faults of all, in words; none when everything is as it was written
 */

const pageSize = 5000;

/**
 * @param {Run} run reads the database: within one transaction that sees one moment, if somebody is writing
 * @param {{ kept?: readonly string[], keyIds?: readonly string[] }} [outside] signed checkpoints that were kept outside,
 *   and the ids of the keys that may sign; without them, those count that signed what was kept
 * @returns {Promise<Report>}
 */
export async function verifyTrail(run, { kept = [], keyIds } = {}) {
  const known = keyIds ?? (kept.length > 0 ? keysOf(kept) : null);
  const checkpoints = await readCheckpoints(run, kept, known);
  const { readers, strays, entries } = await readChains(run, checkpoints.all);
  const chains = readers.map((reader) => reportOf(reader));
  const last = checkpoints.all.reduce(
    (/** @type {string | null} */ latest, { at }) => (latest && latest > at ? latest : at),
    null,
  );
  return {
    chains,
    entries,
    checkpoints: new Set(checkpoints.all.map(({ jws }) => jws)).size,
    lastCheckpoint: last,
    keyIds: [...new Set(checkpoints.all.map(({ keyId }) => keyId))],
    faults: [
      ...checkpoints.faults,
      ...strays,
      ...chains.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`)),
    ],
  };
}

/** @param {readonly string[]} kept */
function keysOf(kept) {
  return [...new Set(kept.flatMap((jws) => readCheckpoint(jws, null)?.keyId ?? []))];
}

/**
 * @param {Run} run
 * @param {readonly string[]} kept
 * @param {readonly string[] | null} keyIds
 */
async function readCheckpoints(run, kept, keyIds) {
  /** @type {string[]} */
  const faults = [];
  /** @type {Map<string, { stored: Map<number, Checkpoint | null>, kept: Map<number, Checkpoint> }>} */
  const environments = new Map();
  /** @param {string} id */
  const environment = (id) => {
    const found = environments.get(id) ?? { stored: new Map(), kept: new Map() };
    environments.set(id, found);
    return found;
  };
  for (const jws of kept) {
    const checkpoint = readCheckpoint(jws, keyIds);
    if (!checkpoint) {
      faults.push("a checkpoint that was kept is not signed by a known key");
      continue;
    }
    const before = environment(checkpoint.environment).kept.get(checkpoint.number);
    if (before && before.jws !== jws)
      faults.push(`checkpoint ${checkpoint.number} was kept twice, and differs`);
    environment(checkpoint.environment).kept.set(checkpoint.number, checkpoint);
  }
  const rows = await run(
    "select environment_id as environment, number::float8, jws from permit.audit_checkpoint order by 1, 2",
  );
  for (const row of /** @type {{ environment: string, number: number, jws: string }[]} */ (rows)) {
    const checkpoint = readCheckpoint(row.jws, keyIds);
    const isItself = checkpoint?.environment === row.environment && checkpoint.number === row.number;
    environment(row.environment).stored.set(row.number, isItself ? checkpoint : null);
  }
  const each = [...environments.values()];
  return {
    all: each.flatMap(({ stored, kept: outside }) => [
      ...outside.values(),
      ...[...stored.values()].flatMap((x) => x ?? []),
    ]),
    faults: [...faults, ...each.flatMap(({ stored, kept: outside }) => faultsOfCheckpoints(stored, outside))],
  };
}

/**
 * Reads every row there is, also of no chain.
 * @param {Run} run
 * @param {readonly Checkpoint[]} checkpoints
 */
async function readChains(run, checkpoints) {
  const signed = signedHeads(checkpoints);
  const chains = /** @type {NamedChain[]} */ (
    await run(
      `select c.id, c.environment_id as environment, c.tenant_id as tenant, c.kind, c.length::float8, c.head, t.key as name
       from permit.audit_chain c left join permit.tenant t on t.id = c.tenant_id order by t.key nulls first, c.kind, c.id`,
    )
  );
  const readers = chains.map((chain) =>
    Object.assign(new ChainReader(chain, signed.get(chain.id) ?? []), { name: nameOf(chain) }),
  );
  const byId = new Map(readers.map((reader) => [reader.chain.id, reader]));
  const strays = [...signed].flatMap(([id, heads]) =>
    byId.has(id)
      ? []
      : [`chain ${id} is gone: the checkpoint of ${heads[0]?.at} signed ${heads[0]?.length} entries`],
  );
  let entries = 0;
  for await (const entry of entriesOf(run)) {
    entries += 1;
    const reader = byId.get(entry.chain);
    if (reader) reader.read(entry);
    else strays.push(`entry ${entry.seq} of ${entry.chain} belongs to no chain`);
  }
  const [counted] = await run("select count(*)::float8 as count from permit.audit_entry");
  if (counted?.["count"] !== entries)
    strays.push(`${String(counted?.["count"])} entries are there, ${entries} of them in order`);
  for (const reader of readers) reader.end();
  return { readers, strays, entries };
}

/**
 * Where each chain stood at each checkpoint, the last first.
 * @param {readonly Checkpoint[]} checkpoints
 */
function signedHeads(checkpoints) {
  /** @type {Map<string, Signed[]>} */
  const signed = new Map();
  const latestFirst = [...checkpoints].sort((a, b) => b.number - a.number);
  for (const { at, chains } of latestFirst)
    for (const chain of chains) signed.set(chain.id, [...(signed.get(chain.id) ?? []), { ...chain, at }]);
  return signed;
}

/** @param {Run} run @returns {AsyncGenerator<Entry>} */
async function* entriesOf(run) {
  /** @type {unknown[]} */
  let after = [];
  for (;;) {
    const page = /** @type {Entry[]} */ (
      await run(
        `select chain_id as chain, environment_id as environment, tenant_id as tenant, seq::float8, body::text,
           to_jsonb(at) #>> '{}' as at, people::text, people_salt as salt, people_digest as digest, hash,
           action, outcome, actor_id as actor, target_id as target
         from permit.audit_entry ${after.length > 0 ? "where (chain_id, seq) > ($1::uuid, $2::float8::bigint)" : ""}
         order by chain_id, seq limit ${pageSize}`,
        after,
      )
    );
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = [last.chain, last.seq];
  }
}

/** @param {NamedChain} chain */
function nameOf({ tenant, name, kind }) {
  return `${kind} of ${tenant === null ? "no tenant" : (name ?? tenant)}`;
}

/**
 * @param {ChainReader & { name: string }} reader
 * @returns {ChainReport}
 */
function reportOf({ name, chain, intact, signed, faults }) {
  return { name, entries: chain.length, intact, signed: signed[0] ?? null, faults };
}
