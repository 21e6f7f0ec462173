import { expect } from "vitest";
import { openVendor, type Answered, type Vendor } from "./vendor.js";

/** A permit with documents in folders and three tenants, asked about its facts. */
export interface VendorFacts extends Vendor {
  /** Asks below `/v2/facts/…`; the answer must have that status, and be as described. */
  facts(status: number, method: string, path: string, body?: unknown, key?: string | null): Promise<Answered>;
  /** The audit entries of a tenant by its key, or without one of the environment: the oldest first. */
  trail(tenant: string | null): Promise<{ action: string; actor_kind: string; actor: string; by: string }[]>;
}

export async function openVendorFacts(): Promise<VendorFacts> {
  const vendor = await openVendor();
  await vendor.permit.define({
    resources: {
      folder: {
        name: "Folder",
        actions: { read: "Read" },
        roles: { editor: { name: "Editor", permissions: ["read"] } },
      },
      doc: {
        name: "Document",
        actions: { read: "Read", write: "Write" },
        relations: { parent: "folder" },
        roles: {
          viewer: { name: "Viewer", permissions: ["read"] },
          editor: { name: "Editor", permissions: ["write"] },
        },
      },
    },
    roles: {
      admin: { name: "Admin", permissions: ["doc:read", "doc:write"] },
      viewer: { name: "Viewer", permissions: ["doc:read"] },
    },
    attributes: { age: { label: "Age", type: "number" } },
    elements: {
      team: {
        type: "user-management",
        name: "Team",
        roles_to_levels: { LEVEL_1: ["admin"], LEVEL_4: ["viewer"] },
      },
    },
    tenants: { acme: { name: "Acme" }, beta: { name: "Beta" } },
  });
  return {
    ...vendor,
    async facts(status, method, path, body, key) {
      const answer = await vendor.ask(method, vendor.F + path, body, key);
      expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBe(status);
      return answer;
    },
    trail: (tenant) =>
      vendor.database.rows(
        `select e.action, e.body ->> 'actor_kind' as actor_kind, e.body ->> 'actor' as actor, e.people ->> 'actor' as by
         from audit_entry e left join audit_chain c on c.id = e.chain_id
         where c.kind = 'changes' and e.environment_id = $1
           and e.tenant_id is not distinct from (select id from tenant where key = $2) order by e.at, e.seq`,
        [vendor.environment, tenant],
      ),
  };
}
