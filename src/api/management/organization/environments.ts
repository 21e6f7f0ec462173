import { sql } from "kysely";
import { z } from "zod";
import {
  collection,
  find,
  FreeAttributes,
  setsOf,
  Words,
  write,
  type Collection,
  type Column,
} from "../collection.js";
import { missing } from "../fault.js";
import { fetchKeySet, JwksConfig, storedJwks, type JwkSet, type StoredJwks } from "../jwks.js";
import { operation, type Call, type Operation } from "../operation.js";
import { deleteEnvironments, refuseDefault } from "./delete-environments.js";
import { EnvironmentCreate, makeEnvironment } from "./make-environment.js";
import { environmentBody } from "./views.js";

const EnvironmentUpdate = z.object({
  name: z.string().min(1).max(200).optional(),
  description: Words.nullish(),
  custom_branch_name: Words.nullish(),
  jwks: JwksConfig.nullish(),
  settings: FreeAttributes.optional(),
});

const columns: Readonly<Record<string, Column>> = {
  name: "text",
  description: "text",
  custom_branch_name: "text",
  jwks: "json",
  settings: "json",
};

export const environments: Collection = {
  path: "/v2/projects/{proj_id}/envs",
  item: "env_id",
  noun: "environment",
  table: "environment",
  rows: ({
    key,
    organization,
    project,
  }) => sql`select e.id, e.key::text, e.name, e.settings as attributes, e.created_at,
      ${environmentBody(organization, "e")} || '{"email_configuration": null}' as body
    from environment e where e.project_id = ${project} and (${key.environment}::uuid is null or e.id = ${key.environment})`,
  operations: {
    create: write(EnvironmentCreate, (call) => makeEnvironment(call, call.project, call.body), {
      level: "project",
      access: "admin",
    }),
    update: write(EnvironmentUpdate, async ({ trx, body }, id) => {
      const given = { ...body, ...(body.jwks && { jwks: storedJwks(body.jwks) }) };
      const sets = setsOf(columns, given);
      if (sets.length > 0) await sql`update environment set ${sql.join(sets)} where id = ${id}`.execute(trx);
      return id;
    }),
    remove: async (call, id) => {
      refuseDefault(call, [id]);
      await deleteEnvironments(call, [id]);
    },
  },
  removalNeeds: { access: "admin" },
  written: withoutMail,
};

export const environmentOperations: readonly Operation[] = [
  ...collection(environments),
  operation({
    route: "GET /v2/projects/{proj_id}/envs/{env_id}/stats",
    action: null,
    run: async (call) => {
      const { body } = await find(environments, call, call.environment);
      return { ...withoutMail(body), pdp_configs: [], stats: await statistics(call) };
    },
  }),
  operation({
    route: "POST /v2/projects/{proj_id}/envs/{env_id}/test_jwks",
    action: null,
    query: z.object({ url: z.string().max(2000).optional() }),
    run: async (call) => {
      const source = call.query.url === undefined ? await sourceOf(call) : { url: call.query.url };
      if ("jwks" in source) return source.jwks;
      const answer: Partial<JwkSet> = {};
      // Nothing is kept waiting in the database for somebody else's server.
      call.afterwards.push(
        async () => void Object.assign(answer, await fetchKeySet(call.server, source.url)),
      );
      return answer;
    },
  }),
];

/** Reading tells of a mail configuration that is never there; writing does not. */
export function withoutMail(body: object): object {
  const { email_configuration: _, ...rest } = body as { email_configuration?: unknown };
  return rest;
}

async function sourceOf({ trx, environment, params }: Call): Promise<StoredJwks> {
  const { rows } = await sql<{ jwks: StoredJwks | null }>`
    select jwks from environment where id = ${environment}`.execute(trx);
  if (!rows[0]?.jwks) throw missing("JWKS configuration", params["env_id"] ?? "");
  return rows[0].jwks;
}

/** There is no dashboard with members, and checks are not logged: neither can be counted. */
async function statistics({ trx, environment }: Call): Promise<object | undefined> {
  const count = (table: string) =>
    sql`(select count(*) from ${sql.table(table)} where environment_id = ${environment})`;
  const { rows } = await sql<{ stats: object }>`select jsonb_build_object('roles', ${count("role")},
    'users', ${count("app_user")}, 'policies', ${count("set_rule")}, 'resources', ${count("resource")},
    'tenants', ${count("tenant")}, 'has_decision_logs', false, 'members', '[]'::jsonb, 'mau', 0) as stats`.execute(
    trx,
  );
  return rows[0]?.stats;
}
