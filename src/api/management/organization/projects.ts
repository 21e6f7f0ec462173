import { sql } from "kysely";
import { z } from "zod";
import { collection, FreeAttributes, Key, setsOf, Words, write } from "../collection.js";
import { duplicate } from "../fault.js";
import type { Call } from "../operation.js";
import { deleteEnvironments, refuseDefault } from "./delete-environments.js";
import { EnvironmentCreate, makeEnvironment } from "./make-environment.js";
import { projectBody } from "./views.js";

const ProjectCreate = z.object({
  key: Key,
  name: z.string().min(1).max(200),
  urn_namespace: z
    .string()
    .max(200)
    .regex(/[a-z0-9-]{2,}/, "two or more of a-z, 0-9 and -")
    .nullish(),
  description: Words.nullish(),
  settings: FreeAttributes.nullish(),
  initial_environments: z
    .array(EnvironmentCreate)
    .max(50)
    .default([
      { key: "dev", name: "Development" },
      { key: "production", name: "Production" },
    ]),
});

const ProjectUpdate = z.object({
  name: z.string().min(1).max(200).optional(),
  description: Words.nullish(),
  settings: FreeAttributes.optional(),
});

export const projectOperations = collection({
  path: "/v2/projects",
  item: "proj_id",
  noun: "project",
  table: "project",
  rows: ({
    key,
  }) => sql`select p.id, p.key::text, p.name, p.settings as attributes, p.created_at, ${projectBody("p")} as body
    from project p where p.organization_id = ${key.organization} and (${key.project}::uuid is null or p.id = ${key.project})`,
  operations: {
    create: write(ProjectCreate, create, { level: "organization", access: "admin" }),
    update: write(
      ProjectUpdate,
      async ({ trx, body }, id) => {
        const sets = setsOf({ name: "text", description: "text", settings: "json" }, body);
        if (sets.length > 0) await sql`update project set ${sql.join(sets)} where id = ${id}`.execute(trx);
        return id;
      },
      { level: "project" },
    ),
    remove: async (call, id) => {
      const { rows } = await sql<{ id: string }>`
        select id from environment where project_id = ${id} order by id`.execute(call.trx);
      const environments = rows.map((each) => each.id);
      refuseDefault(call, environments);
      await deleteEnvironments(call, environments);
      await sql`delete from project where id = ${id}`.execute(call.trx);
    },
  },
  removalNeeds: { level: "project", access: "admin" },
});

async function create(call: Call<unknown, z.output<typeof ProjectCreate>>): Promise<string> {
  const { trx, key, body } = call;
  const id = crypto.randomUUID();
  const { rows } =
    await sql`insert into project (id, organization_id, key, name, urn_namespace, description, settings)
    values (${id}, ${key.organization}, ${body.key}, ${body.name}, ${body.urn_namespace ?? null}, ${body.description ?? null},
      ${JSON.stringify(body.settings ?? {})}::jsonb)
    on conflict (organization_id, key) do nothing returning id`.execute(trx);
  if (rows.length === 0) throw duplicate("project", body.key);
  for (const each of body.initial_environments) await makeEnvironment(call, id, each);
  return id;
}
