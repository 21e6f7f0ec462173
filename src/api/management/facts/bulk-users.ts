import { z } from "zod";
import { operation, type Operation } from "../operation.js";
import { deleteUsers } from "./delete-users.js";
import { done, mostAtOnce, Name } from "./fields.js";
import { found } from "./names.js";
import { syncUsers } from "./users.js";
import { requireNewKeys, UserCreate } from "./write-users.js";

const path = "/v2/facts/{proj_id}/{env_id}/bulk/users";
/** Of all users of a bulk together: their tenants are locked while these are judged and written. */
const mostAssignments = 10_000;
const Operations = z.object({
  operations: z
    .array(UserCreate)
    .max(mostAtOnce)
    .refine(
      (users) =>
        users.reduce((sum, { role_assignments }) => sum + (role_assignments?.length ?? 0), 0) <=
        mostAssignments,
      `at most ${mostAssignments} role assignments in all`,
    ),
});
const at = (index: number) => ["operations", index];

/** All of a bulk, or nothing of it. Who is to be deleted and is not there is passed over. */
export const bulkUserOperations: readonly Operation[] = [
  operation({
    route: `POST ${path}`,
    action: null,
    body: Operations,
    run: async (call) => {
      const { operations } = call.body;
      await requireNewKeys(
        call,
        operations.map(({ key }) => key),
      );
      await syncUsers(call, operations, at);
      return done();
    },
  }),
  operation({
    route: `PUT ${path}`,
    action: null,
    body: Operations,
    run: async (call) => {
      // Who comes twice is as said last.
      const operations = [...new Map(call.body.operations.map((each) => [each.key, each])).values()];
      await syncUsers(call, operations, at);
      return done();
    },
  }),
  operation({
    route: `DELETE ${path}`,
    action: null,
    body: z.object({ idents: z.array(Name).max(mostAtOnce) }),
    run: async (call) => {
      const users = await found(call, "app_user", call.body.idents);
      const ids = [...new Set([...users.values()].map(({ id }) => id))];
      await deleteUsers(call, ids);
      return done();
    },
  }),
];
