import { sql } from "kysely";
import { z } from "zod";
import { collection, insertRow, Key, setGiven, standing, write } from "../collection.js";
import { duplicate, Fault } from "../fault.js";
import type { Call, Operation } from "../operation.js";
import { allAttributes, attributeHome } from "./all-resources.js";
import { AttributeType, Prose } from "./fields.js";
import type { Resource } from "./names.js";

const schema = "/v2/schema/{proj_id}/{env_id}";

/** Those of users are the same under both of their paths. */
export const attributeOperations = [
  ...attributesAt(`${schema}/resources/{resource_id}/attributes`, (call) =>
    attributeHome(call, call.params["resource_id"] ?? ""),
  ),
  ...attributesAt(`${schema}/users/attributes`, (call) => attributeHome(call, "__user")),
];

function attributesAt(path: string, of: (call: Call) => Promise<Resource>): Operation[] {
  return collection({
    path,
    item: "attribute_id",
    noun: "attribute",
    table: "resource_attribute",
    changesRules: true,
    rows: async (call) => {
      const { id, key } = await of(call);
      return sql`select a.id, a.key, a.key as name, '{}'::jsonb as attributes, a.created_at, a.built_in,
        ${standing(call, "a")} || jsonb_build_object('type', a.type, 'description', a.description, 'key', a.key,
          'resource_id', a.resource_id, 'resource_key', ${key}::text, 'built_in', a.built_in) as body
        from (${allAttributes(call)}) a where a.resource_id = ${id}`;
    },
    operations: {
      create: write(z.object({ key: Key, type: AttributeType, description: Prose }), async (call) =>
        addAttribute(call, await of(call), call.body),
      ),
      update: write(z.object({ type: AttributeType.optional(), description: Prose }), async (call, id) => {
        const { key } = await of(call);
        await requireOwn(call, id);
        await setGiven(call, tableOf(key), id, { type: "text", description: "text" }, call.body);
        return id;
      }),
      remove: async (call, id) => {
        const { key } = await of(call);
        await requireOwn(call, id);
        await sql`delete from ${sql.table(tableOf(key))} where environment_id = ${call.environment} and id = ${id}`.execute(
          call.trx,
        );
      },
    },
  });
}

const tableOf = (resource: string) => (resource === "__user" ? "attribute_definition" : "resource_attribute");

async function addAttribute(
  call: Call,
  { id, key: resource }: Resource,
  given: { key: string; type: string },
): Promise<string> {
  const { rows } = await sql`select from (${allAttributes(call)}) a
    where a.resource_id = ${id} and a.key = ${given.key}`.execute(call.trx);
  if (rows.length > 0) throw duplicate("attribute", given.key);
  const columns = { type: "text", description: "text" } as const;
  // What delegates may edit is for their limits to say, never a consequence of there being an attribute.
  const fixed =
    resource === "__user"
      ? { label: given.key, editable: "false" }
      : { resource_id: resource === "__tenant" ? null : id };
  return insertRow(call, tableOf(resource), "attribute", fixed, columns, given);
}

async function requireOwn(call: Call, id: string): Promise<void> {
  const { rows } =
    await sql`select from (${allAttributes(call)}) a where a.id = ${id} and a.built_in`.execute(call.trx);
  if (rows.length > 0) throw new Fault(403, "FORBIDDEN_ACCESS", "A built-in attribute stays as it is.");
}
