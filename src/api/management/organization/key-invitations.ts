import { sql } from "kysely";
import type { Call } from "../operation.js";

interface Open {
  environment: string;
  tenant: string;
  id: string;
  email: string;
}

/** An operator's invitation rests on the key that it was made with: with that, it ends. */
export async function endInvitationsOf(
  { trx, key, requestId, environment }: Call,
  apiKey: string,
): Promise<void> {
  const { rows } =
    await sql<Open>`select environment_id as environment, tenant_id as tenant, id, email from invitation
    where inviter_kind = 'operator' and inviter_id = ${apiKey} and status = 'open'
    order by environment_id, tenant_id, id`.execute(trx);
  const byTenant = new Map<string, Open[]>();
  for (const each of rows) byTenant.set(each.tenant, [...(byTenant.get(each.tenant) ?? []), each]);
  const settle = (at: string, tenant: string) =>
    sql`select set_config('permit.environment', ${at}, true), set_config('permit.tenant', ${tenant}, true)`.execute(
      trx,
    );
  for (const [tenant, invitations] of byTenant) {
    await settle(invitations[0]?.environment ?? "", tenant);
    await sql`select lock_tenant()`.execute(trx);
    // Some may have been accepted while the tenant was waited for.
    const { rows: open } = await sql<Open>`select id, email from invitation where status = 'open'
      and tenant_id = ${tenant} and id = any (${invitations.map(({ id }) => id)}::uuid[])`.execute(trx);
    const changes = open.map(({ id }) => ({ change: "invitation.end", id, status: "cancelled" }));
    const entries = open.map(({ id, email }) => ({
      body: {
        ...{ action: "invitation.cancel", outcome: "done", request: requestId },
        ...{ actor_kind: "operator", actor: key.id, target: id },
      },
      people: { actor: key.name, target: email },
    }));
    if (open.length > 0)
      await sql`select apply_changes(${JSON.stringify(changes)}::jsonb, ${JSON.stringify(entries)}::jsonb,
        clock_timestamp())`.execute(trx);
  }
  if (byTenant.size > 0) await settle(environment, "");
}
