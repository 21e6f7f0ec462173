import { sql } from "kysely";
import { duplicate, missing } from "../fault.js";
import { operation, type Operation } from "../operation.js";
import { listTenantUsers } from "./list-users.js";
import { one } from "./names.js";
import { operate } from "./operate.js";
import { userNamed } from "./user-rows.js";
import { syncUsers } from "./users.js";
import { UserCreate } from "./write-users.js";

const path = "/v2/facts/{proj_id}/{env_id}/tenants/{tenant_id}/users";

export const tenantUserOperations: readonly Operation[] = [
  listTenantUsers,
  // A user who is there is brought in as they are said to be now; one who is not is made.
  operation({
    route: `POST ${path}`,
    action: null,
    body: UserCreate,
    run: async (call) => {
      const tenant = await one(call, "tenant", call.params["tenant_id"] ?? "");
      await syncUsers(call, [call.body]);
      const { id: user, key } = await one(call, "app_user", call.body.key);
      await operate(
        call,
        "user.change-roles",
        new Map([
          [
            tenant.id,
            {
              concerns: { users: [user], vouched: [user] },
              acts: ({ people }) => {
                const person = people.get(user);
                const isHere = person !== undefined && person.status !== "absent";
                const came = (call.body.role_assignments ?? []).length > 0;
                if (isHere && !came) throw duplicate("user of this tenant", key);
                return isHere ? [] : [{ act: { act: "admit", user }, email: person?.email ?? null }];
              },
            },
          ],
        ]),
      );
      return (await userNamed(call, key)).body;
    },
  }),
  operation({
    route: `DELETE ${path}/{user_id}`,
    action: null,
    run: async (call) => {
      const tenant = await one(call, "tenant", call.params["tenant_id"] ?? "");
      const user = await one(call, "app_user", call.params["user_id"] ?? "");
      const { rows } = await sql`select from membership where environment_id = ${call.environment}
        and tenant_id = ${tenant.id} and user_id = ${user.id}`.execute(call.trx);
      if (rows.length === 0) throw missing("user of this tenant", user.key);
      const deed = {
        concerns: { users: [user.id] },
        acts: () => [{ act: { act: "remove" as const, user: user.id } }],
      };
      await operate(call, "user.remove", new Map([[tenant.id, deed]]));
      return null;
    },
  }),
];
