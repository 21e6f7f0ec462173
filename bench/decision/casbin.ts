import { newEnforcer, newModelFromString } from "casbin";
import type { Contender } from "./contender.js";

/** Casbin's own example of roles with domains. */
const model = `
[request_definition]
r = sub, dom, obj, act

[policy_definition]
p = sub, obj, act

[role_definition]
g = _, _, _

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.obj == p.obj && r.act == p.act && g(r.sub, p.sub, r.dom)
`;

export const casbin: Contender = {
  name: "casbin",
  given:
    "its model of roles with domains, permissions as policies, all assignments as groupings; enforceSync()",
  most: {
    assignments: 100_000,
    because: "it had not taken in a million groupings after eight minutes",
  },
  async load({ roles, assignments }) {
    const enforcer = await newEnforcer(newModelFromString(model));
    await enforcer.addPolicies(
      roles.flatMap(({ key, permissions }) => permissions.map(({ type, action }) => [key, type, action])),
    );
    for (let n = 0; n < assignments.length; n += 10_000)
      await enforcer.addGroupingPolicies(
        assignments.slice(n, n + 10_000).map(({ user, tenant, role }) => [user, role, tenant]),
      );
    return ({ user, action, resource }) =>
      enforcer.enforceSync(user.key, resource.tenant, resource.type, action);
  },
};
