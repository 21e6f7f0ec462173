import type { Asked } from "./asked.js";
import { inWords } from "./in-words.js";
import { sources } from "./relationships.js";
import type { CompiledSchema } from "./schema.js";
import type { Debug } from "./types.js";

type Rebac = NonNullable<Debug["rebac"]>;

const deny = (code: Rebac["code"], reason: string): Rebac => ({ allow: false, code, reason });

export function explainRelationships(schema: CompiledSchema, { query, place, instance, now }: Asked): Rebac {
  const { type, key, tenant } = query.resource;
  const [user, name] = [query.user.key, `${type}:${key ?? ""}`];
  const action = schema.types.get(type)?.actions.get(query.action);
  if (!instance || !action)
    return deny("no_such_instance", `There is no instance '${name}' in tenant '${tenant ?? ""}'.`);
  const found = place ? [...sources(place, instance, action.goal, now)] : [];
  const allowing = [...new Set(found.map(({ instance: on, role }) => `${on.name}#${role.key}`))].sort();
  if (allowing.length)
    return {
      allow: true,
      code: "allow",
      reason: `User '${user}' holds ${inWords(allowing)}, which leads to '${action.permission}' on '${name}'.`,
      allowing_roles: allowing,
    };
  return place?.onInstances.get(instance)?.at(now).roles.length
    ? deny("no_permission", `No role of user '${user}' on '${name}' permits '${action.permission}'.`)
    : deny("no_role_on_instance", `User '${user}' holds no role that leads to '${name}'.`);
}
