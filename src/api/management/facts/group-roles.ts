import { sql } from "kysely";
import { duplicate, Fault, missing } from "../fault.js";
import type { Call } from "../operation.js";
import type { Group } from "./group-rows.js";
import { all, instancesNamed, rolesNamed, type Instance } from "./names.js";
import { relate, unrelate, type Tuple } from "./relate.js";

export interface GroupRole {
  role: string;
  resource: string;
  resource_instance: string;
  tenant: string;
}

interface Found {
  role: string;
  roleKey: string;
  instance: Instance;
}

/**
 * Gives a group a role on an instance: its members get it by derivation. Each role has a relation of its own, so that what
 * one group may do to one thing says nothing of what others may do to others.
 */
export async function giveGroup(call: Call, group: Group, wanted: GroupRole): Promise<void> {
  const { role, roleKey, instance } = await rolesOn(call, group, wanted);
  const relation = await relationFor(call, group, roleKey, instance);
  await sql`insert into derivation (environment_id, role_id, from_role_id, relation_id)
    values (${call.environment}, ${role}, ${group.member}, ${relation}) on conflict do nothing`.execute(
    call.trx,
  );
  const [made] = await relate(call, [{ subject: group, relation, object: instance }]);
  if (made === undefined) throw duplicate("role of this group", `${wanted.role} ${instance.place}`);
}

/** Takes it back: what leads from the group there goes. The way that other groups have to other things stays. */
export async function takeFromGroup(call: Call, group: Group, wanted: GroupRole): Promise<void> {
  const { role, instance } = await rolesOn(call, group, wanted);
  const { rows } = await sql<{ relation: string }>`select relation_id as relation from derivation
    where environment_id = ${call.environment} and role_id = ${role} and from_role_id = ${group.member}`.execute(
    call.trx,
  );
  const tuples = rows.map(({ relation }): Tuple => ({ subject: group, relation, object: instance }));
  if ((await unrelate(call, tuples)) === 0)
    throw missing("role of this group", `${wanted.role} ${instance.place}`);
}

async function rolesOn(call: Call, group: Group, wanted: GroupRole): Promise<Found> {
  const type = (await all(call, "resource", [wanted.resource]))(wanted.resource);
  const names = [wanted.resource_instance, `${type.key}:${wanted.resource_instance}`];
  const known = await instancesNamed(call, names);
  const instance = [...known.values()].find(({ resource }) => resource === type.id);
  if (!instance) throw missing("resource instance", wanted.resource_instance);
  const role = (await rolesNamed(call, [wanted.role]))(wanted.role, type.id);
  await requireTenant(call, group, wanted.tenant);
  if (instance.tenant !== group.tenant)
    throw new Fault(
      409,
      "MISMATCH_RESOURCE_INSTANCES_TENANTS",
      `'${group.place}' and '${instance.place}' are in different tenants.`,
    );
  return { role: role.id, roleKey: role.key, instance };
}

/** The tenant that a body names is the group's. */
export async function requireTenant(call: Call, group: Group, name: string): Promise<void> {
  if ((await all(call, "tenant", [name]))(name).id !== group.tenant)
    throw new Fault(
      409,
      "MISMATCH_RESOURCE_INSTANCES_TENANTS",
      `'${group.place}' is not in the tenant '${name}'.`,
    );
}

async function relationFor(call: Call, group: Group, role: string, { resource }: Instance): Promise<string> {
  const { trx, environment } = call;
  const key = `${group.type}_${role}`;
  await sql`insert into relation (environment_id, resource_id, key, name, subject_resource_id)
    values (${environment}, ${resource}, ${key}, ${`Groups with the role ${role}`}, ${group.resource})
    on conflict do nothing`.execute(trx);
  const { rows } = await sql<{ id: string; of: string }>`select id, subject_resource_id as of from relation
    where environment_id = ${environment} and resource_id = ${resource} and key = ${key}`.execute(trx);
  if (rows[0]?.of !== group.resource) throw duplicate("relation", key);
  return rows[0].id;
}
