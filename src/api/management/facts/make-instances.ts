import { sql } from "kysely";
import { Fault, invalidAt, missing } from "../fault.js";
import type { Call } from "../operation.js";
import { all, instancesNamed, typeAndKey, type Instance } from "./names.js";
import { lockTenants } from "./operate.js";
import { tell } from "./trail.js";

/** What is named as an instance, and the tenant it is to be in if it has to be made. */
export interface Mention {
  name: string;
  tenant: string | null;
}

/** The instances of those names, by name; those that are not there are made, each in the tenant named with it. */
export async function makeInstances(
  call: Call,
  mentions: readonly Mention[],
): Promise<Map<string, Instance>> {
  const names = mentions.map(({ name }) => name);
  const there = await instancesNamed(call, names);
  const lacking = new Map(mentions.filter(({ name }) => !there.has(name)).map((each) => [each.name, each]));
  if (lacking.size === 0) return there;
  const types = await all(
    call,
    "resource",
    [...lacking.keys()].map((name) => typeAndKey(name).type),
  );
  const made = [...lacking.values()].map(({ name, tenant }) => {
    const { type, key } = typeAndKey(name);
    if (tenant === null) throw missing("resource instance", name);
    if (!/^[A-Za-z0-9\-_]{1,200}$/.test(key))
      throw invalidAt(
        ["body"],
        `'${name.slice(0, 200)}': the key of an instance has letters, digits, - and _ only`,
      );
    return { tenant, resource: types(type).id, key };
  });
  await addInstances(call, made);
  return instancesNamed(call, names);
}

export interface NewInstance {
  tenant: string;
  /** The resource's id. */
  resource: string;
  key: string;
  attributes?: Readonly<Record<string, unknown>>;
}

/** Adds instances that are not there yet. Somebody else may have been faster; but in the same tenant. */
export async function addInstances(call: Call, instances: readonly NewInstance[]): Promise<void> {
  const { trx, environment } = call;
  await lockTenants(
    call,
    instances.map(({ tenant }) => tenant),
  );
  const { rows } = await sql<{ id: string; tenant: string; name: string }>`
    insert into resource_instance (environment_id, tenant_id, resource_id, key, name, search, attributes)
    select ${environment}, x.tenant, x.resource, x.key, x.key, search_text(x.key), coalesce(x.attributes, '{}')
    from jsonb_to_recordset(${JSON.stringify(instances)}::jsonb) as x(tenant uuid, resource uuid, key text, attributes jsonb)
    on conflict (environment_id, resource_id, key) do nothing
    returning id, tenant_id as tenant, key as name`.execute(trx);
  const { rows: elsewhere } = await sql<{ key: string }>`select i.key
    from jsonb_to_recordset(${JSON.stringify(instances)}::jsonb) as x(tenant uuid, resource uuid, key text)
    join resource_instance i on i.environment_id = ${environment} and i.resource_id = x.resource and i.key = x.key
    where i.tenant_id <> x.tenant limit 1`.execute(trx);
  if (elsewhere[0])
    throw new Fault(
      409,
      "MISMATCH_RESOURCE_INSTANCES_TENANTS",
      `The resource instance '${elsewhere[0].key}' is in another tenant.`,
    );
  for (const tenant of [...new Set(rows.map((row) => row.tenant))].sort())
    await tell(
      call,
      tenant,
      rows
        .filter((row) => row.tenant === tenant)
        .map(({ id, name }) => ({
          action: "resource_instance.create",
          target: id,
          people: { target: name },
        })),
    );
}
