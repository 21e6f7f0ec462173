import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Assignment, Attributes, Instance, Place, Tenant, Tuple, User } from "../decision/types.js";
import type { Trx } from "./store.js";

/**
 * What a decision point judges by, in its own words: all of an environment in pages, or what is named. The transaction
 * must be one of `asReader`.
 */

/** A user's place in a tenant, by their keys. */
export interface PlaceOf {
  user: string;
  tenant: string;
  place: Place;
}

/** One row an assignment, or one for a place without any. */
interface PlaceRow {
  user: string;
  tenant: string;
  active: boolean;
  attributes: Attributes | null;
  role: string | null;
  instance: string | null;
  begins: number;
  ends: number | null;
}

const nothing: Attributes = Object.freeze({});
type Bare<Fact> = Omit<Fact, "attributes"> & { attributes: Attributes | null };
/** Most have no attributes: they share it. */
const whole = <Fact>(rows: readonly Bare<Fact>[]): Fact[] =>
  rows.map((row) => ({ ...row, attributes: row.attributes ?? nothing }) as Fact);

const tenants = (environment: string) =>
  sql`select key::text, status = 'active' as active, nullif(attributes, '{}') as attributes from tenant t where environment_id = ${environment}`;
const users = (environment: string) =>
  sql`select key::text, email, first_name as "firstName", last_name as "lastName", nullif(attributes, '{}') as attributes
    from app_user t where environment_id = ${environment}`;
const instances = (environment: string) =>
  sql`select s.key::text as type, i.key, t.key::text as tenant, nullif(i.attributes, '{}') as attributes from resource_instance i
    join resource s on (s.environment_id, s.id) = (i.environment_id, i.resource_id)
    join tenant t on (t.environment_id, t.id) = (i.environment_id, i.tenant_id) where i.environment_id = ${environment}`;
const tuples = (environment: string) =>
  sql`select ss.key || ':' || si.key as subject, l.key::text as relation, os.key || ':' || oi.key as object
    from relationship_tuple r
    join relation l on (l.environment_id, l.id) = (r.environment_id, r.relation_id)
    join resource_instance si on (si.environment_id, si.id) = (r.environment_id, r.subject_id)
    join resource ss on (ss.environment_id, ss.id) = (si.environment_id, si.resource_id)
    join resource_instance oi on (oi.environment_id, oi.id) = (r.environment_id, r.object_id)
    join resource os on (os.environment_id, os.id) = (oi.environment_id, oi.resource_id)
    where r.environment_id = ${environment}`;
// An assignment begins in the millisecond in which it begins.
const places = (environment: string) =>
  sql`select u.key::text as user, t.key::text as tenant, m.status = 'active' as active, nullif(m.attributes, '{}') as attributes,
      a.role_id as role, s.key || ':' || i.key as instance,
      floor(extract(epoch from a.begins_at) * 1000)::float8 as begins, floor(extract(epoch from a.ends_at) * 1000)::float8 as ends
    from membership m
    join tenant t on (t.environment_id, t.id) = (m.environment_id, m.tenant_id)
    join app_user u on (u.environment_id, u.id) = (m.environment_id, m.user_id)
    left join assignment a on (a.environment_id, a.tenant_id, a.user_id) = (m.environment_id, m.tenant_id, m.user_id)
    left join resource_instance i on (i.environment_id, i.tenant_id, i.id) = (a.environment_id, a.tenant_id, a.instance_id)
    left join resource s on (s.environment_id, s.id) = (i.environment_id, i.resource_id)
    where m.environment_id = ${environment}`;
const byPlace = sql`order by m.environment_id, m.tenant_id, m.user_id`;

const list = (names: readonly string[]) => sql`${[...names]}::text[]`;
const rowsOf = async <Row>(trx: Trx, query: RawBuilder<unknown>): Promise<Row[]> =>
  (await (query as RawBuilder<Row>).execute(trx)).rows;

export const readTenants = async (trx: Trx, environment: string, keys: readonly string[]) =>
  whole<Tenant>(await rowsOf(trx, sql`${tenants(environment)} and key = any (${list(keys)})`));
