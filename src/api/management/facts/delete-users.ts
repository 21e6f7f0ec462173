import { sql } from "kysely";
import { endAssignments } from "../end-assignments.js";
import { Fault } from "../fault.js";
import type { Call } from "../operation.js";
import { lockTenants } from "./operate.js";
import { tell } from "./trail.js";

/**
 * Deletes users: their places end through the one writer in every tenant, then they are gone, and their sessions with
 * them. The guardrail of least holders lets it pass and records it.
 */
export async function deleteUsers(call: Call, users: readonly string[]): Promise<void> {
  const { trx, environment } = call;
  const theirs = sql`m.user_id = any (${[...users]}::uuid[])`;
  const placesOf = async () => {
    const { rows } = await sql<{ tenant: string }>`select distinct m.tenant_id as tenant from membership m
      where m.environment_id = ${environment} and ${theirs}`.execute(trx);
    return rows.map(({ tenant }) => tenant);
  };
  const locked = new Set(await placesOf());
  await lockTenants(call, locked);
  // Nobody gives them a place from now on.
  const { rows } = await sql<{ id: string; key: string }>`select id, key::text from app_user
    where environment_id = ${environment} and id = any (${[...users]}::uuid[]) order by id for update`.execute(
    trx,
  );
  if ((await placesOf()).some((tenant) => !locked.has(tenant)))
    throw new Fault(409, "CONCURRENT_OPERATION_DISALLOWED", "It has changed meanwhile. Please try again.");
  await endAssignments(call, { places: theirs });
  await sql`delete from app_user where environment_id = ${environment} and id = any (${[...users]}::uuid[])`.execute(
    trx,
  );
  await tell(
    call,
    null,
    rows.map(({ id, key }) => ({ action: "user.delete", target: id, people: { target: key } })),
  );
}
