import type { AuthorizedUsersQuery, Query, UserPermissionsQuery } from "../../../src/api/decision/index.js";
import type { Choices } from "../generator/choices.js";
import { actions, attributes, instances, maybe, tenants, types, users } from "./words.js";

export function randomQuery(from: Choices): Query {
  const [type = "", ...key] = from.one(instances).split(":");
  return {
    user: {
      key: from.rarely(20) ? "nobody" : from.one(users),
      ...(from.rarely(6) && { email: from.one(["gold", null]), firstName: "ann", lastName: undefined }),
      attributes: maybe(from, () => attributes(from)),
    },
    action: from.rarely(20) ? "fly" : from.one(actions),
    resource: {
      type: from.rarely(20) ? from.one(["nothing", "toString"]) : type,
      key: from.rarely(4) ? from.one([null, undefined]) : key.join(":"),
      tenant: from.rarely(20)
        ? from.one(["nowhere", null, undefined])
        : from.one(["acme", "acme", "acme", "acme", ...tenants]),
      attributes: maybe(from, () => attributes(from)),
    },
    context: maybe(from, () => attributes(from)),
    custom: from.rarely(4)
      ? from.one([
          "failed" as const,
          { user: attributes(from) },
          { resource: attributes(from), context: attributes(from) },
        ])
      : undefined,
  };
}

export function randomPermissionsQuery(from: Choices): UserPermissionsQuery {
  const { user, context, custom } = randomQuery(from);
  const filter = (all: readonly string[]) => (from.rarely(3) ? from.most(all, 3) : undefined);
  return {
    user,
    context,
    custom,
    tenants: filter(tenants),
    resources: filter([...instances, ...tenants.map((key) => `__tenant:${key}`)]),
    resourceTypes: filter([...types, "__tenant"]),
    abac: from.below(2) === 1,
  };
}

export function randomAuthorizedQuery(from: Choices): AuthorizedUsersQuery {
  const { action, resource } = randomQuery(from);
  return { action, resource };
}
