import { sql } from "kysely";
import type { z } from "zod";
import type { Call } from "../operation.js";
import { resourceNamed, type Resource } from "./names.js";
import { addRole, type RoleFields, writeRole } from "./role-fields.js";
import { removeRoles } from "./roles.js";

type Described = {
  name?: string | null | undefined;
  description?: string | null | undefined;
  attributes?: object | undefined;
} | null;

export interface Parts {
  actions?: Readonly<Record<string, Described>> | undefined;
  attributes?:
    Readonly<Record<string, { type: string; description?: string | null | undefined }>> | undefined;
  roles?: Readonly<Record<string, z.output<typeof RoleFields>>> | undefined;
  /** The resource that is related, by the relation's key. */
  relations?: Readonly<Record<string, string>> | undefined;
}

/** Brings each part that is given to what it says: what is not in it any more goes, with all that hangs on it. */
export async function replaceParts(call: Call, resource: Resource, parts: Parts): Promise<void> {
  if (parts.actions) await replaceActions(call, resource, parts.actions);
  if (parts.attributes) await replaceAttributes(call, resource, parts.attributes);
  if (parts.relations) await replaceRelations(call, resource, parts.relations);
  if (parts.roles) await replaceRoles(call, resource, parts.roles);
}

async function replaceActions(call: Call, { id }: Resource, actions: NonNullable<Parts["actions"]>) {
  await dropOthers(call, "resource_action", id, Object.keys(actions));
  for (const [key, given] of Object.entries(actions))
    await sql`insert into resource_action (environment_id, resource_id, key, name, description, attributes)
      values (${call.environment}, ${id}, ${key}, ${given?.name ?? key}, ${given?.description ?? null},
        ${JSON.stringify(given?.attributes ?? {})}::jsonb)
      on conflict (environment_id, resource_id, key) do update
        set name = excluded.name, description = excluded.description, attributes = excluded.attributes`.execute(
      call.trx,
    );
}

async function replaceAttributes(call: Call, { id }: Resource, given: NonNullable<Parts["attributes"]>) {
  await dropOthers(call, "resource_attribute", id, Object.keys(given));
  for (const [key, { type, description }] of Object.entries(given))
    await sql`insert into resource_attribute (environment_id, resource_id, key, type, description)
      values (${call.environment}, ${id}, ${key}, ${type}, ${description ?? null})
      on conflict (environment_id, resource_id, key) do update
        set type = excluded.type, description = excluded.description`.execute(call.trx);
}

async function dropOthers(call: Call, table: string, resource: string, kept: readonly string[]) {
  await sql`delete from ${sql.table(table)} where environment_id = ${call.environment} and resource_id = ${resource}
    and key <> all (${[...kept]}::text[])`.execute(call.trx);
}

/** One that now leads from another resource is another one: none of its tuples would fit. */
async function replaceRelations(call: Call, { id }: Resource, given: NonNullable<Parts["relations"]>) {
  const wanted = [];
  for (const [key, name] of Object.entries(given))
    wanted.push({ key, subject: (await resourceNamed(call, name)).id });
  await sql`delete from relation l where l.environment_id = ${call.environment} and l.resource_id = ${id}
    and not exists (select from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) w(key text, subject uuid)
      where w.key = l.key and w.subject = l.subject_resource_id)`.execute(call.trx);
  await sql`insert into relation (environment_id, resource_id, key, name, subject_resource_id)
    select ${call.environment}, ${id}, w.key, w.key, w.subject
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) w(key text, subject uuid) on conflict do nothing`.execute(
    call.trx,
  );
}

async function replaceRoles(call: Call, resource: Resource, roles: NonNullable<Parts["roles"]>) {
  const { rows } = await sql<{ id: string; key: string }>`select id, key::text from role
    where environment_id = ${call.environment} and resource_id = ${resource.id}`.execute(call.trx);
  await removeRoles(
    call,
    rows.filter(({ key }) => !Object.hasOwn(roles, key)).map(({ id }) => id),
  );
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  // All of them before any is written: they may name each other.
  for (const [key, { name }] of Object.entries(roles))
    if (!ids.has(key)) ids.set(key, await addRole(call, resource, { key, name }));
  const nothing = { description: "", attributes: {}, permissions: [], extends: [] };
  for (const [key, given] of Object.entries(roles)) {
    const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    await writeRole(call, resource, ids.get(key) ?? "", { ...nothing, ...fields });
  }
}
