import { sql } from "kysely";
import type { Server } from "../../request-context.js";
import type { Login } from "./login-token.js";

/** Who is logged in, as the vendor's pages tell it; nothing, once there is no such place, or the login has been ended. */
export async function meOf(
  { store }: Server,
  { environment, tenant, user, epoch }: Login,
): Promise<object | null> {
  return store.asOwner({ environment, tenant: null }, async (trx) => {
    const { rows } = await sql<{
      actor: object;
    }>`select jsonb_build_object('actor_type', 'user', 'id', u.id, 'key', u.key,
        'org_id', p.organization_id, 'project_id', p.id, 'env_id', e.id, 'tenant_id', m.tenant_id,
        'email', u.email, 'name', u.name, 'given_name', u.first_name, 'family_name', u.last_name,
        'onboarding_step', 'done') as actor
      from app_user u join environment e on e.id = u.environment_id join project p on p.id = e.project_id
      join membership m on (m.environment_id, m.user_id) = (u.environment_id, u.id)
      where u.environment_id = ${environment} and u.id = ${user} and m.tenant_id = ${tenant} and u.epoch = ${epoch}`.execute(
      trx,
    );
    return rows[0] ? { actor: rows[0].actor } : null;
  });
}
