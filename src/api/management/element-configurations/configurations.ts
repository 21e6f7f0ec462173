import { sql } from "kysely";
import { z } from "zod";
import { collection, find, insertRow, Key, setGiven, write } from "../collection.js";
import { operation } from "../operation.js";
import type { Place } from "../scope.js";
import type { Trx } from "../../store/store.js";
import { storedType, vendorType, vendorTypes, type Settings, type VendorType } from "./element-types.js";
import { levels, putOnLevels, RolesToLevels } from "./levels.js";
import { keepWebhook, WebhookChange, WebhookInput } from "./webhooks.js";

const SettingsInput = z.record(
  z.string().min(1).max(200),
  z.union([z.string().max(10_000), z.number(), z.boolean()]),
);
const Name = z.string().min(1).max(200);

const Create = z.object({
  key: Key,
  name: Name,
  elements_type: z.enum(vendorTypes),
  settings: SettingsInput,
  email_notifications: z.boolean().default(false),
  roles_to_levels: RolesToLevels,
  webhook: WebhookInput.nullish(),
});
const Update = z.object({
  name: Name.optional(),
  elements_type: z.enum(vendorTypes).optional(),
  settings: SettingsInput.optional(),
  email_notifications: z.boolean().optional(),
  roles_to_levels: RolesToLevels.optional(),
  webhook: WebhookChange.nullish(),
});

/** A configuration as it is answered. */
export interface ConfigurationRow {
  id: string;
  key: string;
  body: {
    elements_type: VendorType;
    settings: Settings;
    roles_to_levels: Readonly<Record<string, readonly { id: string; key: string; name: string }[]>>;
  };
}

/**
 * The configurations of an environment, those that permit.define() made among them, but for the operators' own
 * console. Of a role in the whole tenant, which is no resource's, the environment stands for the resource.
 */
export const configurationRows = ({ organization, project, environment }: Place) => sql`
  select c.id, c.key::text, c.name, c.settings as attributes, c.created_at, c.type, jsonb_build_object(
    'id', c.id, 'organization_id', ${organization}::text, 'project_id', ${project}::text, 'environment_id', c.environment_id,
    'key', c.key, 'name', c.name, 'is_active', c.is_active, 'email_notifications', c.email_notifications,
    'elements_type', (${JSON.stringify(shownTypes)}::jsonb) ->> c.type,
    'settings', case c.type when 'role-assignment' then '{"configureType": "REBAC"}' else '{}'::jsonb end || c.settings,
    'created_at', c.created_at, 'updated_at', c.updated_at,
    'roles_to_levels', (select jsonb_object_agg(x.level, x.roles) from (
      select v.level, coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'key', r.key, 'name', r.name,
          'resource_id', coalesce(r.resource_id, c.environment_id)) order by r.position, r.key)
          filter (where r.id is not null), '[]') as roles
      from unnest(${[...levels]}::text[]) v(level)
      left join role_level l on l.environment_id = c.environment_id and l.configuration_id = c.id and l.level = v.level
      left join role r on (r.environment_id, r.id) = (l.environment_id, l.role_id) group by v.level) x),
    'webhook', (select jsonb_build_object('id', w.id, 'organization_id', ${organization}::text, 'project_id', ${project}::text,
        'environment_id', w.environment_id, 'type', 'elements', 'url', w.url, 'created_at', w.created_at,
        'updated_at', w.updated_at)
      from element_webhook w where (w.environment_id, w.configuration_id) = (c.environment_id, c.id))) as body
  from element_configuration c where c.environment_id = ${environment} and ${JSON.stringify(shownTypes)}::jsonb ? c.type`;

const shownTypes = Object.fromEntries(
  (
    [
      "user-management",
      "role-assignment",
      "audit-log",
      "access-request",
      "approvals",
      "operation-approval",
    ] as const
  ).map((type) => [type, vendorType(type)]),
);

const definition = { rows: configurationRows, noun: "element" };
/** Until somebody opens it. */
const opened = { is_active: "false" };
const columns = { name: "text", settings: "json", email_notifications: "text", type: "text" } as const;

export const configurationOperations = [
  ...collection({
    ...definition,
    path: "/v2/elements/{proj_id}/{env_id}/config",
    item: "elements_config_id",
    table: "element_configuration",
    envelope: "always",
    changesRules: true,
    operations: {
      create: write(Create, async (call) => {
        const { key, name, elements_type, settings, email_notifications, roles_to_levels, webhook } =
          call.body;
        const type = storedType(elements_type, settings);
        const given = { key, name, settings, email_notifications, type };
        const id = await insertRow(call, "element_configuration", definition.noun, opened, columns, given);
        await putOnLevels(call, id, roles_to_levels, resourceOf(settings));
        if (webhook) await keepWebhook(call, id, webhook);
        call.about.after = withoutToken(call.body);
        return id;
      }),
      update: write(Update, async (call, id) => {
        const { roles_to_levels, webhook, elements_type, settings, ...rest } = call.body;
        const { body } = await configurationOf(call, id);
        const now = settings ?? body.settings;
        const type = storedType(elements_type ?? body.elements_type, now);
        await setGiven(call, "element_configuration", id, columns, { ...rest, settings, type });
        if (roles_to_levels) await putOnLevels(call, id, roles_to_levels, resourceOf(now));
        if (webhook) await keepWebhook(call, id, webhook);
        call.about.after = withoutToken(call.body);
        return id;
      }),
    },
  }),
  operation({
    route: "DELETE /v2/elements/{proj_id}/{env_id}/{elements_config_id}",
    action: `${definition.noun}.delete`,
    changesRules: true,
    run: async (call) => {
      const { id } = await configurationOf(call, call.params["elements_config_id"] ?? "");
      call.about.target = id;
      await sql`delete from element_configuration where environment_id = ${call.environment} and id = ${id}`.execute(
        call.trx,
      );
      return null;
    },
  }),
];

type Where = Place & { trx: Trx };

/** What the audit trail keeps of a configuration: no secret. */
const withoutToken = ({ webhook, ...rest }: z.output<typeof Update>) => ({
  ...rest,
  ...(webhook?.url !== undefined && { webhook: { url: webhook.url } }),
});

/** One configuration by id or key; 404 where there is none. */
export const configurationOf = async (call: Where, name: string): Promise<ConfigurationRow> =>
  (await find(definition, call, name)) as ConfigurationRow;

/** The resource whose roles a configuration is about. */
export const resourceOf = ({ resourceTypeSelected: resource }: Settings): string | null =>
  typeof resource === "string" && resource !== "" ? resource : null;
