import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { find } from "../collection.js";
import type { Call } from "../operation.js";

/** For a role in the whole tenant: the vendor's description wants an id there. */
export const noInstance = "00000000-0000-0000-0000-000000000000";

export interface Invite {
  id: string;
  key: string;
  email: string;
  first_name: string;
  last_name: string;
  role_id: string;
  tenant_id: string;
  resource_instance_id: string;
  status: "pending" | "approved";
}

/**
 * Invitations as the vendor reads them, those that delegates sent among them: what is open and what has been accepted,
 * unless it has been deleted here. Of several roles the first is named.
 */
export const inviteRows = (call: Call): RawBuilder<unknown> => sql`
  select coalesce(n.id, i.id) as id, '' as key, i.created_at, i.tenant_id, i.id as invitation_id,
    concat_ws(' ', n.key, i.email, n.email, n.first_name, n.last_name) as search,
    jsonb_build_object('id', coalesce(n.id, i.id), 'organization_id', ${call.organization}::uuid,
      'project_id', ${call.project}::uuid, 'environment_id', i.environment_id, 'created_at', i.created_at,
      'updated_at', coalesce(n.updated_at, i.created_at), 'email', coalesce(n.email, i.email),
      'key', coalesce(n.key, case when i.email ~ '^[A-Za-z0-9|@+._-]+$' then i.email else i.id::text end),
      'status', case i.status when 'open' then 'pending' else 'approved' end,
      'first_name', coalesce(n.first_name, ''), 'last_name', coalesce(n.last_name, ''), 'tenant_id', i.tenant_id,
      'role_id', coalesce(g.role_id, ${noInstance}), 'resource_instance_id', coalesce(g.instance_id, ${noInstance})) as body
  from invitation i
  left join user_invite n on (n.environment_id, n.tenant_id, n.invitation_id) = (i.environment_id, i.tenant_id, i.id)
  left join lateral (select r.role_id, r.instance_id from invitation_role r
    where (r.environment_id, r.tenant_id, r.invitation_id) = (i.environment_id, i.tenant_id, i.id)
    order by r.role_id, r.instance_id limit 1) g on true
  where i.environment_id = ${call.environment} and n.deleted_at is null
    and (i.status = 'accepted' or i.status = 'open' and i.expires_at > statement_timestamp())`;

/** An invitation by the id it has here; 404 without one. */
export async function inviteNamed(call: Call, name: string): Promise<Invite & { invitation: string }> {
  const { id, body } = await find({ rows: inviteRows, noun: "user invite" }, call, name);
  const { rows } = await sql<{
    invitation: string;
  }>`select x.invitation_id as invitation from (${inviteRows(call)}) x
    where x.id = ${id}`.execute(call.trx);
  return { ...(body as Invite), invitation: rows[0]?.invitation ?? "" };
}
