import { sql } from "kysely";
import { hmac, randomBytes, toHex } from "../bytes.js";
import type { SessionKey } from "../sessions/tokens.js";
import type { Store, Trx } from "./store.js";

const nowhere = { environment: "", tenant: null };

/** The default organization, project and environment, made on the first start. Answers the environment's id. */
export async function ensureEnvironment(store: Store): Promise<string> {
  return store.asOwner(nowhere, async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('permit:environment', 0))`.execute(trx);
    await sql`insert into organization (key, name) values ('default', 'Default') on conflict do nothing`.execute(
      trx,
    );
    await sql`insert into project (organization_id, key, name)
      select id, 'default', 'Default' from organization where key = 'default' on conflict do nothing`.execute(
      trx,
    );
    const { rows: made } = await sql<{ id: string }>`
      insert into environment (project_id, key, name)
      select p.id, 'default', 'Default' from project p join organization o on o.id = p.organization_id
      where o.key = 'default' and p.key = 'default'
      on conflict (project_id, key) do nothing returning id`.execute(trx);
    if (made[0]) await makeDefaultTenant(trx, made[0].id);
    const { rows } = await sql<{
      id: string;
    }>`select e.id from environment e join project p on p.id = e.project_id
      join organization o on o.id = p.organization_id
      where o.key = 'default' and p.key = 'default' and e.key = 'default'`.execute(trx);
    if (!rows[0]) throw new Error("the default environment could not be made");
    return rows[0].id;
  });
}

/** The tenant of whoever names none: each environment begins with it. */
export async function makeDefaultTenant(trx: Trx, environment: string): Promise<void> {
  await sql`insert into tenant (environment_id, key, name) values (${environment}, 'default', 'Default Tenant')`.execute(
    trx,
  );
}

/** Whether the environment of this transaction has been deleted. */
export async function isEnvironmentGone(trx: Trx): Promise<boolean> {
  const { rows } = await sql`select 1 from environment where id = current_environment()`.execute(trx);
  return rows.length === 0;
}

/** Every environment there is. */
export async function allEnvironments(store: Store): Promise<string[]> {
  const { rows } = await store.asOwner(nowhere, (trx) =>
    sql<{ id: string }>`select id from environment order by created_at, id`.execute(trx),
  );
  return rows.map(({ id }) => id);
}

export interface ServerKeys {
  session: SessionKey;
  apiKeySecret: Uint8Array;
  /** The seed of the key that signs checkpoints of the audit trail. */
  checkpointSecret: Uint8Array;
}

/** Keys that all processes share: from the given secret, or made once and kept in the database. */
export async function ensureServerKeys(store: Store, secret: string | null): Promise<ServerKeys> {
  if (secret !== null) {
    if (secret.length < 32) throw new Error("The secret must have at least 32 characters.");
    const part = (purpose: string) => hmac("SHA-256", secret, purpose);
    const id = toHex(await part("key id")).slice(0, 16);
    return {
      session: { id, secret: await part("session") },
      apiKeySecret: await part("api_key"),
      checkpointSecret: await part("checkpoint"),
    };
  }
  const kept = (purpose: "session" | "api_key" | "checkpoint") =>
    store.asOwner(nowhere, async (trx) => {
      const { rows } = await sql<SessionKey>`
        insert into server_key (purpose, secret) values (${purpose}, ${randomBytes(32)})
        on conflict (purpose) do update set purpose = excluded.purpose returning id, secret`.execute(trx);
      if (!rows[0]) throw new Error("the server's key could not be made");
      return rows[0];
    });
  return {
    session: await kept("session"),
    apiKeySecret: (await kept("api_key")).secret,
    checkpointSecret: (await kept("checkpoint")).secret,
  };
}
