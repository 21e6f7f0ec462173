import { createHash } from "node:crypto";

/** Verifies the audit trail from its rows alone, by its description and by no code of the product. */

type Run = (sql: string) => Promise<Record<string, unknown>[]>;

interface Chain {
  id: string;
  tenant: string | null;
  length: number;
  head: Buffer;
}
interface Entry {
  chain: string;
  tenant: string | null;
  seq: number;
  body: string;
  at: string;
  people: string | null;
  salt: Buffer | null;
  digest: Buffer;
  hash: Buffer;
}

const sha256 = (...parts: (Buffer | string)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

/** Every fault, in words; none when all is as it was written. */
export async function faultsOfTrail(run: Run): Promise<string[]> {
  const chains = (await run(
    "select id, tenant_id as tenant, length::int, head from permit.audit_chain order by id",
  )) as unknown as Chain[];
  const entries = (await run(
    `select chain_id as chain, tenant_id as tenant, seq::int, body::text, to_jsonb(at) #>> '{}' as at, people::text,
       people_salt as salt, people_digest as digest, hash from permit.audit_entry order by chain_id, seq`,
  )) as unknown as Entry[];
  const strays = entries.filter(({ chain }) => !chains.some(({ id }) => id === chain));
  return [
    ...strays.map(({ chain, seq }) => `${chain} ${seq}: of no chain`),
    ...chains.flatMap((chain) =>
      faultsOfChain(
        chain,
        entries.filter((each) => each.chain === chain.id),
      ),
    ),
  ];
}

function faultsOfChain(chain: Chain, entries: readonly Entry[]): string[] {
  const faults: string[] = [];
  let head: Buffer = Buffer.alloc(0);
  entries.forEach((entry, index) => {
    const fault = (what: string) => faults.push(`${chain.id} ${entry.seq}: ${what}`);
    if (entry.seq !== index + 1) fault(`${index + 1} is missing`);
    if (entry.tenant !== chain.tenant) fault("of another tenant than its chain");
    const erased = entry.people === null && entry.salt === null;
    if (!erased && !sha256(entry.salt ?? "", entry.people ?? "").equals(entry.digest))
      fault("names were altered");
    if ((JSON.parse(entry.body) as { at?: string }).at !== entry.at) fault("of another time");
    if (!sha256(head, `${entry.seq}|${entry.body}`, entry.digest).equals(entry.hash)) fault("altered");
    head = entry.hash;
  });
  if (entries.length !== chain.length)
    faults.push(`${chain.id}: ${chain.length} entries, but ${entries.length} are there`);
  if (!head.equals(chain.head)) faults.push(`${chain.id}: its end is another`);
  return faults;
}
