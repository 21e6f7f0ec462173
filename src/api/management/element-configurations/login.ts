import { sql } from "kysely";
import { Refused } from "../../errors.js";
import { judgeWatching, openContext, placesOf, type Server } from "../../request-context.js";
import { claimsFor, UnknownElement } from "../../sessions/open-session.js";
import { signSession, type SessionClaims } from "../../sessions/tokens.js";
import { readRules } from "../../store/read-facts.js";
import type { ElementType } from "../../wire.js";
import { elementKinds } from "../element-kinds.js";
import { asId } from "../scope.js";
import { signLogin } from "./login-token.js";
import { issueTicket } from "./tickets.js";

/** Why a login failed, in the vendor's words. */
export const failures = {
  TENANT_NOT_FOUND: "Tenant not found",
  USER_NOT_FOUND: "User not found",
  INVALID_PERMISSION_LEVEL: "Invalid user permission level",
  ELEMENT_NOT_FOUND: "Element not found",
  INVALID_TICKET: "This login has been used already, or has run out",
} as const;
export type Failure = keyof typeof failures;
const isFailure = (code: string): code is Failure => Object.hasOwn(failures, code);
export const failureNamed = (code: string): Failure => (isFailure(code) ? code : "INVALID_TICKET");

/** Who is to be logged in, where, and to which element: to any, where it names none. */
export interface Asked {
  user_id: string;
  tenant_id: string;
  element_type?: ElementType | undefined;
  element_id?: string | undefined;
  resource_instance?: string | undefined;
}

export const loginUrl = (base: string, query: Record<string, string>) =>
  `${base}/v2/auth/login_elements?${new URLSearchParams(query).toString()}`;

/**
 * Logs a user in to elements, and answers as the vendor does: 200 with `error` for a login that fails, whose address
 * then leads to a page that says so. `server` is the environment's; `origin` that of the page which asked, if one did.
 */
export async function logIn(
  server: Server,
  asked: Asked,
  { base, origin, requestId }: { base: string; origin: string | null; requestId: string },
): Promise<Response> {
  const failed = (code: Failure, error: string = failures[code]) =>
    Response.json(
      {
        error,
        error_code: code,
        token: "",
        element_bearer_token: "",
        redirect_url: loginUrl(base, { error: code }),
      },
      { headers: { "cache-control": "no-store" } },
    );
  const { environment } = server;
  const { user, tenant, epoch } = await named(server, asked);
  if (tenant === null) return failed("TENANT_NOT_FOUND");
  if (user === null) return failed("USER_NOT_FOUND");
  const isForOne = asked.element_type !== undefined || asked.element_id !== undefined;
  try {
    const session = isForOne
      ? await sessionFor(server, { tenant, user, type: "user-management", ...picked(asked) }, requestId)
      : await anySession(server, { tenant, user }, requestId);
    if (session === null) return failed("INVALID_PERMISSION_LEVEL");
    const { token } = await signSession(server.sessionKey, session, new Date());
    const login = { environment, tenant, user, epoch };
    return Response.json(
      {
        token,
        element_bearer_token: isForOne ? token : await signLogin(server.sessionKey, login, new Date()),
        redirect_url: loginUrl(base, { token: await issueTicket(server, login, origin) }),
      },
      { headers: { "cache-control": "no-store" } },
    );
  } catch (error) {
    if (error instanceof UnknownElement) return failed("ELEMENT_NOT_FOUND", error.message);
    if (error instanceof Refused && error.code === "not_found") return failed("USER_NOT_FOUND");
    throw error;
  }
}

const picked = ({ element_type: type, element_id: element, resource_instance: instance }: Asked) => ({
  ...(type && { type }),
  element: element ?? null,
  instance: (type === "role-assignment" && instance) || null,
});

async function named({ store, environment }: Server, { user_id, tenant_id }: Asked) {
  const { rows } = await store.asOwner({ environment, tenant: null }, (trx) =>
    sql<{ user: string | null; epoch: number | null; tenant: string | null }>`select u.id as "user", u.epoch,
      (select t.id from tenant t where t.environment_id = ${environment}
        and (t.key = ${tenant_id} or t.id = ${asId(tenant_id)}::uuid)) as tenant
      from (select 1) one left join app_user u on u.environment_id = ${environment}
        and (u.key = ${user_id} or u.id = ${asId(user_id)}::uuid)`.execute(trx),
  );
  const { user = null, epoch = null, tenant = null } = rows[0] ?? {};
  return { user, epoch: epoch ?? 0, tenant };
}

interface For {
  tenant: string;
  user: string;
  type: ElementType;
  element: string | null;
  instance: string | null;
}

/** The session of one element, where the user may look at anything in it. */
async function sessionFor(server: Server, asked: For, requestId: string): Promise<SessionClaims | null> {
  const claims = await claimsFor(server, { ...asked, verbs: elementKinds[asked.type].verbs });
  const where = { environment: server.environment, tenant: asked.tenant };
  const mayWatch = await server.store.asServer(where, async (trx) => {
    const concerns = { places: placesOf(claims) };
    const more = { bulk: 0, justification: null };
    const context = await openContext(server, trx, claims, requestId, concerns, more);
    return judgeWatching(context, claims.instance).decision.outcome === "allowed";
  });
  return mayWatch ? claims : null;
}

/** The session of the first element that serves the user, user management before all others. */
async function anySession(
  server: Server,
  { tenant, user }: Pick<For, "tenant" | "user">,
  requestId: string,
): Promise<SessionClaims | null> {
  const where = { environment: server.environment, tenant };
  const rules = await server.store.asServer(where, readRules);
  const all = (rules?.configurations ?? []).filter(({ type }) => type !== "delegations");
  const managing = all.filter(({ type }) => type === "user-management");
  for (const { id, type } of [...managing, ...all.filter((each) => !managing.includes(each))]) {
    const session = await sessionFor(server, { tenant, user, type, element: id, instance: null }, requestId);
    if (session) return session;
  }
  return null;
}
