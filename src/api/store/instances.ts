import { sql } from "kysely";
import type { Derivation } from "../delegation/types.js";
import {
  toPerson,
  withLinks,
  type Link,
  type PersonJson,
  type PersonRecord,
  type Rules,
} from "./read-facts.js";
import type { Trx } from "./store.js";

/** A resource instance of this tenant, `place` being `type:key`. */
export interface InstanceRecord {
  place: string;
  type: string;
  type_name: string;
  name: string;
}

export async function instancesBy(
  trx: Trx,
  places: readonly string[],
): Promise<ReadonlyMap<string, InstanceRecord>> {
  if (places.length === 0) return new Map();
  const { rows } = await sql<InstanceRecord>`select * from instances_by(${[...places]}::text[])`.execute(trx);
  return new Map(rows.map((each) => [each.place, each]));
}

/** Instances by name, page by page. `places`: the only ones that may be seen, where not all may. */
export async function listInstances(
  trx: Trx,
  { search, types, places }: { search: string; types: readonly string[]; places: readonly string[] | null },
  { after, limit }: { after: readonly string[] | null; limit: number },
): Promise<{ instances: InstanceRecord[]; last: readonly string[] | null }> {
  const { rows } = await sql<InstanceRecord & { id: string }>`select * from list_instances(
    ${search}, ${[...types]}::text[], ${places && [...places]}::text[], ${after && JSON.stringify(after)}::jsonb, ${limit})`.execute(
    trx,
  );
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return { instances: rows.map(({ id: _, ...rest }) => rest), last: last ? [last.name, last.id] : null };
}

/** The derivations with all that leads to one instance. */
export async function derivationsTo(trx: Trx, rules: Rules, place: string): Promise<Derivation[]> {
  const { rows } = await sql<Link>`select * from links_to(${place})`.execute(trx);
  return withLinks(rules, rows);
}

/** Everybody who holds one of these roles on an instance, directly or derived: a page of them, and how many in all. */
export async function listAccess(
  trx: Trx,
  place: string,
  {
    roles,
    now,
    after,
    limit,
  }: { roles: readonly string[]; now: number; after: readonly string[] | null; limit: number },
): Promise<{ people: PersonRecord[]; total: number; last: readonly string[] | null }> {
  const { rows } = await sql<{ people: PersonJson[]; total: number; last: string[] | null }>`
    select * from list_access(${place}, ${[...roles]}::uuid[], ${new Date(now)}, ${after && JSON.stringify(after)}::jsonb,
      ${limit})`.execute(trx);
  const { people = [], total = 0, last = null } = rows[0] ?? {};
  return { people: people.map(toPerson), total, last };
}

/** How many hold each of these roles in the whole tenant, with a few names. */
export async function tenantHolders(
  trx: Trx,
  roles: readonly string[],
  now: number,
): Promise<{ role: string; names: string[]; total: number }[]> {
  const { rows } = await sql<{ role: string; names: string[]; total: number }>`
    select role_id as role, names, total from tenant_holders(${[...roles]}::uuid[], ${new Date(now)})`.execute(
    trx,
  );
  return rows;
}
