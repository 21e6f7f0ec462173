import { invalidAt } from "../fault.js";
import { operation, type Call, type Operation } from "../operation.js";
import { asId } from "../scope.js";
import { give, holdingsOf } from "./assign.js";
import { deleteUsers } from "./delete-users.js";
import { listUsers } from "./list-users.js";
import { one } from "./names.js";
import { userNamed } from "./user-rows.js";
import { requireNewKeys, UserCreate, UserUpdate, writeUsers } from "./write-users.js";

const path = "/v2/facts/{proj_id}/{env_id}/users";

export const userOperations: readonly Operation[] = [
  listUsers,
  operation({
    route: `POST ${path}`,
    action: null,
    body: UserCreate,
    run: async (call) => {
      await requireNewKeys(call, [call.body.key]);
      await syncUsers(call, [call.body]);
      return (await userNamed(call, call.body.key)).body;
    },
  }),
  operation({
    route: `GET ${path}/{user_id}`,
    action: null,
    run: async (call) => (await userNamed(call, call.params["user_id"] ?? "")).body,
  }),
  operation({
    route: `PUT ${path}/{user_id}`,
    action: null,
    body: UserCreate,
    run: async (call) => {
      await requireOwnKey(call, call.params["user_id"] ?? "");
      const { created } = await syncUsers(call, [call.body]);
      const { body } = await userNamed(call, call.body.key);
      const headers = { "cache-control": "no-store" };
      return Response.json(body, { status: created.size > 0 ? 201 : 200, headers });
    },
  }),
  operation({
    route: `PATCH ${path}/{user_id}`,
    action: null,
    body: UserUpdate,
    run: async (call) => {
      const { key } = await one(call, "app_user", call.params["user_id"] ?? "");
      await writeUsers(call, [{ ...call.body, key }]);
      return (await userNamed(call, key)).body;
    },
  }),
  operation({
    route: `DELETE ${path}/{user_id}`,
    action: null,
    run: async (call) => {
      const { id } = await one(call, "app_user", call.params["user_id"] ?? "");
      await deleteUsers(call, [id]);
      return null;
    },
  }),
];

/**
 * Writes users, and gives those that it has made their roles: whoever was there keeps what they hold, for roles change
 * by role assignments only.
 */
export async function syncUsers(
  call: Call,
  users: readonly UserCreate[],
  at: (index: number) => (string | number)[] = () => [],
) {
  const written = await writeUsers(call, users, at);
  const wanted = users
    .filter(({ key }) => written.created.has(key))
    .flatMap(({ key, role_assignments }) => (role_assignments ?? []).map((role) => ({ ...role, user: key })));
  if (wanted.length > 0) await give(call, await holdingsOf(call, wanted, { makes: true }), "skipped");
  return written;
}

/** The key stands in the path and in the body; where the path has an id, it is the id of whoever has that key. */
async function requireOwnKey(call: Call<unknown, UserCreate>, name: string): Promise<void> {
  const isSame =
    asId(name) === null ? name === call.body.key : (await one(call, "app_user", name)).key === call.body.key;
  if (!isSame) throw invalidAt(["body", "key"], "is not the user of the path: a key can't be changed");
}
