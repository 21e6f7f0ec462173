import { sql } from "kysely";
import { Fault, missing } from "../fault.js";
import type { Call } from "../operation.js";
import { asId } from "../scope.js";
import { makeInstances } from "./make-instances.js";
import { all, instancesNamed, type Instance } from "./names.js";
import { lockTenants } from "./operate.js";
import { ring, tell } from "./trail.js";

/** What a body names: each an id or a key, the instances ids or `type:key`. */
export interface WantedTuple {
  subject: string;
  relation: string;
  object: string;
  tenant: string | null;
}

export interface Tuple {
  subject: Instance;
  relation: string;
  object: Instance;
}

/** The same, found; `makes` the instances that are not there, in the tenant that is named or that of the other. */
export async function tuplesOf(
  call: Call,
  wanted: readonly WantedTuple[],
  { makes }: { makes: boolean },
): Promise<Tuple[]> {
  const names = wanted.flatMap(({ subject, object }) => [subject, object]);
  const there = await instancesNamed(call, names);
  const tenants = await all(
    call,
    "tenant",
    wanted.flatMap(({ tenant }) => tenant ?? []),
  );
  const mentions = wanted.flatMap(({ subject, object, tenant }) => {
    const known = there.get(subject) ?? there.get(object);
    const at = tenant === null ? (known?.tenant ?? null) : tenants(tenant).id;
    return [subject, object].map((name) => ({ name, tenant: at }));
  });
  const instances = makes ? await makeInstances(call, mentions) : there;
  const named = (name: string): Instance => {
    const instance = instances.get(name);
    if (!instance) throw missing("resource instance", name);
    return instance;
  };
  const relations = await relationsNamed(
    call,
    wanted.map(({ relation }) => relation),
  );
  return wanted.map((each) => {
    const [subject, object] = [named(each.subject), named(each.object)];
    const relation = relations.find(
      ({ id, key, resource }) =>
        resource === object.resource &&
        (asId(each.relation) === null ? key === each.relation : id === asId(each.relation)),
    );
    if (!relation) throw missing("relation", `${each.relation}' of '${object.place}`);
    if (relation.of !== subject.resource)
      throw new Fault(
        422,
        "MISMATCH_RELATION_TYPE",
        `'${subject.place}' can't be '${relation.key}' of '${object.place}': it is of another type.`,
      );
    if (subject.tenant !== object.tenant)
      throw new Fault(
        409,
        "MISMATCH_RESOURCE_INSTANCES_TENANTS",
        `'${subject.place}' and '${object.place}' are in different tenants.`,
      );
    return { subject, object, relation: relation.id };
  });
}

async function relationsNamed({ trx, environment }: Call, names: readonly string[]) {
  const { rows } = await sql<{ id: string; key: string; resource: string; of: string }>`
    select id, key::text, resource_id as resource, subject_resource_id as of from relation
    where environment_id = ${environment} and (key = any (${[...names]}::text[])
      or id = any (${names.flatMap((name) => asId(name) ?? [])}::uuid[]))`.execute(trx);
  return rows;
}

/** Relates them, and answers the ids of the tuples that were not there before. */
export async function relate(call: Call, tuples: readonly Tuple[]): Promise<string[]> {
  await lockTenants(
    call,
    tuples.map(({ subject }) => subject.tenant),
  );
  const { rows } = await sql<Written>`
    insert into relationship_tuple (environment_id, tenant_id, subject_id, relation_id, object_id)
    select distinct ${call.environment}::uuid, x.tenant, x.subject, x.relation, x.object
    from jsonb_to_recordset(${JSON.stringify(tuples.map(toIds))}::jsonb) as x(tenant uuid, subject uuid, relation uuid, object uuid)
    on conflict do nothing
    returning id, tenant_id as tenant, subject_id as subject, relation_id as relation, object_id as object`.execute(
    call.trx,
  );
  await record(call, "relationship_tuple.create", tuples, rows);
  return rows.map(({ id }) => id);
}

/** Undoes it, and answers how many there were. */
export async function unrelate(call: Call, tuples: readonly Tuple[]): Promise<number> {
  await lockTenants(
    call,
    tuples.map(({ subject }) => subject.tenant),
  );
  const { rows } = await sql<Written>`
    delete from relationship_tuple w
    using jsonb_to_recordset(${JSON.stringify(tuples.map(toIds))}::jsonb) as x(tenant uuid, subject uuid, relation uuid, object uuid)
    where w.environment_id = ${call.environment} and w.tenant_id = x.tenant and w.subject_id = x.subject
      and w.relation_id = x.relation and w.object_id = x.object
    returning w.id, x.tenant, x.subject, x.relation, x.object`.execute(call.trx);
  await record(call, "relationship_tuple.delete", tuples, rows);
  return rows.length;
}

interface Written {
  id: string;
  tenant: string;
  subject: string;
  relation: string;
  object: string;
}
const toIds = ({ subject, relation, object }: Tuple) => ({
  tenant: subject.tenant,
  subject: subject.id,
  relation,
  object: object.id,
});

/** What people hold by derivations has changed: open elements look again. */
async function record(
  call: Call,
  action: string,
  tuples: readonly Tuple[],
  rows: readonly Written[],
): Promise<void> {
  const places = new Map(
    tuples.flatMap(({ subject, object }) => [subject, object]).map(({ id, place }) => [id, place]),
  );
  for (const tenant of [...new Set(rows.map((row) => row.tenant))].sort()) {
    const theirs = rows.filter((row) => row.tenant === tenant);
    await tell(
      call,
      tenant,
      theirs.map(({ id, subject, relation, object }) => ({
        action,
        target: id,
        after: { subject, relation, object },
        people: { target: `${places.get(subject) ?? ""} ${places.get(object) ?? ""}` },
      })),
    );
    await ring(call, tenant, ["people"]);
  }
}
