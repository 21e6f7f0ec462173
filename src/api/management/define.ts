import { sql } from "kysely";
import { z } from "zod";
import type { AttributeMatch } from "../delegation/types.js";
import { readViews } from "../store/leaks.js";
import { judgeLeaks } from "./define-leaks.js";
import type { StoredLimits } from "../store/limits.js";
import type { Store, Trx } from "../store/store.js";
import type { DelegationDefinition, RoleDefinition } from "./definition.js";
import { Definition, type Definition as DefinitionInput } from "./definition.js";

type Parsed = z.output<typeof Definition>;

/**
 * Brings an environment to what a definition says, as the operator: what is there is updated, what is not mentioned
 * stays. One transaction; whatever is wrong (an unknown key, a guardrail already broken) leaves everything as it was.
 */
export async function define(store: Store, environment: string, definition: DefinitionInput): Promise<void> {
  const parsed = Definition.safeParse(definition);
  if (!parsed.success) throw new Error(`This definition is not right:\n${z.prettifyError(parsed.error)}`);
  const { resources, roles, attributes, elements, delegations, tenants, instances, tuples } = parsed.data;
  await store.asOwner({ environment, tenant: null }, async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('permit:' || ${environment}::uuid, 0))`.execute(
      trx,
    );
    const before = await readViews(trx, null);
    await defineResources(trx, environment, resources);
    await defineRoles(trx, environment, null, roles);
    for (const [key, resource] of Object.entries(resources))
      await defineRoles(trx, environment, key, resource.roles);
    await extendRoles(trx, environment, parsed.data);
    await deriveRoles(trx, environment, resources);
    await defineAttributes(trx, environment, attributes);
    await defineElements(trx, environment, elements);
    for (const [key, tenant] of Object.entries(tenants)) await defineTenant(trx, environment, key, tenant);
    await replaceDelegations(trx, environment, delegations);
    for (const each of instances) await defineInstance(trx, environment, each);
    for (const tuple of tuples) await relate(trx, environment, tuple);
    await judgeLeaks(trx, before, await meantBy(trx, environment, parsed.data));
    const entry = {
      body: { action: "environment.define", outcome: "done", actor_kind: "operator", actor: null },
      people: {},
    };
    await sql`select append_audit(${environment}, null, 'changes', clock_timestamp(), ${JSON.stringify([entry])}::jsonb)`.execute(
      trx,
    );
    const lists = ["session", "people", "invitations", "requests", "delegations"];
    const notice = { environment, tenant: null, lists };
    await sql`select pg_notify('permit', ${JSON.stringify(notice)})`.execute(trx);
  });
}

async function meantBy(trx: Trx, environment: string, { meant, delegations }: Parsed) {
  const idOfRole = (name: string) => roleId(trx, environment, ...placed(name));
  const paths = [];
  for (const { role, via, gives, tenant, why } of meant.leaks) {
    paths.push({
      role: await idOfRole(role),
      via: await idOfRole(via),
      gives: await idOfRole(gives),
      tenant: tenant && (await idOf(trx, environment, "tenant", tenant)),
      why,
    });
  }
  const saved = await Promise.all(delegations.map(({ role }) => idOfRole(role)));
  const attributes = Object.entries(meant.attributes).map(([attribute, why]) => ({ attribute, why }));
  return { saved: new Set(saved), paths, attributes };
}

async function defineResources(trx: Trx, environment: string, resources: Parsed["resources"]) {
  for (const [key, { name, actions }] of Object.entries(resources)) {
    await sql`insert into resource (environment_id, key, name) values (${environment}, ${key}, ${name})
      on conflict (environment_id, key) do update set name = excluded.name`.execute(trx);
    for (const [action, words] of Object.entries(actions)) {
      await sql`insert into resource_action (environment_id, resource_id, key, name)
        select ${environment}, id, ${action}, ${words} from resource where environment_id = ${environment} and key = ${key}
        on conflict (environment_id, resource_id, key) do update set name = excluded.name`.execute(trx);
    }
  }
  for (const [key, { relations }] of Object.entries(resources)) {
    for (const [relation, subject] of Object.entries(relations)) {
      await sql`insert into relation (environment_id, resource_id, key, subject_resource_id)
        values (${environment}, ${await idOf(trx, environment, "resource", key)}, ${relation}, ${await idOf(trx, environment, "resource", subject)})
        on conflict (environment_id, resource_id, key) do update set subject_resource_id = excluded.subject_resource_id`.execute(
        trx,
      );
    }
  }
}

async function defineRoles(
  trx: Trx,
  environment: string,
  resource: string | null,
  roles: Record<string, z.output<typeof RoleDefinition>>,
) {
  const resourceId = resource && (await idOf(trx, environment, "resource", resource));
  for (const [position, [key, role]] of Object.entries(roles).entries()) {
    const { rows } = await sql<{ id: string }>`
      insert into role (environment_id, resource_id, key, name, description, attributes, position)
      values (${environment}, ${resourceId}, ${key}, ${role.name}, ${role.description}, ${JSON.stringify(role.attributes)}::jsonb,
        ${position + (resource === null ? 0 : 1000)})
      on conflict (environment_id, resource_id, key) do update set name = excluded.name, description = excluded.description,
        attributes = excluded.attributes, position = excluded.position
      returning id`.execute(trx);
    const id = rows[0]?.id;
    await sql`delete from role_permission where environment_id = ${environment} and role_id = ${id}`.execute(
      trx,
    );
    for (const permission of role.permissions) {
      const full = resource !== null && !permission.includes(":") ? `${resource}:${permission}` : permission;
      const { rows: added } = await sql`insert into role_permission (environment_id, role_id, action_id)
        select a.environment_id, ${id}, a.id from resource_action a join resource r on (r.environment_id, r.id) = (a.environment_id, a.resource_id)
        where a.environment_id = ${environment} and r.key || ':' || a.key = ${full} returning action_id`.execute(
        trx,
      );
      if (added.length === 0) throw new Error(`The role ${key} names an unknown permission: ${full}`);
    }
  }
}

async function extendRoles(trx: Trx, environment: string, { roles, resources }: Parsed) {
  const all: [string | null, string, readonly string[]][] = [
    ...Object.entries(roles).map(([key, role]): [null, string, string[]] => [null, key, role.extends]),
    ...Object.entries(resources).flatMap(([resource, { roles: own }]) =>
      Object.entries(own).map(([key, role]): [string, string, string[]] => [resource, key, role.extends]),
    ),
  ];
  for (const [resource, key, extended] of all) {
    const id = await roleId(trx, environment, key, resource);
    await sql`delete from role_extends where environment_id = ${environment} and role_id = ${id}`.execute(
      trx,
    );
    for (const other of extended) {
      await sql`insert into role_extends (environment_id, role_id, extended_id)
        values (${environment}, ${id}, ${await roleId(trx, environment, other, resource)})`.execute(trx);
    }
  }
}

async function deriveRoles(trx: Trx, environment: string, resources: Parsed["resources"]) {
  for (const [resource, { derivations }] of Object.entries(resources)) {
    for (const { role, from, relation, unless_direct } of derivations) {
      const { rows } = await sql<{
        id: string;
      }>`select l.id from relation l join resource r on (r.environment_id, r.id) = (l.environment_id, l.resource_id)
        where l.environment_id = ${environment} and r.key = ${resource} and l.key = ${relation}`.execute(trx);
      if (!rows[0]) throw new Error(`${resource} has no relation ${relation}`);
      await sql`insert into derivation (environment_id, role_id, from_role_id, relation_id, unless_direct)
        values (${environment}, ${await roleId(trx, environment, role, resource)}, ${await roleId(trx, environment, from.role, from.resource)},
          ${rows[0].id}, ${unless_direct})
        on conflict (environment_id, role_id, from_role_id, relation_id) do update set unless_direct = excluded.unless_direct`.execute(
        trx,
      );
    }
  }
}

async function defineAttributes(trx: Trx, environment: string, attributes: Parsed["attributes"]) {
  for (const [position, [key, each]] of Object.entries(attributes).entries()) {
    await sql`insert into attribute_definition (environment_id, key, label, description, type, choices, editable, searchable, position)
      values (${environment}, ${key}, ${each.label}, ${each.description}, ${each.type}, ${each.choices}, ${each.editable}, ${each.searchable}, ${position})
      on conflict (environment_id, key) do update set label = excluded.label, description = excluded.description, type = excluded.type,
        choices = excluded.choices, editable = excluded.editable, searchable = excluded.searchable, position = excluded.position`.execute(
      trx,
    );
  }
}

async function defineElements(trx: Trx, environment: string, elements: Parsed["elements"]) {
  for (const [key, { type, name, roles_to_levels, columns }] of Object.entries(elements)) {
    const { rows } = await sql<{
      id: string;
    }>`insert into element_configuration (environment_id, key, type, name, columns)
      values (${environment}, ${key}, ${type}, ${name}, ${columns})
      on conflict (environment_id, key) do update set type = excluded.type, name = excluded.name, columns = excluded.columns
      returning id`.execute(trx);
    const id = rows[0]?.id;
    await sql`delete from role_level where environment_id = ${environment} and configuration_id = ${id}`.execute(
      trx,
    );
    for (const [level, keys] of Object.entries(roles_to_levels)) {
      for (const role of keys ?? []) {
        await sql`insert into role_level (environment_id, configuration_id, role_id, level)
          values (${environment}, ${id}, ${await roleId(trx, environment, ...placed(role))}, ${level})`.execute(
          trx,
        );
      }
    }
  }
}

async function defineTenant(
  trx: Trx,
  environment: string,
  key: string,
  { name, attributes, guardrails }: Parsed["tenants"][string],
) {
  await sql`insert into tenant (environment_id, key, name, attributes) values (${environment}, ${key}, ${name}, ${JSON.stringify(attributes)}::jsonb)
    on conflict (environment_id, key) do update set name = excluded.name, attributes = excluded.attributes`.execute(
    trx,
  );
  if (!guardrails) return;
  const tenant = await idOf(trx, environment, "tenant", key);
  const { seats, least, most, exclusive, ceiling } = guardrails;
  // The version's bump has the guardrails checked at commit.
  await sql`update tenant set seats = ${seats}, ceiling = ${ceiling}, version = version + 1
    where environment_id = ${environment} and id = ${tenant}`.execute(trx);
  await sql`delete from guardrail_role where environment_id = ${environment} and tenant_id = ${tenant}`.execute(
    trx,
  );
  await sql`delete from guardrail_exclusive where environment_id = ${environment} and tenant_id = ${tenant}`.execute(
    trx,
  );
  for (const role of new Set([...Object.keys(least), ...Object.keys(most)])) {
    await sql`insert into guardrail_role (environment_id, tenant_id, role_id, least, most)
      values (${environment}, ${tenant}, ${await roleId(trx, environment, ...placed(role))}, ${least[role] ?? null}, ${most[role] ?? null})`.execute(
      trx,
    );
  }
  for (const [set, roles] of exclusive.entries()) {
    for (const role of roles) {
      await sql`insert into guardrail_exclusive (environment_id, tenant_id, set_number, role_id)
        values (${environment}, ${tenant}, ${set}, ${await roleId(trx, environment, ...placed(role))})`.execute(
        trx,
      );
    }
  }
}

async function replaceDelegations(trx: Trx, environment: string, delegations: Parsed["delegations"]) {
  const resolved = [];
  for (const delegation of delegations) {
    const tenant = delegation.tenant && (await idOf(trx, environment, "tenant", delegation.tenant));
    resolved.push({ delegation, tenant, role: await roleId(trx, environment, ...placed(delegation.role)) });
  }
  for (const { tenant, role } of resolved) {
    await sql`delete from delegation where environment_id = ${environment} and role_id = ${role} and tenant_id is not distinct from ${tenant}::uuid`.execute(
      trx,
    );
  }
  for (const { delegation, tenant, role } of resolved) {
    const limits = await limitsOf(trx, environment, delegation);
    const { rows } = await sql<{
      id: string;
    }>`insert into delegation (environment_id, role_id, tenant_id, element_type, verbs, mode, passing_on, limits)
      values (${environment}, ${role}, ${tenant}, ${delegation.element_type}, ${delegation.verbs}, ${delegation.mode}, ${delegation.passing_on},
        ${JSON.stringify(limits)}::jsonb) returning id`.execute(trx);
    for (const key of delegation.roles.keys) {
      await sql`insert into delegation_role (environment_id, delegation_id, role_id)
        values (${environment}, ${rows[0]?.id}, ${await roleId(trx, environment, ...placed(key))})`.execute(
        trx,
      );
    }
  }
}

async function limitsOf(
  trx: Trx,
  environment: string,
  delegation: z.output<typeof DelegationDefinition>,
): Promise<StoredLimits> {
  const ids = (keys: readonly string[]) =>
    Promise.all(keys.map((key) => roleId(trx, environment, ...placed(key))));
  const holders = Object.entries(delegation.counts.holders);
  const { time, counts, targets } = delegation;
  return {
    where: matchOf(delegation.roles.where),
    targets: { ...targets, attributes: matchOf(targets.attributes) },
    places: delegation.places,
    time: {
      mustEnd: time.must_end,
      longest: time.longest_days === null ? null : time.longest_days * 86_400_000,
    },
    counts: {
      openInvitations: counts.open_invitations,
      bulk: counts.bulk,
      grantsPerHour: counts.grants_per_hour,
      seats: counts.seats,
      holders: Object.fromEntries(
        await Promise.all(
          holders.map(async ([key, most]) => [await roleId(trx, environment, ...placed(key)), most] as const),
        ),
      ),
    },
    domains: delegation.domains,
    approval: await Promise.all(
      delegation.approval.map(async ({ roles, count, reviewers }) => ({
        roles: await ids(roles),
        count,
        reviewers: await ids(reviewers),
      })),
    ),
    justification: delegation.justification,
    attributes: delegation.attributes,
  };
}

function matchOf(match: z.output<typeof DelegationDefinition>["roles"]["where"]): StoredLimits["where"] {
  if (match === null) return null;
  return Object.entries(match).map(
    ([name, value]): AttributeMatch & { in: (string | number | boolean)[] } => ({
      name,
      in: typeof value === "object" ? value.in : [value],
    }),
  );
}

async function defineInstance(
  trx: Trx,
  environment: string,
  { instance, tenant, name }: Parsed["instances"][number],
) {
  const [resource = "", key = ""] = split(instance);
  const shown = name ?? key;
  await sql`insert into resource_instance (environment_id, tenant_id, resource_id, key, name, search)
    values (${environment}, ${await idOf(trx, environment, "tenant", tenant)}, ${await idOf(trx, environment, "resource", resource)}, ${key},
      ${shown}, search_text(${`${shown} ${key}`}))
    on conflict (environment_id, resource_id, key) do update set name = excluded.name, search = excluded.search
      where resource_instance.tenant_id = excluded.tenant_id and ${name !== undefined}`.execute(trx);
}

async function relate(
  trx: Trx,
  environment: string,
  { tenant, subject, relation, object }: Parsed["tuples"][number],
) {
  const tenantId = await idOf(trx, environment, "tenant", tenant);
  const { rows } =
    await sql`insert into relationship_tuple (environment_id, tenant_id, subject_id, relation_id, object_id)
    select ${environment}, ${tenantId}, s.id, l.id, o.id
    from resource_instance s join resource sr on sr.id = s.resource_id,
      resource_instance o join resource obr on obr.id = o.resource_id join relation l on l.resource_id = obr.id
    where s.environment_id = ${environment} and o.environment_id = ${environment} and l.environment_id = ${environment}
      and s.tenant_id = ${tenantId} and o.tenant_id = ${tenantId}
      and sr.key || ':' || s.key = ${subject} and obr.key || ':' || o.key = ${object}
      and l.key = ${relation} and l.subject_resource_id = sr.id
    on conflict (environment_id, tenant_id, subject_id, relation_id, object_id) do update set relation_id = excluded.relation_id
    returning object_id`.execute(trx);
  if (rows.length === 0) throw new Error(`${subject} can't be ${relation} of ${object} in ${tenant}`);
}

