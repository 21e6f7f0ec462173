import { sql } from "kysely";
import { Refused } from "./errors.js";
import { authenticate, bearerOf, within, type Server } from "./request-context.js";
import { verifyOperator, type OperatorClaims } from "./sessions/operator-tokens.js";
import { readEnvironmentRules, type EnvironmentRules } from "./store/read-facts.js";
import type { Trx } from "./store/store.js";

/** One request of the vendor's own console, inside its transaction. */
export interface OperatorContext {
  requestId: string;
  trx: Trx;
  server: Server;
  claims: OperatorClaims;
  rules: EnvironmentRules;
  /** The tenant it is bound to. */
  tenant: { id: string; key: string; name: string } | null;
}

export type StandingOperator = OperatorClaims & { expiresAt: Date };

/** The operator whose session came with the request, if it is an operator's; refused if it stands no more. */
export async function operatorOf(server: Server, request: Request): Promise<StandingOperator | null> {
  const token = bearerOf(request);
  const claims = token === null ? null : await verifyOperator(server.sessionKey, token);
  if (!claims) return null;
  server.requests.take(claims.apiKey ?? "operator");
  if (!(await stands(server, claims)))
    throw new Refused("session_expired", "The API key behind this session is no longer valid.");
  return claims;
}

/** Refuses everybody who is no operator: delegates by their right, strangers by their token. */
export async function requireOperator(server: Server, request: Request): Promise<StandingOperator> {
  const operator = await operatorOf(server, request);
  if (operator) return operator;
  await authenticate(server, request);
  const message = "Only the people who run this app may do that.";
  throw new Refused("forbidden", message, { reasons: [{ code: "operators_only", limit: "actor", message }] });
}

/** What is revoked is gone for the next request: the key and the tenant are looked at each time. */
export async function stands(
  { store }: Server,
  { environment, apiKey, tenant }: OperatorClaims,
): Promise<boolean> {
  return store.asServer({ environment, tenant }, async (trx) => {
    const { rows } = await sql<{ key: boolean; tenant: boolean }>`
      select ${apiKey}::uuid is null or api_key_stands(${apiKey}) as key,
        exists (select from environment where id = current_environment())
          and (${tenant}::uuid is null or exists (select from tenant)) as tenant`.execute(trx);
    return rows[0]?.key === true && rows[0].tenant;
  });
}

export async function operatorContext(
  server: Server,
  trx: Trx,
  claims: OperatorClaims,
  requestId: string,
): Promise<OperatorContext> {
  const rules = await readEnvironmentRules(trx);
  const tenant = claims.tenant
    ? await trx
        .selectFrom("tenant")
        .select(["id", "key", "name"])
        .where("id", "=", claims.tenant)
        .executeTakeFirst()
    : undefined;
  return {
    ...{ requestId, trx, claims, rules, tenant: tenant ?? null },
    server: within(server, claims.environment),
  };
}
