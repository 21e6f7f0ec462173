import { sql } from "kysely";
import type { RawBuilder } from "kysely";

/** A row of `project`, by that alias, as the vendor reads it. */
export function projectBody(alias: string): RawBuilder<unknown> {
  const of = (column: string) => sql.ref(`${alias}.${column}`);
  return sql`jsonb_build_object('id', ${of("id")}, 'organization_id', ${of("organization_id")}, 'key', ${of("key")},
    'name', ${of("name")}, 'urn_namespace', ${of("urn_namespace")}, 'description', ${of("description")},
    'settings', ${of("settings")}, 'active_policy_repo_id', null, 'created_at', ${of("created_at")},
    'updated_at', ${of("updated_at")})`;
}

/** A row of `environment`, by that alias, of a project of this organization, as the vendor reads it. */
export function environmentBody(organization: string, alias: string): RawBuilder<unknown> {
  const of = (column: string) => sql.ref(`${alias}.${column}`);
  return sql`jsonb_build_object('id', ${of("id")}, 'organization_id', ${organization}::uuid, 'project_id', ${of("project_id")},
    'key', ${of("key")}, 'name', ${of("name")}, 'description', ${of("description")},
    'custom_branch_name', ${of("custom_branch_name")}, 'jwks', ${of("jwks")}, 'settings', ${of("settings")},
    'created_at', ${of("created_at")}, 'updated_at', ${of("updated_at")})`;
}
