import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { z } from "zod";
import {
  collection,
  filter,
  find,
  Flag,
  Key,
  matches,
  pageOf,
  Paging,
  setGiven,
  Several,
  write,
} from "../collection.js";
import { missing } from "../fault.js";
import { operation, type Call, type Operation } from "../operation.js";
import { asId } from "../scope.js";
import { checkResourceAttributes } from "./check-attributes.js";
import { deleteInstances } from "./delete-instances.js";
import { done, MaybeAttributes, mostAtOnce, Name } from "./fields.js";
import { instanceRows } from "./instance-rows.js";
import { addInstances } from "./make-instances.js";
import { all, found, instancesNamed } from "./names.js";
import { tell } from "./trail.js";

const path = "/v2/facts/{proj_id}/{env_id}/resource_instances";
const InstanceCreate = z.object({ key: Key, tenant: Name, resource: Name, attributes: MaybeAttributes });
type InstanceCreate = z.output<typeof InstanceCreate>;

const filters = {
  tenant: filter(z.string(), (call, name) => isOf(call, "tenant", name)),
  resource: filter(z.string(), (call, name) => isOf(call, "resource", name)),
  search: filter(Several, (_, words) => sql`(${sql.join(words.map(matchesOne), sql` or `)})`),
};

/** Instances; one that is there already is answered as it is. */
export const resourceInstanceOperations: readonly Operation[] = [
  ...collection({
    path,
    item: "instance_id",
    noun: "resource_instance",
    table: "resource_instance",
    rows: (call) => instanceRows(call, (call.query as { detailed?: boolean }).detailed ?? false),
    shows: { detailed: Flag.default(false) },
    filters,
    operations: {
      update: write(z.object({ attributes: MaybeAttributes }), async (call, id) => {
        const { rows } = await sql<{ resource: string; tenant: string }>`
          select resource_id as resource, tenant_id as tenant from resource_instance
          where environment_id = ${call.environment} and id = ${id}`.execute(call.trx);
        const { attributes: values } = call.body;
        await checkResourceAttributes(call, [{ at: [], values, resource: rows[0]?.resource ?? null }]);
        if (rows[0]) call.about.tenant = rows[0].tenant;
        await setGiven(call, "resource_instance", id, { attributes: "json" }, call.body);
        return id;
      }),
    },
  }),
  operation({
    route: `POST ${path}`,
    action: null,
    body: InstanceCreate,
    run: async (call) => {
      const [id = ""] = await writeInstances(call, [call.body], { replaces: false });
      return (await find({ rows: (each) => instanceRows(each, false), noun: "resource_instance" }, call, id))
        .body;
    },
  }),
  operation({
    route: `DELETE ${path}/{instance_id}`,
    action: null,
    run: async (call) => {
      const name = call.params["instance_id"] ?? "";
      const instance = (await instancesNamed(call, [name])).get(name);
      if (!instance) throw missing("resource_instance", name);
      await deleteInstances(call, [instance.id]);
      return null;
    },
  }),
  operation({
    route: `GET ${path}/detailed`,
    action: null,
    query: z.looseObject({
      ...Paging,
      tenant: z.string().optional(),
      resource: z.string().optional(),
      search: Several.optional(),
    }),
    run: async (call) => {
      const { tenant, resource, search, ...paging } = call.query;
      const conditions = [
        ...(tenant === undefined ? [] : [await isOf(call, "tenant", tenant)]),
        ...(resource === undefined ? [] : [await isOf(call, "resource", resource)]),
        ...(search === undefined ? [] : [sql`(${sql.join(search.map(matchesOne), sql` or `)})`]),
      ];
      return pageOf(call, instanceRows(call, true), conditions, paging, true);
    },
  }),
  operation({
    route: "PUT /v2/facts/{proj_id}/{env_id}/bulk/resource_instances",
    action: null,
    body: z.object({ operations: z.array(InstanceCreate).max(mostAtOnce) }),
    run: async (call) => {
      await writeInstances(call, call.body.operations, { replaces: true });
      return done();
    },
  }),
  operation({
    route: "DELETE /v2/facts/{proj_id}/{env_id}/bulk/resource_instances",
    action: null,
    body: z.object({ idents: z.array(Name).max(mostAtOnce) }),
    run: async (call) => {
      const instances = await instancesNamed(call, call.body.idents);
      await deleteInstances(call, [...new Set([...instances.values()].map(({ id }) => id))]);
      return done();
    },
  }),
];

/** Makes those that are not there, and answers the ids of all; what is there may get these attributes in place of its own. */
async function writeInstances(
  call: Call,
  given: readonly InstanceCreate[],
  { replaces }: { replaces: boolean },
): Promise<string[]> {
  const tenants = await all(
    call,
    "tenant",
    given.map(({ tenant }) => tenant),
  );
  const types = await all(
    call,
    "resource",
    given.map(({ resource }) => resource),
  );
  const at = (index: number) => (replaces ? ["operations", index] : []);
  const rows = given.map(({ key, tenant, resource, attributes }) => ({
    key,
    tenant: tenants(tenant).id,
    resource: types(resource).id,
    place: `${types(resource).key}:${key}`,
    ...(attributes && { attributes }),
  }));
  await checkResourceAttributes(
    call,
    rows.map(({ attributes: values, resource }, index) => ({ at: at(index), values, resource })),
  );
  const names = rows.map(({ place }) => place);
  const there = await instancesNamed(call, names);
  // Which comes twice is as said last.
  const last = [...new Map(rows.map((row) => [row.place, row])).values()];
  await addInstances(call, last);
  const changed = replaces ? last.filter(({ place }) => there.has(place)) : [];
  if (changed.length > 0) {
    await sql`update resource_instance i set attributes = coalesce(x.attributes, '{}')
      from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as x(resource uuid, key text, attributes jsonb)
      where i.environment_id = ${call.environment} and i.resource_id = x.resource and i.key = x.key`.execute(
      call.trx,
    );
    for (const tenant of [...new Set(changed.map((row) => row.tenant))].sort())
      await tell(
        call,
        tenant,
        changed
          .filter((row) => row.tenant === tenant)
          .map(({ place, attributes = {} }) => ({
            action: "resource_instance.update",
            target: there.get(place)?.id ?? "",
            people: { target: place, after: { attributes } },
          })),
      );
  }
  const now = await instancesNamed(call, names);
  return names.flatMap((name) => now.get(name)?.id ?? []);
}

async function isOf(call: Call, what: "tenant" | "resource", name: string): Promise<RawBuilder<unknown>> {
  const id = (await found(call, what, [name])).get(name)?.id ?? null;
  return sql`${sql.ref(`x.${what}_id`)} = ${id}::uuid`;
}

/** Several words are several that will do: an id, or a part of the key; `*` stands for anything. */
function matchesOne(word: string): RawBuilder<unknown> {
  const id = asId(word);
  return id === null ? matches(word) : sql`x.id = ${id}`;
}
