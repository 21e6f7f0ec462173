import { base64url } from "jose";
import { sql } from "kysely";
import { hmac, sha256 } from "../bytes.js";
import type { Store, Trx } from "../store/store.js";

/**
 * Secrets of API keys are derived from the server's secret, the key's id and its generation, and stored as hashes
 * only: a stolen database shows none.
 */
export async function deriveSecret(
  serverSecret: Uint8Array,
  id: string,
  generation: number,
): Promise<string> {
  const part = async (n: number) =>
    base64url.encode(await hmac("SHA-512", serverSecret, `${id}:${generation}:${n}`));
  return `permit_key_${((await part(1)) + (await part(2))).replaceAll(/[-_]/g, "x").slice(0, 92)}`;
}

/** Makes the environment's first key, or accepts the one given. Answers the secret only when the key is new. */
export async function ensureApiKey(
  store: Store,
  environment: string,
  serverSecret: Uint8Array,
  given: string | null,
): Promise<string | null> {
  return store.asOwner({ environment, tenant: null }, async (trx) => {
    // Two first starts at once make one key.
    await sql`select pg_advisory_xact_lock(hashtextextended('permit:api_key', 0))`.execute(trx);
    const id = crypto.randomUUID();
    const secret = given ?? (await deriveSecret(serverSecret, id, 1));
    const { rows } = await sql<{ id: string }>`
      insert into api_key (id, organization_id, project_id, environment_id, name, secret_hash)
      select ${id}, p.organization_id, p.id, e.id, ${given === null ? "first key" : "given at start"}, ${await sha256(secret)}
      from environment e join project p on p.id = e.project_id
      where e.id = ${environment}
        and (${given}::text is not null or not exists (select from api_key k where k.environment_id = e.id))
      on conflict (secret_hash) do nothing returning id`.execute(trx);
    return rows[0] && given === null ? secret : null;
  });
}

interface NewKey {
  organization: string;
  project: string | null;
  environment: string | null;
  name: string;
  access?: string;
  owner?: string;
  expires?: Date | null;
}

/** Makes a key. Its secret is derived, and can be shown again; kept is its hash alone. */
export async function makeKey(trx: Trx, serverSecret: Uint8Array, key: NewKey) {
  const {
    organization,
    project,
    environment,
    name,
    access = "admin",
    owner = "member",
    expires = null,
  } = key;
  const id = crypto.randomUUID();
  const secret = await deriveSecret(serverSecret, id, 1);
  await sql`insert into api_key (id, organization_id, project_id, environment_id, name, access_level, owner_type,
      secret_hash, expires_at)
    values (${id}, ${organization}, ${project}, ${environment}, ${name}, ${access}, ${owner}, ${await sha256(secret)},
      ${expires})`.execute(trx);
  return { id, secret };
}

/** Makes a key that reaches a whole organization, or one environment of it. Answers its secret. */
export async function createApiKey(
  store: Store,
  environment: string,
  serverSecret: Uint8Array,
  { name, level }: { name: string; level: "organization" | "environment" },
): Promise<string> {
  return store.asOwner({ environment, tenant: null }, async (trx) => {
    const { rows } = await sql<{ organization: string; project: string }>`
      select p.organization_id as organization, p.id as project
      from environment e join project p on p.id = e.project_id where e.id = ${environment}`.execute(trx);
    if (!rows[0]) throw new Error("the environment is gone");
    const { organization, project } = rows[0];
    const below = level === "organization" ? { project: null, environment: null } : { project, environment };
    return (await makeKey(trx, serverSecret, { organization, ...below, name })).secret;
  });
}
