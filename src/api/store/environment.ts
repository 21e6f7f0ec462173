import { sql } from "kysely";
import { hmac, randomBytes, toHex } from "../bytes.js";
import type { SessionKey } from "../sessions/tokens.js";
import type { Store } from "./store.js";

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
    const { rows } = await sql<{ id: string }>`
      insert into environment (project_id, key, name)
      select p.id, 'default', 'Default' from project p join organization o on o.id = p.organization_id
      where o.key = 'default' and p.key = 'default'
      on conflict (project_id, key) do update set name = environment.name returning id`.execute(trx);
    if (!rows[0]) throw new Error("the default environment could not be made");
    return rows[0].id;
  });
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
