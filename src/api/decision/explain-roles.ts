import type { Asked } from "./asked.js";
import { isActive } from "./facts.js";
import { inWords } from "./in-words.js";
import type { CompiledSchema } from "./schema.js";
import type { Debug } from "./types.js";

type Rbac = NonNullable<Debug["rbac"]>;

const deny = (code: Rbac["code"], reason: string): Rbac => ({ allow: false, code, reason });

export function explainRoles(schema: CompiledSchema, asked: Asked): Rbac {
  const { query, who, where, place, now } = asked;
  const [user, named, { type: typeKey }] = [query.user.key, query.resource.tenant ?? "", query.resource];
  const type = schema.types.get(typeKey);
  if (!type) return deny("no_such_resource", `There is no resource type '${typeKey}'.`);
  const action = type.actions.get(query.action);
  if (!action) return deny("no_such_action", `Resource type '${typeKey}' has no action '${query.action}'.`);
  if (!where?.known) return deny("no_such_tenant", `There is no tenant '${named}'.`);
  if (!who?.known) return deny("user_not_synced", `User '${user}' is not known.`);
  const roles = place?.roles.at(now).roles ?? [];
  const allowing = roles.filter((role) => role.permits(action.number)).map(({ key }) => key);
  if (allowing.length)
    return {
      allow: true,
      code: "allow",
      reason: `User '${user}' has ${inWords(allowing)} in tenant '${named}', which permits '${action.permission}'.`,
      allowing_roles: allowing,
    };
  if (roles.length)
    return deny(
      "no_permission",
      `No role of user '${user}' in tenant '${named}' permits '${action.permission}'.`,
    );
  return who.places.some((each) => isActive(each) && each.roles.at(now).roles.length)
    ? deny("no_role_in_tenant", `User '${user}' has no role in tenant '${named}'.`)
    : deny("no_user_roles", `User '${user}' has no role in any tenant.`);
}
