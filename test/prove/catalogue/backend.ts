import { call } from "../../support/acme.js";
import { apiKeyOf } from "./api-key.js";
import type { Scene } from "./scene.js";

/** The answer to a login by the host's backend; without tokens where it failed. */
export interface Login {
  token: string;
  element_bearer_token: string;
  error_code?: string;
}

export const bearing = (token: string) => ({ authorization: `Bearer ${token}` });

/** The host's backend, which logs that user in, and what user management answers to a login's tokens. */
export async function backendOf({ acme }: Scene, user: string) {
  const apiKey = bearing(await apiKeyOf(acme));
  const [at] = await acme.database.rows<{ project: string; environment: string }>(
    "select project_id as project, id as environment from environment where id = $1",
    [acme.environment],
  );
  const users = `/v2/elements/${at?.project}/${at?.environment}/config/team/data/users`;
  const get = async (path: string, token: string) =>
    (await call(acme.permit, "GET", path, undefined, bearing(token))).status;
  return {
    /** To any element, where `more` names none. */
    async logIn(more: object = {}): Promise<Login> {
      const input = { user_id: user, tenant_id: "acme", ...more };
      const answer = await call(acme.permit, "POST", "/v2/auth/elements_login_as", input, apiKey);
      return (await answer.json()) as Login;
    },
    /** In the vendor's dialect and in ours. */
    pages: async ({ token, element_bearer_token }: Login) => ({
      theirs: await get(users, element_bearer_token),
      ours: await get("/people", token),
    }),
  };
}
