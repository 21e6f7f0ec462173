import { seesTenant, type Context } from "../request-context.js";
import { tenantHolders } from "../store/instances.js";
import type { InstanceAccess } from "./contract.js";

/** Roles in the whole tenant that reach every instance of a type. Who holds them is for those who see the tenant. */
export async function throughTenant(
  context: Context,
  type: string,
): Promise<InstanceAccess["through_tenant"]> {
  const { rules, visible, trx, facts } = context;
  const roles = [...rules.roles.values()].flatMap(({ id, resource, permissions }) => {
    const here = [...permissions].filter((permission) => permission.startsWith(`${type}:`));
    return resource === null && visible.has(id) && here.length > 0 ? [{ id, here }] : [];
  });
  const ids = roles.map(({ id }) => id);
  const holders = new Map(
    (await tenantHolders(trx, ids, facts.now)).map(({ role, ...people }) => [role, people]),
  );
  const showsNames = seesTenant(context);
  return roles.map(({ id, here }) => {
    const { names = [], total = 0 } = holders.get(id) ?? {};
    return {
      role: id,
      permissions: here.map((permission) => rules.actions[permission] ?? permission),
      people: { names: showsNames ? names : [], total },
    };
  });
}
