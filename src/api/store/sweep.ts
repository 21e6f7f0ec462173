import { sql } from "kysely";
import { lock, type Store } from "./store.js";

type Ended =
  | { kind: "assignment"; user: string; role: string; place: string | null; name: string }
  | { kind: "invitation"; id: string; email: string }
  | { kind: "request"; id: string; target: string; name: string };

/**
 * Ends what has run out, within a minute. Every judgement compares times itself; the sweep keeps lists and counters
 * from lying, and forgets answers kept for retries.
 */
export async function sweep(store: Store, environment: string): Promise<void> {
  const tenants = await store.asOwner({ environment, tenant: null }, async (trx) => {
    await sql`delete from idempotency where created_at < clock_timestamp() - interval '24 hours'`.execute(
      trx,
    );
    const { rows } = await sql<{ tenant: string }>`
      select tenant_id as tenant from assignment where environment_id = ${environment} and ends_at <= clock_timestamp()
      union select tenant_id from invitation
      where environment_id = ${environment} and status = 'open' and expires_at <= clock_timestamp()
      union select tenant_id from request
      where environment_id = ${environment} and status = 'open' and expires_at <= clock_timestamp()`.execute(
      trx,
    );
    return rows.map(({ tenant }) => tenant);
  });
  for (const tenant of tenants) await sweepTenant(store, environment, tenant);
}

async function sweepTenant(store: Store, environment: string, tenant: string): Promise<void> {
  await store.asOwner({ environment, tenant }, async (trx) => {
    await lock(trx);
    const { rows } = await sql<{ ended: Ended; now: Date }>`
      select jsonb_build_object('kind', 'assignment', 'user', a.user_id, 'role', a.role_id, 'name', m.name,
        'place', case when i.id is not null then r.key || ':' || i.key end) as ended, clock_timestamp() as now
      from assignment a
      join membership m using (environment_id, tenant_id, user_id)
      left join resource_instance i on (i.environment_id, i.tenant_id, i.id) = (a.environment_id, a.tenant_id, a.instance_id)
      left join resource r on (r.environment_id, r.id) = (i.environment_id, i.resource_id)
      where a.environment_id = ${environment} and a.tenant_id = ${tenant} and a.ends_at <= clock_timestamp()
      union all
      select jsonb_build_object('kind', 'invitation', 'id', i.id, 'email', i.email), clock_timestamp() from invitation i
      where i.environment_id = ${environment} and i.tenant_id = ${tenant} and i.status = 'open' and i.expires_at <= clock_timestamp()
      union all
      select jsonb_build_object('kind', 'request', 'id', r.id, 'target', coalesce(r.subject_id, r.id),
        'name', coalesce(m.name, r.act #>> '{invitation,email}', '')), clock_timestamp() from request r
      left join membership m on (m.environment_id, m.tenant_id, m.user_id) = (r.environment_id, r.tenant_id, r.subject_id)
      where r.environment_id = ${environment} and r.tenant_id = ${tenant} and r.status = 'open' and r.expires_at <= clock_timestamp()
      limit 5000`.execute(trx);
    if (rows.length === 0) return;
    const ended = rows.map((row) => row.ended);
    const changes = ended.map(changeOf);
    const entries = ended.map((each) => ({
      body: { outcome: "done", actor_kind: "system", actor: null, ...recordOf(each) },
      people: { target: each.kind === "invitation" ? each.email : each.name },
    }));
    await sql`select apply_changes(${JSON.stringify(changes)}::jsonb, ${JSON.stringify(entries)}::jsonb, ${rows[0]?.now})`.execute(
      trx,
    );
  });
}

function changeOf(ended: Ended) {
  const { kind } = ended;
  return kind === "assignment"
    ? { change: "assignment.end", user: ended.user, role: ended.role, place: ended.place }
    : { change: `${kind}.end`, id: ended.id, status: "expired" };
}

function recordOf(ended: Ended) {
  switch (ended.kind) {
    case "assignment":
      return { action: "assignment.expire", target: ended.user, role: ended.role, place: ended.place };
    case "invitation":
      return { action: "invitation.expire", target: ended.id };
    case "request":
      return { action: "request.expire", target: ended.target, asked: ended.id };
  }
}
