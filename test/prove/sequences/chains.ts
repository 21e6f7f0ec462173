import { createHash } from "node:crypto";
import type { Database } from "../../support/database.js";

/** Follows the hash chains of the log as they grow, by their description and by no code of the product. */

interface Link {
  chain: string;
  seq: number;
  body: string;
  people: string;
  salt: Buffer;
  digest: Buffer;
  hash: Buffer;
}

const sha256 = (...parts: (Buffer | string)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

export class Chains {
  readonly #heads = new Map<string, { seq: number; hash: Buffer }>();

  constructor(readonly database: Database) {}

  /** What does not hold among the entries that have been added, and of the heads. */
  async faults(): Promise<string[]> {
    const known = Object.fromEntries([...this.#heads].map(([chain, { seq }]) => [chain, seq]));
    const [added, heads] = await Promise.all([
      this.database.rows<Link>(
        `select chain_id as chain, seq::int, body::text, people::text, people_salt as salt, people_digest as digest, hash
         from audit_entry where seq > coalesce(($1::jsonb ->> chain_id::text)::bigint, 0) order by chain_id, seq`,
        [JSON.stringify(known)],
      ),
      this.database.rows<{ id: string; length: number; head: Buffer }>(
        "select id, length::int, head from audit_chain",
      ),
    ]);
    const faults: string[] = [];
    for (const { chain, seq, body, people, salt, digest, hash } of added) {
      const before = this.#heads.get(chain) ?? { seq: 0, hash: Buffer.alloc(0) };
      if (seq !== before.seq + 1) faults.push(`S6 entry ${before.seq + 1} of ${chain} is missing`);
      if (!sha256(salt, people).equals(digest)) faults.push(`S6 names of ${seq} in ${chain} are others`);
      if (!sha256(before.hash, `${seq}|${body}`, digest).equals(hash))
        faults.push(`S6 ${seq} of ${chain} does not follow`);
      this.#heads.set(chain, { seq, hash });
    }
    for (const { id, length, head } of heads) {
      const last = this.#heads.get(id) ?? { seq: 0, hash: Buffer.alloc(0) };
      if (last.seq !== length || !last.hash.equals(head)) faults.push(`S6 the head of ${id} is another`);
    }
    return faults;
  }
}