export const readUsers = async (trx: Trx, environment: string, keys: readonly string[]) =>
  whole<User>(await rowsOf(trx, sql`${users(environment)} and key = any (${list(keys)})`));

/** @param names as `type:key` */
export const readInstances = async (trx: Trx, environment: string, names: readonly string[]) =>
  whole<Instance>(
    await rowsOf(
      trx,
      sql`select n.* from unnest(${list(names)}) as x(name) cross join lateral (${instances(environment)}
        and s.key = split_part(x.name, ':', 1) and i.key = substr(x.name, strpos(x.name, ':') + 1)) n`,
    ),
  );

/** Those of the tuples that are there. */
export const readTuples = (
  trx: Trx,
  environment: string,
  named: readonly (readonly [subject: string, relation: string, object: string])[],
) =>
  rowsOf<Tuple>(
    trx,
    sql`select n.* from jsonb_to_recordset(${JSON.stringify(named.map(([s, r, o]) => ({ s, r, o })))}::jsonb) as x(s text, r text, o text)
      cross join lateral (${tuples(environment)}
        and ss.key = split_part(x.s, ':', 1) and si.key = substr(x.s, strpos(x.s, ':') + 1) and l.key = x.r
        and os.key = split_part(x.o, ':', 1) and oi.key = substr(x.o, strpos(x.o, ':') + 1)) n`,
  );

export const readPlaces = async (trx: Trx, environment: string, tenant: string, of: readonly string[]) =>
  together(
    await rowsOf<PlaceRow>(
      trx,
      sql`${places(environment)} and t.key = ${tenant} and u.key = any (${list(of)}) ${byPlace}`,
    ),
  );

/** Everything of one kind, page by page: an environment may have more than fits in memory twice. */
export async function* allTenants(trx: Trx, environment: string) {
  for await (const page of inPages<Bare<Tenant>>(trx, tenants(environment))) yield whole<Tenant>(page);
}
export async function* allUsers(trx: Trx, environment: string) {
  for await (const page of inPages<Bare<User>>(trx, users(environment))) yield whole<User>(page);
}
export async function* allInstances(trx: Trx, environment: string) {
  for await (const page of inPages<Bare<Instance>>(trx, instances(environment))) yield whole<Instance>(page);
}
export const allTuples = (trx: Trx, environment: string) => inPages<Tuple>(trx, tuples(environment));
export async function* allPlaces(trx: Trx, environment: string) {
  let rest: PlaceRow[] = [];
  for await (const page of inPages<PlaceRow>(trx, sql`${places(environment)} ${byPlace}`)) {
    const rows = [...rest, ...page];
    const last = rows.at(-1);
    const cut = rows.findIndex(({ user, tenant }) => user === last?.user && tenant === last.tenant);
    yield together(rows.slice(0, cut));
    rest = rows.slice(cut);
  }
  yield together(rest);
}

const pageSize = 5000;

async function* inPages<Row>(trx: Trx, query: RawBuilder<unknown>): AsyncGenerator<Row[]> {
  await sql`declare decision_facts no scroll cursor for ${query}`.execute(trx);
  for (;;) {
    const page = await rowsOf<Row>(trx, sql`fetch ${sql.lit(pageSize)} from decision_facts`);
    if (page.length > 0) yield page;
    if (page.length < pageSize) break;
  }
  await sql`close decision_facts`.execute(trx);
}

/** Rows of one place stand one after the other. */
function together(rows: readonly PlaceRow[]): PlaceOf[] {
  const found: (PlaceOf & { place: { assignments: Assignment[] } })[] = [];
  for (const { user, tenant, active, attributes, role, instance, begins, ends } of rows) {
    let last = found.at(-1);
    if (last?.user !== user || last.tenant !== tenant) {
      last = { user, tenant, place: { active, attributes: attributes ?? nothing, assignments: [] } };
      found.push(last);
    }
    if (role !== null) last.place.assignments.push({ role, instance, begins, ends });
  }
  return found;
}
