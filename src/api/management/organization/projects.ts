import { sql } from "kysely";
import { collection } from "../collection.js";

export const projectOperations = collection({
  path: "/v2/projects",
  item: "proj_id",
  noun: "project",
  table: "project",
  rows: ({ key }) => sql`select p.id, p.key::text, p.name, p.settings as attributes, p.created_at,
    jsonb_build_object('id', p.id, 'organization_id', p.organization_id, 'key', p.key, 'name', p.name,
      'urn_namespace', p.urn_namespace, 'description', p.description, 'settings', p.settings,
      'active_policy_repo_id', null, 'created_at', p.created_at, 'updated_at', p.updated_at) as body
    from project p where p.organization_id = ${key.organization} and (${key.project}::uuid is null or p.id = ${key.project})`,
  operations: {},
});
