import { sql } from "kysely";
import { z } from "zod";
import { makeDefaultTenant } from "../../store/environment.js";
import { makeKey } from "../api-keys.js";
import { FreeAttributes, Key, Words } from "../collection.js";
import { duplicate } from "../fault.js";
import { JwksConfig, storedJwks } from "../jwks.js";
import type { Call } from "../operation.js";

export const EnvironmentCreate = z.object({
  key: Key,
  name: z.string().min(1).max(200),
  description: Words.nullish(),
  custom_branch_name: Words.nullish(),
  jwks: JwksConfig.nullish(),
  settings: FreeAttributes.nullish(),
});

/** A new environment holds a key of its own, the tenant `default`, and nothing else. Answers its id. */
export async function makeEnvironment(
  { trx, server, organization }: Call,
  project: string,
  { key, name, description, custom_branch_name, jwks, settings }: z.output<typeof EnvironmentCreate>,
): Promise<string> {
  const id = crypto.randomUUID();
  const { rows } =
    await sql`insert into environment (id, project_id, key, name, description, custom_branch_name, jwks, settings)
    values (${id}, ${project}, ${key}, ${name}, ${description ?? null}, ${custom_branch_name ?? null},
      ${jwks == null ? null : JSON.stringify(storedJwks(jwks))}::jsonb, ${JSON.stringify(settings ?? {})}::jsonb)
    on conflict (project_id, key) do nothing returning id`.execute(trx);
  if (rows.length === 0) throw duplicate("environment", key);
  await makeDefaultTenant(trx, id);
  await makeKey(trx, server.apiKeySecret, {
    organization,
    project,
    environment: id,
    name: "environment key",
  });
  return id;
}