/** A role is named by its key, one of a resource as `resource:role`. */
function placed(name: string): [key: string, resource: string | null] {
  const [resource, key] = split(name);
  return key === undefined ? [name, null] : [key, resource ?? null];
}

const split = (name: string) =>
  name.includes(":") ? [name.slice(0, name.indexOf(":")), name.slice(name.indexOf(":") + 1)] : [name];

async function roleId(trx: Trx, environment: string, key: string, resource: string | null): Promise<string> {
  const { rows } = await sql<{
    id: string;
  }>`select r.id from role r left join resource s on (s.environment_id, s.id) = (r.environment_id, r.resource_id)
    where r.environment_id = ${environment} and r.key = ${key} and s.key is not distinct from ${resource}::text`.execute(
    trx,
  );
  if (!rows[0]) throw new Error(`There is no role ${resource === null ? key : `${resource}:${key}`}`);
  return rows[0].id;
}

async function idOf(
  trx: Trx,
  environment: string,
  table: "resource" | "tenant",
  key: string,
): Promise<string> {
  const { rows } = await sql<{
    id: string;
  }>`select id from ${sql.table(table)} where environment_id = ${environment} and key = ${key}`.execute(trx);
  if (!rows[0]) throw new Error(`There is no ${table} ${key}`);
  return rows[0].id;
}
