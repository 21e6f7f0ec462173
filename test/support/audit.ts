import type { AuditEntry } from "../../src/api/audit-trail.js";
import type { Database } from "./database.js";

export type StoredEntry = AuditEntry & {
  kind: "changes" | "refusals";
  tenant_id: string | null;
  seq: number;
};

/** The audit entries of one request, in order. */
export function entriesOf(database: Database, request: string): Promise<StoredEntry[]> {
  return database.rows<StoredEntry>(
    `select c.kind, e.tenant_id, e.seq::int, e.body, e.people from audit_entry e join audit_chain c on c.id = e.chain_id
     where e.body ->> 'request' = $1 order by c.kind, e.seq`,
    [request],
  );
}
