import { sql } from "kysely";
import { z } from "zod";
import { bodyOf } from "../endpoint.js";
import { Refused } from "../errors.js";
import { judgeWatching, openContext, placesOf, within, type Server } from "../request-context.js";
import type { ElementKind } from "../sessions/open-session.js";
import { claimsFor, UnknownElement } from "../sessions/open-session.js";
import { signSession } from "../sessions/tokens.js";
import { ElementType, InstanceKey } from "../wire.js";
import { keyInEnvironment, requireAccess } from "./scope.js";

/**
 * `POST /v2/auth/elements_login_as`: the host's backend, with its API key, gets a session for one of its users. The
 * vendor's dialect: unknown keys are ignored, and a login that fails is answered 200 with `error`.
 */
const Input = z.object({
  user_id: z.string().min(1),
  tenant_id: z.string().min(1),
  element_type: ElementType.default("user-management"),
  element_id: z.string().optional(),
  /** `type:key`, for a session about one instance only. */
  resource_instance: InstanceKey.optional(),
});

export async function elementsLoginAs(
  anywhere: Server,
  kinds: Record<ElementType, ElementKind>,
  request: Request,
  requestId: string,
): Promise<Response> {
  const { key, environment } = await keyInEnvironment(anywhere, request);
  requireAccess(key, "write");
  const server = within(anywhere, environment);
  const parsed = Input.safeParse(await bodyOf(request));
  if (!parsed.success) {
    const detail = parsed.error.issues.map(({ path, message, code }) => ({
      loc: ["body", ...path],
      msg: message,
      type: code,
    }));
    return Response.json({ detail }, { status: 422 });
  }
  const { user_id, tenant_id, element_type: type, element_id, resource_instance } = parsed.data;
  const failed = (error: string, error_code: string) =>
    Response.json({ error, error_code, token: "", element_bearer_token: "", redirect_url: "" });

  const { rows } = await server.store.asOwner({ environment: server.environment, tenant: null }, (trx) =>
    sql<{ user: string | null; tenant: string | null }>`select
      (select u.id from app_user u where u.environment_id = ${server.environment} and (u.key = ${user_id} or u.id::text = ${user_id})) as user,
      tenant_by_key(${tenant_id}) as tenant`.execute(trx),
  );
  const { user = null, tenant = null } = rows[0] ?? {};
  if (tenant === null) return failed("Tenant not found", "TENANT_NOT_FOUND");
  if (user === null) return failed("User not found", "USER_NOT_FOUND");
  try {
    const claims = await claimsFor(server, {
      tenant,
      user,
      type,
      element: element_id ?? null,
      instance: (type === "role-assignment" && resource_instance) || null,
      verbs: kinds[type].verbs,
    });
    const mayView = await server.store.asServer({ environment: server.environment, tenant }, async (trx) => {
      const concerns = { places: placesOf(claims) };
      const context = await openContext(server, trx, claims, requestId, concerns, {
        bulk: 0,
        justification: null,
      });
      return judgeWatching(context, claims.instance).decision.outcome === "allowed";
    });
    if (!mayView) return failed("Invalid user permission level", "INVALID_PERMISSION_LEVEL");
    const { token } = await signSession(server.sessionKey, claims, new Date());
    return Response.json({
      token,
      element_bearer_token: token,
      redirect_url: new URL(server.acceptUrl).origin,
    });
  } catch (error) {
    if (error instanceof UnknownElement) return failed(error.message, "ELEMENT_NOT_FOUND");
    if (error instanceof Refused && error.code === "not_found")
      return failed("User not found", "USER_NOT_FOUND");
    throw error;
  }
}
