import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { standing } from "../collection.js";
import type { Call } from "../operation.js";

/** Relationship tuples as the vendor reads them, briefly or with what they name. Outer joins: who counts needs none. */
export const tupleRows = (call: Call, isDetailed: boolean): RawBuilder<unknown> => sql`
  select w.id, w.created_at, w.tenant_id, w.subject_id, w.relation_id, w.object_id,
    ${standing(call, "w")} || jsonb_build_object('subject', sr.key || ':' || s.key, 'relation', l.key,
      'object', obr.key || ':' || o.key, 'tenant', t.key, 'subject_id', s.id, 'relation_id', l.id, 'object_id', o.id,
      'tenant_id', t.id) || ${isDetailed ? details : sql`'{}'::jsonb`} as body
  from relationship_tuple w
  left join relation l on (l.environment_id, l.id) = (w.environment_id, w.relation_id)
  left join tenant t on (t.environment_id, t.id) = (w.environment_id, w.tenant_id)
  left join resource_instance s on (s.environment_id, s.id) = (w.environment_id, w.subject_id)
  left join resource sr on (sr.environment_id, sr.id) = (s.environment_id, s.resource_id)
  left join resource_instance o on (o.environment_id, o.id) = (w.environment_id, w.object_id)
  left join resource obr on (obr.environment_id, obr.id) = (o.environment_id, o.resource_id)
  where w.environment_id = ${call.environment}`;

const instance = (
  alias: string,
  type: string,
) => sql`jsonb_build_object('key', ${sql.ref(`${alias}.key`)}, 'tenant', t.key,
  'resource', ${sql.ref(`${type}.key`)}, 'attributes', ${sql.ref(`${alias}.attributes`)})`;
const details = sql`jsonb_build_object('subject_details', ${instance("s", "sr")}, 'object_details', ${instance("o", "obr")},
  'relation_details', jsonb_build_object('key', l.key, 'name', coalesce(l.name, l.key), 'description', l.description),
  'tenant_details', jsonb_build_object('key', t.key, 'name', t.name, 'description', t.description, 'attributes', t.attributes))`;
