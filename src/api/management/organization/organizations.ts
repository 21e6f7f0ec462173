import { sql } from "kysely";
import { z } from "zod";
import { collection, find, FreeAttributes, setsOf, write, type Collection } from "../collection.js";
import { operation, type Call, type Operation } from "../operation.js";

const OrganizationUpdate = z.object({
  name: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[A-Za-z0-9.\-_ ]+$/, "letters, digits, spaces, . - and _ only")
    .optional(),
  settings: FreeAttributes.optional(),
});

/** The one organization that a key is of. Nothing here is limited by a plan. */
const organizations: Collection = {
  path: "/v2/orgs",
  item: "org_id",
  noun: "organization",
  table: "organization",
  rows: ({ key }) => sql`select o.id, o.key::text, o.name, o.settings as attributes, o.created_at,
    jsonb_build_object('id', o.id, 'key', o.key, 'name', o.name, 'settings', o.settings, 'is_enterprise', false,
      'usage_limits', jsonb_build_object('mau', 2147483647, 'tenants', 2147483647, 'billing_tier', 'internal'),
      'created_at', o.created_at, 'updated_at', o.updated_at) as body
    from organization o where o.id = ${key.organization}`,
  operations: {
    update: write(
      OrganizationUpdate,
      async ({ trx, body }, id) => {
        const sets = setsOf({ name: "text", settings: "json" }, body);
        if (sets.length > 0)
          await sql`update organization set ${sql.join(sets)} where id = ${id}`.execute(trx);
        return id;
      },
      { level: "organization" },
    ),
  },
};

export const organizationItself: readonly Operation[] = [
  ...collection(organizations),
  operation({
    route: "GET /v2/orgs/active/org",
    action: null,
    run: async (call) => (await find(organizations, call, call.organization)).body,
  }),
  operation({
    route: "GET /v2/orgs/{org_id}/stats",
    action: null,
    run: async (call) => {
      const { body } = await find(organizations, call, call.organization);
      return { ...body, stats: await statistics(call), historical_usage: {} };
    },
  }),
];

/** Counts what the key reaches, and nothing beside it. */
async function statistics({ trx, key }: Call): Promise<object | undefined> {
  const { rows } = await sql<{ stats: object }>`
    with p as (select id from project where organization_id = ${key.organization}
        and (${key.project}::uuid is null or id = ${key.project})),
      e as (select id from environment where project_id in (select id from p)
        and (${key.environment}::uuid is null or id = ${key.environment}))
    select jsonb_build_object('projects', (select count(*) from p), 'environments', (select count(*) from e),
      'users', (select count(*) from app_user where environment_id in (select id from e))) as stats`.execute(
    trx,
  );
  return rows[0]?.stats;
}
