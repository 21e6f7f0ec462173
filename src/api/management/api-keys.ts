import { createHash, createHmac, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { Refused } from "../errors.js";
import type { Store } from "../store/store.js";

/**
 * Secrets of API keys are derived from the server's secret, the key's id and its generation, and stored as hashes
 * only: a stolen database shows none.
 */
export function deriveSecret(serverSecret: Uint8Array, id: string, generation: number): string {
  const part = (n: number) =>
    createHmac("sha512", serverSecret).update(`${id}:${generation}:${n}`).digest("base64url");
  return `permit_key_${(part(1) + part(2)).replaceAll(/[-_]/g, "x").slice(0, 92)}`;
}

const hashOf = (secret: string) => createHash("sha256").update(secret).digest();

/** Makes the environment's first key, or accepts the one given. Answers the secret only when the key is new. */
export async function ensureApiKey(
  store: Store,
  environment: string,
  serverSecret: Uint8Array,
  given: string | null,
): Promise<string | null> {
  return store.asOwner({ environment, tenant: null }, async (trx) => {
    const id = randomUUID();
    const secret = given ?? deriveSecret(serverSecret, id, 1);
    const { rows } = await sql<{ id: string }>`
      insert into api_key (id, organization_id, project_id, environment_id, name, secret_hash)
      select ${id}, p.organization_id, p.id, e.id, ${given === null ? "first key" : "given at start"}, ${hashOf(secret)}
      from environment e join project p on p.id = e.project_id
      where e.id = ${environment}
        and (${given}::text is not null or not exists (select from api_key k where k.environment_id = e.id))
      on conflict (secret_hash) do nothing returning id`.execute(trx);
    return rows[0] && given === null ? secret : null;
  });
}

/** Who an API key speaks for; refused unless it reaches this environment and is live. */
export async function authenticateKey(
  store: Store,
  environment: string,
  request: Request,
): Promise<{ apiKey: string; name: string }> {
  const [scheme, secret] = (request.headers.get("authorization") ?? "").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !secret)
    throw new Refused("unauthenticated", "An API key is needed.");
  const { rows } = await store.asOwner({ environment, tenant: null }, (trx) =>
    sql<{ id: string; name: string }>`
      select k.id, k.name from api_key k
      join environment e on e.id = ${environment} join project p on p.id = e.project_id
      where k.secret_hash = ${hashOf(secret)} and k.deleted_at is null
        and (k.expires_at is null or k.expires_at > clock_timestamp())
        and k.organization_id = p.organization_id and coalesce(k.project_id, p.id) = p.id
        and coalesce(k.environment_id, e.id) = e.id`.execute(trx),
  );
  const key = rows[0];
  if (!key) throw new Refused("unauthenticated", "This API key is not valid.");
  return { apiKey: key.id, name: key.name };
}
