import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { AuditEntry } from "../audit-trail.js";
import { lock } from "../store/store.js";
import type { Call } from "./operation.js";

/** What goes with something an operator deletes, each a condition: `a` is an assignment, `m` somebody's place in a tenant. */
export interface Ending {
  /** Assignments that end: `a.role_id = …`, `a.instance_id = …`. */
  assignments?: RawBuilder<unknown>;
  /** Places that end, with every assignment in them: `m.user_id = …`. */
  places?: RawBuilder<unknown>;
}

interface Ended {
  kind: "assignment" | "place";
  user: string;
  name: string;
  roles: { role: string; place: string | null }[];
}

const mostAtOnce = 5000;

/**
 * Ends assignments and places that would fall with what an operator is about to delete, tenant by tenant through the one
 * writer: each reaches the audit trail of its tenant, and list rows and counters follow. Call it before the row itself is
 * deleted, in a call that has its environment's lock. The deletion passes the guardrail of least holders, which is
 * recorded as `tenant.ownerless` and binds again from the next commit that satisfies it; so this is not for taking a
 * role from somebody, which must be refused there.
 */
export async function endAssignments(call: Call, ending: Ending): Promise<void> {
  const { trx } = call;
  for (const tenant of await tenantsOf(call, ending)) {
    await sql`select set_config('permit.tenant', ${tenant}, true)`.execute(trx);
    await lock(trx);
    for (let ended; (ended = await nextOf(call, tenant, ending)).length > 0;) await end(call, ended);
    await freeOfLeast(call, tenant);
  }
  await sql`select set_config('permit.tenant', '', true)`.execute(trx);
}

/** In one order, so that two deletions never wait for each other. */
async function tenantsOf({ trx, environment }: Call, { assignments, places }: Ending): Promise<string[]> {
  const { rows } = await sql<{ tenant: string }>`
    select a.tenant_id as tenant from assignment a where a.environment_id = ${environment} and ${assignments ?? sql`false`}
    union select m.tenant_id from membership m where m.environment_id = ${environment} and ${places ?? sql`false`}
    order by 1`.execute(trx);
  return rows.map(({ tenant }) => tenant);
}

async function nextOf(
  { trx, environment }: Call,
  tenant: string,
  { assignments, places }: Ending,
): Promise<Ended[]> {
  const role = sql`jsonb_build_object('role', a.role_id, 'place', case when i.id is not null then r.key || ':' || i.key end)`;
  const instance = sql`left join resource_instance i on (i.environment_id, i.tenant_id, i.id) = (a.environment_id, a.tenant_id, a.instance_id)
    left join resource r on (r.environment_id, r.id) = (i.environment_id, i.resource_id)`;
  const { rows } = await sql<Ended>`
    select 'place' as kind, m.user_id as user, m.name, coalesce((select jsonb_agg(${role}) from assignment a ${instance}
        where (a.environment_id, a.tenant_id, a.user_id) = (m.environment_id, m.tenant_id, m.user_id)), '[]') as roles
    from membership m where m.environment_id = ${environment} and m.tenant_id = ${tenant} and ${places ?? sql`false`}
    union all
    select 'assignment', a.user_id, m.name, jsonb_build_array(${role}) from assignment a
    join membership m using (environment_id, tenant_id, user_id) ${instance}
    where a.environment_id = ${environment} and a.tenant_id = ${tenant} and ${assignments ?? sql`false`}
      and not (${places ?? sql`false`})
    limit ${mostAtOnce}`.execute(trx);
  return rows;
}

async function end(call: Call, ended: readonly Ended[]): Promise<void> {
  const changes = ended.map(({ kind, user, roles: [first] }) =>
    kind === "place" ? { change: "membership.remove", user } : { change: "assignment.end", user, ...first },
  );
  const entries = ended.map(({ kind, user, name, roles }) =>
    entryOf(call, name, {
      target: user,
      ...(kind === "place"
        ? { action: "user.remove", before: { roles } }
        : { action: "role.revoke", ...roles[0] }),
    }),
  );
  await sql`select apply_changes(${JSON.stringify(changes)}::jsonb, ${JSON.stringify(entries)}::jsonb, clock_timestamp())`.execute(
    call.trx,
  );
}

/** A guardrail that this deletion breaks must not keep the tenant from every other act. */
async function freeOfLeast(call: Call, tenant: string): Promise<void> {
  const { rows } = await sql<{ role: string; least: number }>`
    update guardrail_role set least_binds = false
    where environment_id = ${call.environment} and tenant_id = ${tenant} and least_binds
      and lasting_holders(environment_id, tenant_id, role_id, clock_timestamp()) < least
    returning role_id as role, least`.execute(call.trx);
  const entries = rows.map(({ role, least }) =>
    entryOf(call, undefined, { action: "tenant.ownerless", role, before: { least } }),
  );
  await sql`select append_audit(${call.environment}, ${tenant}, 'changes', clock_timestamp(), ${JSON.stringify(entries)}::jsonb)`.execute(
    call.trx,
  );
}

const entryOf = (
  { key, requestId }: Call,
  target: string | undefined,
  body: Omit<Partial<AuditEntry["body"]>, "action"> & { action: string },
) => ({
  body: { outcome: "done", request: requestId, actor_kind: "operator", actor: key.id, ...body },
  people: { actor: key.name, ...(target !== undefined && { target }) },
});
