import { sql } from "kysely";
import { z } from "zod";
import { canonicalAddress } from "../../addresses.js";
import { Fault, duplicate } from "../fault.js";
import type { Call } from "../operation.js";
import { checkUserAttributes } from "./check-attributes.js";
import { Address, MaybeAttributes, MaybeName, Name, UserKey, Words } from "./fields.js";
import { lockTenants } from "./operate.js";
import { tell } from "./trail.js";

const fields = {
  email: Address.nullish(),
  first_name: Words.nullish(),
  last_name: Words.nullish(),
  attributes: MaybeAttributes,
};
export const UserUpdate = z.object(fields);
export const UserRole = z.object({ role: Name, tenant: MaybeName, resource_instance: MaybeName });
export const UserCreate = z.object({
  ...fields,
  key: UserKey,
  role_assignments: z.array(UserRole).max(1000).nullish(),
});
export type UserFields = z.output<typeof UserUpdate>;
export type UserCreate = z.output<typeof UserCreate>;

interface Stored {
  id: string;
  key: string;
  name: string;
  email: string | null;
  email_given: string | null;
  email_verified: boolean;
  known: boolean;
  first_name: string | null;
  last_name: string | null;
  attributes: unknown;
}

/** A user to write: with the id of whoever is there already. */
interface Row extends UserFields {
  key: string;
}

/**
 * Makes users and changes those that are there, and answers the ids of both by key. A field that is not given stays. An
 * address that the operator gives counts as verified: the app has looked at it before it was synced; so it is nobody
 * else's. Names and addresses are refreshed in every tenant's list. `at` says where each stands in the body.
 */
export async function writeUsers(
  call: Call,
  rows: readonly Row[],
  at: (index: number) => (string | number)[] = () => [],
): Promise<{ created: Map<string, string>; updated: Map<string, string> }> {
  await checkUserAttributes(
    call,
    rows.map(({ attributes: values }, index) => ({ at: at(index), values })),
  );
  await lockTenants(
    call,
    await tenantsOf(
      call,
      rows.map(({ key }) => key),
    ),
  );
  const there = new Map((await stored(call, rows)).map((user) => [user.key, user]));
  const given = rows.map((row) => ({ ...toStored(row), id: there.get(row.key)?.id }));
  const added = given.filter(({ id }) => id === undefined);
  const changed = given.filter((row) => differs(row, there.get(row.key)));
  await requireFreeAddresses(call, [...added, ...changed]);
  const created = await insert(call, added);
  await update(call, changed);
  const ids = [...there.values()].map(({ key, id }) => [key, id] as const);
  await tell(call, null, [
    ...added.map((row) => entryOf("user.create", row, created.get(row.key))),
    ...changed.map((row) => entryOf("user.update", row, row.id)),
  ]);
  await refreshLists(
    call,
    changed.flatMap(({ id }) => id ?? []),
  );
  return { created, updated: new Map(ids) };
}

/** Refuses keys that are there already, or come twice. */
export async function requireNewKeys({ trx, environment }: Call, keys: readonly string[]): Promise<void> {
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  const { rows } = await sql<{ key: string }>`select key::text from app_user
    where environment_id = ${environment} and key = any (${[...keys]}::text[]) limit 1`.execute(trx);
  const taken = twice ?? rows[0]?.key;
  if (taken !== undefined) throw duplicate("user", taken);
}

const toStored = ({ key, email, first_name, last_name, attributes }: Row) => ({
  key,
  ...(email !== undefined && {
    email: email === null ? null : canonicalAddress(email),
    email_given: email,
    email_verified: email !== null,
  }),
  ...(first_name !== undefined && { first_name }),
  ...(last_name !== undefined && { last_name }),
  ...(attributes !== undefined && { attributes }),
});
type StoredFields = ReturnType<typeof toStored> & { id: string | undefined };

/** Who is synced at every sign-in is written when something is new, and not each time. */
function differs({ id: _, ...row }: StoredFields, user: Stored | undefined): boolean {
  if (!user) return false;
  const has = user as unknown as Record<string, unknown>;
  return !user.known || Object.entries(row).some(([name, value]) => !isSame(has[name], value));
}

const isSame = (one: unknown, other: unknown) =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

