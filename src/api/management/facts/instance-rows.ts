import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { standing } from "../collection.js";
import type { Call } from "../operation.js";

/** Instances as the vendor reads them; a name is `type:key`. `isDetailed`: with the tuples that they are part of. */
export const instanceRows = (call: Call, isDetailed: boolean): RawBuilder<unknown> => sql`
  select i.id, r.key || ':' || i.key as key, i.key as name, i.attributes, i.created_at, i.tenant_id, i.resource_id,
    ${standing(call, "i")} || jsonb_build_object('key', i.key, 'tenant', t.key, 'resource', r.key, 'resource_id', r.id,
      'tenant_id', t.id, 'attributes', i.attributes, 'relationships', ${isDetailed ? relationships : sql`null`}) as body
  from resource_instance i
  join resource r on (r.environment_id, r.id) = (i.environment_id, i.resource_id)
  join tenant t on (t.environment_id, t.id) = (i.environment_id, i.tenant_id)
  where i.environment_id = ${call.environment}`;

const relationships = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('subject', fr.key || ':' || f.key, 'relation', l.key, 'object', gr.key || ':' || g.key)
    order by x.created_at, x.id), '[]')
  from relationship_tuple x
  join relation l on (l.environment_id, l.id) = (x.environment_id, x.relation_id)
  join resource_instance f on (f.environment_id, f.id) = (x.environment_id, x.subject_id)
  join resource fr on (fr.environment_id, fr.id) = (f.environment_id, f.resource_id)
  join resource_instance g on (g.environment_id, g.id) = (x.environment_id, x.object_id)
  join resource gr on (gr.environment_id, gr.id) = (g.environment_id, g.resource_id)
  where x.environment_id = i.environment_id and x.tenant_id = i.tenant_id and i.id in (x.subject_id, x.object_id))`;
