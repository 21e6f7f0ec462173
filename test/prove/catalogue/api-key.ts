import { createHash, randomBytes } from "node:crypto";
import type { Acme } from "../../support/acme.js";

/** An API key of the environment. */
export async function apiKeyOf({ database, environment }: Acme): Promise<string> {
  const key = `permit_key_${randomBytes(46).toString("hex")}`;
  await database.rows(
    `insert into api_key (organization_id, project_id, environment_id, name, secret_hash)
     select p.organization_id, p.id, e.id, 'another', $2 from environment e join project p on p.id = e.project_id
     where e.id = $1`,
    [environment, createHash("sha256").update(key).digest()],
  );
  return key;
}