async function stored({ trx, environment }: Call, rows: readonly Row[]): Promise<Stored[]> {
  const { rows: found } = await sql<Stored>`select id, key::text, name, email, email_given, email_verified,
      known_at is not null as known, first_name, last_name, attributes
    from app_user where environment_id = ${environment} and key = any (${rows.map(({ key }) => key)}::text[])`.execute(
    trx,
  );
  return found;
}

async function tenantsOf({ trx, environment }: Call, keys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ tenant: string }>`select distinct m.tenant_id as tenant from membership m
    join app_user u on (u.environment_id, u.id) = (m.environment_id, m.user_id)
    where u.environment_id = ${environment} and u.key = any (${[...keys]}::text[])`.execute(trx);
  return rows.map(({ tenant }) => tenant);
}

async function requireFreeAddresses(
  { trx, environment }: Call,
  rows: readonly StoredFields[],
): Promise<void> {
  const addressed = rows.flatMap(({ key, email }) => (email ? [{ key, email }] : []));
  if (addressed.length === 0) return;
  const twice = addressed.find(
    ({ email }, index) => addressed.findIndex((each) => each.email === email) !== index,
  );
  const { rows: taken } = await sql<{ email: string }>`select w.email
    from jsonb_to_recordset(${JSON.stringify(addressed)}::jsonb) as w(key text, email text)
    join app_user u on u.environment_id = ${environment} and u.email = w.email and u.email_verified and u.key <> w.key
    -- Somebody who gives it up in the same bulk leaves it free.
    where u.key <> all (${addressed.map(({ key }) => key)}::text[]) limit 1`.execute(trx);
  const other = twice ?? taken[0];
  if (other) throw new Fault(409, "DUPLICATE_ENTITY", `Another user has the address ${other.email}.`);
}

async function insert(
  { trx, environment }: Call,
  rows: readonly StoredFields[],
): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  const { rows: made } = await sql<{ id: string; key: string }>`
    insert into app_user (environment_id, key, email, email_given, email_verified, first_name, last_name, name, attributes, known_at)
    select ${environment}, x ->> 'key', x ->> 'email', x ->> 'email_given', coalesce((x ->> 'email_verified')::boolean, false),
      x ->> 'first_name', x ->> 'last_name', trim(concat_ws(' ', x ->> 'first_name', x ->> 'last_name')),
      coalesce(x -> 'attributes', '{}'), clock_timestamp()
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as x
    returning id, key::text`.execute(trx);
  return new Map(made.map(({ id, key }) => [key, id]));
}

async function update({ trx, environment }: Call, rows: readonly StoredFields[]): Promise<void> {
  if (rows.length === 0) return;
  const asGiven = (field: string) =>
    sql`case when x ? ${field} then x ->> ${field} else u.${sql.ref(field)} end`;
  await sql`update app_user u set
      email = ${asGiven("email")}, email_given = ${asGiven("email_given")},
      email_verified = case when x ? 'email' then (x ->> 'email_verified')::boolean else u.email_verified end,
      first_name = ${asGiven("first_name")}, last_name = ${asGiven("last_name")},
      name = case when x ? 'first_name' or x ? 'last_name'
        then trim(concat_ws(' ', ${asGiven("first_name")}, ${asGiven("last_name")})) else u.name end,
      attributes = coalesce(x -> 'attributes', u.attributes), known_at = coalesce(u.known_at, clock_timestamp())
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as x
    where u.environment_id = ${environment} and u.id = (x ->> 'id')::uuid`.execute(trx);
}

/** Elements show the name and address of each place: they are refreshed wherever these people have one. */
export async function refreshLists({ trx, environment }: Call, users: readonly string[]): Promise<void> {
  if (users.length === 0) return;
  await sql`with place as (
      select m.tenant_id, array_agg(m.user_id) as users from membership m
      where m.environment_id = ${environment} and m.user_id = any (${[...users]}::uuid[]) group by m.tenant_id)
    select refresh_list_rows(${environment}, tenant_id, users, clock_timestamp()), pg_notify('permit',
      jsonb_build_object('environment', ${environment}::uuid, 'tenant', tenant_id, 'lists', jsonb_build_array('people'),
        'users', case when cardinality(users) <= 20 then to_jsonb(users) end)::text)
    from place`.execute(trx);
}

const entryOf = (action: string, { id: _, key, ...after }: StoredFields, target: string | undefined) => ({
  action,
  ...(target !== undefined && { target }),
  people: { target: key, after },
});
