import { sql } from "kysely";
import { bearerOf, type Server } from "../../request-context.js";
import { verifySession, type SessionClaims } from "../../sessions/tokens.js";
import { Fault, missing } from "../fault.js";
import { asId, keyOf, reach, requireAccess, type Place } from "../scope.js";
import { verifyLogin, type Login } from "./login-token.js";

/** Whom a request is made for, and where. */
export interface Bearer extends Login {
  place: Place;
  /** The one element that a session was opened for; `null` for a login, which opens any. */
  session: SessionClaims | null;
}

/** How a request says for whom it is made. */
export type Identify = (
  server: Server,
  request: Request,
  params: Readonly<Record<string, string>>,
) => Promise<Bearer>;

export const sessionCookie = "permit_session";

/**
 * By the user's own token: the `element_bearer_token` of a login, the session of one element, or the cookie that a
 * login has left, which counts for pages of this origin alone. The path must name the token's own environment.
 */
export const byToken: Identify = async (server, request, params) => {
  const token = bearerOf(request) ?? cookieOf(request);
  if (token === null)
    throw new Fault(
      401,
      "UNAUTHORIZED",
      "A session is needed: Authorization: Bearer <element_bearer_token>.",
    );
  const login = await verifyLogin(server.sessionKey, token);
  const session = login ? null : await verifySession(server.sessionKey, token);
  const { environment, tenant, user, epoch } = login ?? session ?? never();
  const place = await server.store.asOwner({ environment, tenant: null }, async (trx) => {
    const { rows } =
      await sql<Place>`select p.organization_id as organization, p.id as project, e.id as environment
      from environment e join project p on p.id = e.project_id where e.id = ${environment}
        and (p.id = ${asId(params["proj_id"] ?? "")}::uuid or p.key = ${params["proj_id"]})
        and (e.id = ${asId(params["env_id"] ?? "")}::uuid or e.key = ${params["env_id"]})`.execute(trx);
    return rows[0];
  });
  if (!place) throw new Fault(403, "FORBIDDEN_ACCESS", "This session is for another environment.");
  return { environment, tenant, user, epoch, place, session };
};

const never = (): never => {
  throw new Fault(401, "UNAUTHORIZED", "A valid session is needed.");
};

/** Browsers say themselves where a request comes from: no other origin's page can use the cookie. */
function cookieOf(request: Request): string | null {
  if (request.headers.get("sec-fetch-site") !== "same-origin") return null;
  return readCookie(request);
}

export function readCookie(request: Request): string | null {
  const cookies = (request.headers.get("cookie") ?? "").split(/;\s*/).map((each) => each.split("="));
  return cookies.find(([name]) => name === sessionCookie)?.[1] || null;
}

/** By an API key that names a user and a tenant in the path, and acts as that user: their rights count, not the key's. */
export const byKey: Identify = async (server, request, params) => {
  const key = await keyOf(server.store, request);
  server.keyRequests.take(key.id);
  requireAccess(key, request.method === "GET" ? "read" : "write");
  const { user_id: userName = "", tenant_id: tenantName = "" } = params;
  return server.store.asOwner({ environment: "", tenant: null }, async (trx) => {
    const place = await reach(trx, key, params);
    const { environment } = place;
    const { rows } = await sql<{ user: string | null; epoch: number; tenant: string | null }>`select
      (select u.id from app_user u where u.environment_id = ${environment} and (u.id = ${asId(userName)}::uuid or u.key = ${userName})) as user,
      (select u.epoch from app_user u where u.environment_id = ${environment} and (u.id = ${asId(userName)}::uuid or u.key = ${userName})) as epoch,
      (select t.id from tenant t where t.environment_id = ${environment} and (t.id = ${asId(tenantName)}::uuid or t.key = ${tenantName})) as tenant`.execute(
      trx,
    );
    const { user = null, tenant = null, epoch = 0 } = rows[0] ?? {};
    if (user === null) throw missing("user", userName);
    if (tenant === null) throw missing("tenant", tenantName);
    return { environment, user, tenant, epoch, place, session: null };
  });
};
