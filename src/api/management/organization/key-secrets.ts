import { sql } from "kysely";
import { sha256 } from "../../bytes.js";
import { deriveSecret } from "../api-keys.js";
import { Fault } from "../fault.js";
import { operation, type Call } from "../operation.js";
import { keyView } from "./key-view.js";

/** The environment's own key with its secret: the oldest of those that may do everything there. */
export const environmentKey = operation({
  route: "GET /v2/api-key/{proj_id}/{env_id}",
  access: "admin",
  action: null,
  run: async (call) => {
    const { rows } = await sql<{ id: string; generation: number; hash: Uint8Array }>`
      select id, generation, secret_hash as hash from api_key
      where environment_id = ${call.environment} and access_level = 'admin' and deleted_at is null
        and (expires_at is null or expires_at > clock_timestamp())
      order by created_at, id`.execute(call.trx);
    for (const { id, generation, hash } of rows) {
      const secret = await deriveSecret(call.server.apiKeySecret, id, generation);
      // One that the host has given at start was not derived, and can't be shown.
      if (isSame(await sha256(secret), hash)) return keyView(call, id, secret);
    }
    throw new Fault(404, "NOT_FOUND", "This environment has no key whose secret can be shown.");
  },
});

const isSame = (one: Uint8Array, other: Uint8Array) => one.every((byte, at) => byte === other[at]);

/** The next generation of a key's secret; the one before lives on for that many seconds. */
export async function rotate({ trx, server }: Call, id: string, overlapSeconds: number): Promise<string> {
  const { rows } = await sql<{ generation: number }>`
    select generation from api_key where id = ${id}`.execute(trx);
  const generation = (rows[0]?.generation ?? 0) + 1;
  const secret = await deriveSecret(server.apiKeySecret, id, generation);
  const overlaps = overlapSeconds > 0;
  await sql`update api_key set generation = ${generation}, secret_hash = ${await sha256(secret)},
      former_hash = ${overlaps ? sql`secret_hash` : null},
      former_until = ${overlaps ? sql`clock_timestamp() + make_interval(secs => ${overlapSeconds})` : null}
    where id = ${id}`.execute(trx);
  return secret;
}
