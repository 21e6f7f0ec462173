import { sql } from "kysely";
import { lock, type Store } from "./store.js";

type Ended =
  | { kind: "assignment"; user: string; role: string; place: string | null; name: string }
  | { kind: "invitation"; id: string; email: string };

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
      limit 5000`.execute(trx);
    if (rows.length === 0) return;
    const ended = rows.map((row) => row.ended);
    const changes = ended.map((each) =>
      each.kind === "assignment"
        ? { change: "assignment.end", user: each.user, role: each.role, place: each.place }
        : { change: "invitation.end", id: each.id, status: "expired" },
    );
    const entries = ended.map((each) => ({
      body: {
        outcome: "done",
        actor_kind: "system",
        actor: null,
        ...(each.kind === "assignment"
          ? { action: "assignment.expire", target: each.user, role: each.role, place: each.place }
          : { action: "invitation.expire", target: each.id }),
      },
      people: { target: each.kind === "assignment" ? each.name : each.email },
    }));
    await sql`select apply_changes(${JSON.stringify(changes)}::jsonb, ${JSON.stringify(entries)}::jsonb, ${rows[0]?.now})`.execute(
      trx,
    );
  });
}
