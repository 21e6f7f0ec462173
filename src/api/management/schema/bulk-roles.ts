import { sql } from "kysely";
import { z } from "zod";
import { operation } from "../operation.js";
import { resourceNamed } from "./names.js";
import { addRole, RoleCreate, writeRole } from "./role-fields.js";

const most = 1000;

/** Makes roles or changes those of the same keys, all or none; they may name each other. */
export const bulkRoleOperations = [
  operation({
    route: "PUT /v2/schema/{proj_id}/{env_id}/bulk/roles",
    action: "role.replace-many",
    changesRules: true,
    body: z.object({
      operations: z.array(RoleCreate.extend({ resource: z.string().max(200).nullish() })).max(most),
    }),
    run: async (call) => {
      const answer = { created: [] as string[], updated: [] as string[] };
      const written = [];
      for (const { resource: name, ...given } of call.body.operations) {
        const resource = name ? await resourceNamed(call, name) : null;
        const { rows } = await sql<{
          id: string;
        }>`select id from role where environment_id = ${call.environment}
          and resource_id is not distinct from ${resource?.id ?? null}::uuid and key = ${given.key}`.execute(
          call.trx,
        );
        const id = rows[0]?.id ?? (await addRole(call, resource, { key: given.key, name: given.name }));
        answer[rows[0] ? "updated" : "created"].push(given.key);
        written.push({ id, resource, given });
      }
      for (const { id, resource, given } of written) await writeRole(call, resource, id, given);
      call.about.after = call.body;
      return answer;
    },
  }),
];
