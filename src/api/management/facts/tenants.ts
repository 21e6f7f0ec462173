import { sql } from "kysely";
import { z } from "zod";
import { collection, insertRow, Key, setGiven, standing, write } from "../collection.js";
import type { Operation } from "../operation.js";
import { checkResourceAttributes } from "./check-attributes.js";
import { deleteTenants } from "./delete-tenants.js";
import { MaybeAttributes } from "./fields.js";

const Prose = z.string().max(2000).nullish();
export const TenantCreate = z.object({
  key: Key,
  name: z.string().min(1).max(200),
  description: Prose,
  attributes: MaybeAttributes,
});
const columns = { name: "text", description: "text", attributes: "json" } as const;

/** Tenants; one that has no attributes answers `null` for them, as the vendor's suites expect. */
export const tenantOperations: readonly Operation[] = collection({
  path: "/v2/facts/{proj_id}/{env_id}/tenants",
  item: "tenant_id",
  noun: "tenant",
  table: "tenant",
  rows: (call) => sql`select t.id, t.key::text, t.name, t.attributes, t.created_at,
    ${standing(call, "t")} || jsonb_build_object('key', t.key, 'name', t.name, 'description', t.description,
      'attributes', nullif(t.attributes, '{}'), 'last_action_at', t.updated_at) as body
    from tenant t where t.environment_id = ${call.environment}`,
  operations: {
    create: write(TenantCreate, async (call) => {
      const { attributes } = call.body;
      await checkResourceAttributes(call, [{ at: [], values: attributes, resource: null }]);
      return insertRow(call, "tenant", "tenant", {}, columns, call.body);
    }),
    update: write(
      z.object({
        name: z
          .string()
          .min(1)
          .max(200)
          .nullish()
          .transform((given) => given ?? undefined),
        description: Prose,
        attributes: MaybeAttributes,
      }),
      async (call, id) => {
        await checkResourceAttributes(call, [{ at: [], values: call.body.attributes, resource: null }]);
        await setGiven(call, "tenant", id, columns, call.body);
        return id;
      },
    ),
    remove: (call, id) => deleteTenants(call, [id]),
  },
});
