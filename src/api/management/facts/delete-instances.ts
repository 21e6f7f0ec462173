import { sql } from "kysely";
import { endAssignments } from "../end-assignments.js";
import type { Call } from "../operation.js";
import { lockTenants } from "./operate.js";
import { ring, tell } from "./trail.js";

/** Deletes instances: the roles held on them end on the record, and their tuples go with them. */
export async function deleteInstances(call: Call, instances: readonly string[]): Promise<void> {
  const { trx, environment } = call;
  const { rows } = await sql<{ id: string; tenant: string; place: string }>`
    select i.id, i.tenant_id as tenant, r.key || ':' || i.key as place from resource_instance i
    join resource r on (r.environment_id, r.id) = (i.environment_id, i.resource_id)
    where i.environment_id = ${environment} and i.id = any (${[...instances]}::uuid[])`.execute(trx);
  const tenants = [...new Set(rows.map(({ tenant }) => tenant))].sort();
  await lockTenants(call, tenants);
  await endAssignments(call, { assignments: sql`a.instance_id = any (${[...instances]}::uuid[])` });
  await sql`delete from resource_instance where environment_id = ${environment} and id = any (${[...instances]}::uuid[])`.execute(
    trx,
  );
  for (const tenant of tenants) {
    const theirs = rows.filter((row) => row.tenant === tenant);
    await tell(
      call,
      tenant,
      theirs.map(({ id, place }) => ({
        action: "resource_instance.delete",
        target: id,
        people: { target: place },
      })),
    );
    await ring(call, tenant, ["people"]);
  }
}
