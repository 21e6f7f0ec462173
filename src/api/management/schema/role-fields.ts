import { sql } from "kysely";
import { z } from "zod";
import { insertRow, Key, setGiven } from "../collection.js";
import { invalidAt } from "../fault.js";
import type { Call } from "../operation.js";
import { Attributes, Name, Names, Prose } from "./fields.js";
import { derive, GrantedTo } from "./derivations.js";
import { actionsNamed, rolesNamed, type Resource } from "./names.js";

const fields = {
  description: Prose,
  permissions: Names,
  attributes: Attributes,
  extends: Names,
  granted_to: GrantedTo,
};
export const RoleFields = z.object({ name: Name, ...fields });
export const RoleCreate = RoleFields.extend({ key: Key });
export const RoleUpdate = z.object({ name: Name.optional(), ...fields });

const columns = { name: "text", description: "text", attributes: "json" } as const;

/** Adds a role that nothing but its words is known of yet; others of the same request may be named by it. */
export async function addRole(
  call: Call,
  resource: Resource | null,
  given: { key: string; name: string },
): Promise<string> {
  const id = await insertRow(call, "role", "role", { resource_id: resource?.id ?? null }, columns, given);
  // The elements list roles in the order in which they were made.
  await sql`update role set position = (select coalesce(max(o.position) + 1, 0) from role o
      where o.environment_id = role.environment_id and o.id <> role.id
        and (o.resource_id is null) = (role.resource_id is null))
    where environment_id = ${call.environment} and id = ${id}`.execute(call.trx);
  return id;
}

/** Writes those fields of a role that are given, each whole. */
export async function writeRole(
  call: Call,
  resource: Resource | null,
  id: string,
  given: z.output<typeof RoleUpdate>,
): Promise<void> {
  await setGiven(call, "role", id, columns, given);
  if (given.permissions) {
    const actions = await actionsNamed(call, resource, given.permissions);
    await sql`delete from role_permission where environment_id = ${call.environment} and role_id = ${id}`.execute(
      call.trx,
    );
    await permit(call, id, actions);
  }
  if (given.extends) await extend(call, resource, id, given.extends);
  if (given.granted_to) await derive(call, resource, id, given.granted_to);
}

/** What the role has already is passed over. */
export async function permit(call: Call, role: string, actions: readonly string[]): Promise<void> {
  await sql`insert into role_permission (environment_id, role_id, action_id)
    select ${call.environment}, ${role}, a from unnest(${[...actions]}::uuid[]) a on conflict do nothing`.execute(
    call.trx,
  );
}

async function extend(call: Call, resource: Resource | null, id: string, names: readonly string[]) {
  const extended = await rolesNamed(call, resource, names);
  if (extended.includes(id)) throw invalidAt(["body", "extends"], "a role can't extend itself");
  await sql`delete from role_extends where environment_id = ${call.environment} and role_id = ${id}`.execute(
    call.trx,
  );
  await sql`insert into role_extends (environment_id, role_id, extended_id)
    select ${call.environment}, ${id}, e from unnest(${extended}::uuid[]) e`.execute(call.trx);
}
