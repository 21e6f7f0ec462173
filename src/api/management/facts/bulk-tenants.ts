import { sql } from "kysely";
import { z } from "zod";
import { duplicate } from "../fault.js";
import { operation, type Operation } from "../operation.js";
import { checkResourceAttributes } from "./check-attributes.js";
import { deleteTenants } from "./delete-tenants.js";
import { done, mostAtOnce, Name } from "./fields.js";
import { found } from "./names.js";
import { TenantCreate } from "./tenants.js";
import { tell } from "./trail.js";

const path = "/v2/facts/{proj_id}/{env_id}/bulk/tenants";

/** All of a bulk, or nothing of it. What is to be deleted and is not there is passed over. */
export const bulkTenantOperations: readonly Operation[] = [
  operation({
    route: `POST ${path}`,
    action: null,
    body: z.object({ operations: z.array(TenantCreate).max(mostAtOnce) }),
    run: async (call) => {
      const { operations } = call.body;
      const given = operations.map(({ attributes: values }, index) => ({
        at: ["operations", index],
        values,
        resource: null,
      }));
      await checkResourceAttributes(call, given);
      const keys = operations.map(({ key }) => key);
      const taken =
        keys.find((key, index) => keys.indexOf(key) !== index) ??
        [...(await found(call, "tenant", keys)).keys()][0];
      if (taken !== undefined) throw duplicate("tenant", taken);
      const { rows } = await sql<{ id: string; key: string }>`
        insert into tenant (environment_id, key, name, description, attributes)
        select ${call.environment}, x.key, x.name, x.description, coalesce(x.attributes, '{}')
        from jsonb_to_recordset(${JSON.stringify(operations)}::jsonb)
          as x(key text, name text, description text, attributes jsonb)
        returning id, key::text`.execute(call.trx);
      await tell(
        call,
        null,
        rows.map(({ id, key }) => ({ action: "tenant.create", target: id, people: { target: key } })),
      );
      return done();
    },
  }),
  operation({
    route: `DELETE ${path}`,
    action: null,
    body: z.object({ idents: z.array(Name).max(mostAtOnce) }),
    run: async (call) => {
      const tenants = [
        ...new Map(
          [...(await found(call, "tenant", call.body.idents)).values()].map((each) => [each.id, each]),
        ).values(),
      ];
      await deleteTenants(
        call,
        tenants.map(({ id }) => id),
      );
      await tell(
        call,
        null,
        tenants.map(({ id, key }) => ({ action: "tenant.delete", target: id, people: { target: key } })),
      );
      return done();
    },
  }),
];
