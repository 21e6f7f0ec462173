import { sql } from "kysely";
import { endAssignments } from "../end-assignments.js";
import type { Call } from "../operation.js";
import { lockTenants } from "./operate.js";
import { ring } from "./trail.js";

/**
 * Deletes tenants: every place in them ends through the one writer, then they are gone with all they held. Their audit
 * chains stay.
 */
export async function deleteTenants(call: Call, tenants: readonly string[]): Promise<void> {
  const { trx, environment } = call;
  await lockTenants(call, tenants);
  await endAssignments(call, { places: sql`m.tenant_id = any (${[...tenants]}::uuid[])` });
  await sql`delete from tenant where environment_id = ${environment} and id = any (${[...tenants]}::uuid[])`.execute(
    trx,
  );
  for (const tenant of tenants) await ring(call, tenant, ["session", "people", "invitations", "requests"]);
}
