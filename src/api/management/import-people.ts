import { sql } from "kysely";
import { canonicalAddress } from "../addresses.js";
import { lock, type Store, type Trx } from "../store/store.js";
import type { ImportedPerson } from "./definition.js";

const batchSize = 5000;
/** The first batch is small, so that the tables have statistics before the large ones are planned. */
const firstBatchSize = 200;

/**
 * Imports people into a tenant as the operator, a batch a transaction: users are made or updated, given a place, and
 * assigned their roles by the one writer. Somebody who is here already keeps their place; roles they hold are kept.
 * One audit entry a batch names the operator; the guardrails hold.
 */
export async function importPeople(
  store: Store,
  environment: string,
  tenantKey: string,
  people: Iterable<ImportedPerson> | AsyncIterable<ImportedPerson>,
): Promise<{ imported: number }> {
  const { tenant, roles } = await store.asOwner({ environment, tenant: null }, (trx) =>
    namesOf(trx, environment, tenantKey),
  );
  let imported = 0;
  let analyzedAt = firstBatchSize / 10;
  let batch: ImportedPerson[] = [];
  const write = async () => {
    if (batch.length > 0)
      await store.asOwner({ environment, tenant }, (trx) =>
        importBatch(trx, environment, tenant, roles, batch),
      );
    imported += batch.length;
    batch = [];
    if (imported >= 10 * analyzedAt) {
      analyzedAt = imported;
      await store.asOwner({ environment, tenant }, (trx) =>
        sql`analyze app_user, membership, assignment`.execute(trx),
      );
    }
  };
  for await (const person of people) {
    if (batch.push(person) >= (imported === 0 ? firstBatchSize : batchSize)) await write();
  }
  await write();
  return { imported };
}

async function namesOf(trx: Trx, environment: string, tenantKey: string) {
  const { rows } = await sql<{ tenant: string | null }>`select tenant_by_key(${tenantKey}) as tenant`.execute(
    trx,
  );
  const tenant = rows[0]?.tenant;
  if (!tenant) throw new Error(`There is no tenant ${tenantKey}`);
  const { rows: named } = await sql<{ name: string; id: string }>`
    select coalesce(s.key || ':', '') || r.key as name, r.id from role r
    left join resource s on (s.environment_id, s.id) = (r.environment_id, r.resource_id)
    where r.environment_id = ${environment}`.execute(trx);
  return { tenant, roles: new Map(named.map(({ name, id }) => [name, id])) };
}

async function importBatch(
  trx: Trx,
  environment: string,
  tenant: string,
  roles: ReadonlyMap<string, string>,
  people: readonly ImportedPerson[],
) {
  await lock(trx);
  const users = people.map(({ key, email, emailVerified = true, name = "" }) => {
    const address = email === undefined ? null : canonicalAddress(email);
    if (email !== undefined && address === null) throw new Error(`${key} has no valid address: ${email}`);
    return { key, email: address, verified: emailVerified && address !== null, name };
  });
  const { rows } = await sql<{ id: string; key: string }>`
    insert into app_user as u (environment_id, key, email, email_verified, name, known_at)
    select ${environment}, x.key, x.email, x.verified, x.name, clock_timestamp()
    from jsonb_to_recordset(${JSON.stringify(users)}::jsonb) as x(key text, email text, verified boolean, name text)
    on conflict (environment_id, key) do update set email = coalesce(excluded.email, u.email),
      email_verified = case when excluded.email is null then u.email_verified else excluded.email_verified end, name = coalesce(nullif(excluded.name, ''), u.name), known_at = coalesce(u.known_at, excluded.known_at)
    returning id, key`.execute(trx);
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  const { rows: here } = await sql<{ user: string; role: string | null; place: string | null }>`
    select m.user_id as user, a.role_id as role, r.key || ':' || i.key as place
    from membership m left join assignment a using (environment_id, tenant_id, user_id)
    left join resource_instance i on (i.environment_id, i.tenant_id, i.id) = (a.environment_id, a.tenant_id, a.instance_id)
    left join resource r on (r.environment_id, r.id) = (i.environment_id, i.resource_id)
    where m.environment_id = ${environment} and m.tenant_id = ${tenant} and m.user_id = any (${[...ids.values()]}::uuid[])`.execute(
    trx,
  );
  const members = new Set(here.map(({ user }) => user));
  const held = new Set(here.map(({ user, role, place }) => `${user} ${role} ${place ?? ""}`));
  const changes = people.flatMap((person) => {
    const user = ids.get(person.key) ?? "";
    const grants = (person.roles ?? []).map((role) => (typeof role === "string" ? { role } : role));
    return [
      ...(members.has(user) ? [] : [{ change: "membership.create", user }]),
      ...(person.attributes
        ? [{ change: "membership.attributes", user, attributes: person.attributes }]
        : []),
      ...(person.status ? [{ change: "membership.status", user, status: person.status }] : []),
      ...grants.flatMap(({ role, ...where }) => {
        const instance = "instance" in where ? where.instance : undefined;
        const ends = "ends" in where ? where.ends : undefined;
        const id = roles.get(instance === undefined ? role : `${instance.split(":")[0]}:${role}`);
        if (id === undefined) throw new Error(`${person.key} is given an unknown role: ${role}`);
        const place = instance ?? null;
        return held.has(`${user} ${id} ${place ?? ""}`)
          ? []
          : [{ change: "assignment.create", user, role: id, place, ends: ends?.toISOString() ?? null }];
      }),
    ];
  });
  const entry = {
    body: {
      action: "user.import",
      outcome: "done",
      request: crypto.randomUUID(),
      actor_kind: "operator",
      actor: null,
      after: { people: people.length },
    },
    people: { actor: "the app" },
  };
  await sql`select apply_changes(${JSON.stringify(changes)}::jsonb, ${JSON.stringify([entry])}::jsonb, clock_timestamp())`.execute(
    trx,
  );
}
