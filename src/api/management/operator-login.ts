import { z } from "zod";
import { sql } from "kysely";
import { bodyOf } from "../endpoint.js";
import { within, type Server } from "../request-context.js";
import { signOperator } from "../sessions/operator-tokens.js";
import { keyInEnvironment, requireAccess } from "./scope.js";

/**
 * `POST /v2/auth/operator_login`: the host's backend, with its API key, gets a session of the vendor's own console for
 * somebody of the vendor's team. No session of a delegate opens one. As with `elements_login_as`, unknown keys are
 * ignored, and a login that fails is answered 200 with `error`.
 */
const Input = z.object({
  /** Who it is, for the log. */
  operator: z.string().trim().min(1).max(200),
  /** The tenant whose own delegations are edited; without it, those of all tenants. */
  tenant_id: z.string().min(1).max(200).optional(),
});

export async function operatorLogin(server: Server, request: Request): Promise<Response> {
  const { key, environment } = await keyInEnvironment(server, request);
  requireAccess(key, "admin");
  const parsed = Input.safeParse(await bodyOf(request));
  if (!parsed.success) {
    const detail = parsed.error.issues.map(({ path, message, code }) => ({
      loc: ["body", ...path],
      msg: message,
      type: code,
    }));
    return Response.json({ detail }, { status: 422 });
  }
  const { operator, tenant_id = null } = parsed.data;
  const session = await openOperatorSession(within(server, environment), {
    apiKey: key.id,
    name: operator,
    tenant: tenant_id,
  });
  return Response.json(
    session
      ? {
          token: session.token,
          element_bearer_token: session.token,
          expires_at: session.expiresAt.toISOString(),
        }
      : { error: "Tenant not found", error_code: "TENANT_NOT_FOUND", token: "", element_bearer_token: "" },
    { headers: { "cache-control": "no-store" } },
  );
}

/** A session for the whole environment, or for one tenant by key or id; nothing, where there is no such tenant. */
export async function openOperatorSession(
  { store, environment, sessionKey }: Server,
  { apiKey, name, tenant: named }: { apiKey: string | null; name: string; tenant: string | null },
): Promise<{ token: string; expiresAt: Date } | null> {
  const tenant =
    named === null
      ? null
      : await store.asServer({ environment, tenant: null }, async (trx) => {
          const { rows } = await sql<{ id: string | null }>`select tenant_by_key(${named}) as id`.execute(
            trx,
          );
          return rows[0]?.id ?? null;
        });
  if (named !== null && tenant === null) return null;
  return signOperator(sessionKey, { environment, tenant, apiKey, name }, new Date());
}
