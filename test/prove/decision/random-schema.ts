import type { Derivation, Rule, Schema } from "../../../src/api/decision/index.js";
import type { Choices } from "../generator/choices.js";
import { conditions } from "./random-conditions.js";
import { actions, declared, types } from "./words.js";

const roles = [
  ...["admin", "member", "guest"].map((key) => ({ key, resource: null })),
  ...types.flatMap((resource) => ["owner", "viewer"].map((key) => ({ key, resource }))),
].map((role) => ({ ...role, id: `${role.resource ?? ""}#${role.key}` }));
export const roleIds = [...roles.map(({ id }) => id), "gone"];
export const tenantRoles = roleIds.filter((id) => id.startsWith("#"));

const sets = ["u1", "u2", "u3", "r1", "r2", "r3"];

export function randomSchema(from: Choices): Schema {
  const permissions = types.flatMap((type) => [...actions, "fly"].map((action) => `${type}:${action}`));
  return {
    resources: from.most(types, 12).map((key) => ({ key, actions: from.most(actions, 8) })),
    roles: from.most(roles, 12).map((role) => ({
      ...role,
      permissions: from.few(permissions, 3),
      extends: from.few(roleIds, 6),
      unlessDirect: from.rarely(6),
    })),
    relations: declared.flatMap((each) => {
      if (from.rarely(12)) return [];
      return from.rarely(12) ? { ...each, subject: from.one(types) } : each;
    }),
    derivations: Array.from({ length: from.below(10) }, () => derivation(from)),
    conditionSets: from.most(sets, 10).map((id) => ({
      id,
      key: id,
      type: id.startsWith("u") ? "userset" : "resourceset",
      resource: id.startsWith("u") ? null : (types[Number(id[1]) - 1] ?? null),
      parent: from.rarely(3) ? from.one([...sets, "gone"]) : null,
      conditions: conditions(from),
    })),
    rules: Array.from({ length: from.below(9) }, () => rule(from)),
  };
}

function derivation(from: Choices): Derivation {
  const { object, key, subject } = from.one(declared);
  const of = (type: string) =>
    from.rarely(12) ? from.one(roleIds) : `${type}#${from.one(["owner", "viewer"])}`;
  return { role: of(object), from: of(subject), relation: key, unlessDirect: from.rarely(4) };
}

function rule(from: Choices): Rule {
  const type = from.one(types);
  return {
    users: from.rarely(4)
      ? { role: from.one(roleIds) }
      : { set: from.one(from.rarely(8) ? sets : ["u1", "u2", "u3"]) },
    resources: from.below(2)
      ? { resource: from.rarely(8) ? from.one(types) : type }
      : { set: from.rarely(8) ? from.one(sets) : `r${types.indexOf(type) + 1}` },
    permission: `${type}:${from.one(actions)}`,
  };
}
