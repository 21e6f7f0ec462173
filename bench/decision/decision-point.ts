import { createDecisionPoint } from "../../src/api/decision/index.js";
import type { Contender } from "./contender.js";
import { actions, types } from "./data.js";
import { rolesByPlace } from "./contender.js";

export const decisionPoint: Contender = {
  name: "decision point",
  given: "all assignments, told one place at a time; asked by allows() with the body of a check and the time",
  load(data) {
    const point = createDecisionPoint();
    point.setSchema({
      resources: types.map((key) => ({ key, actions })),
      roles: data.roles.map(({ key, permissions }) => ({
        id: key,
        key,
        resource: null,
        permissions: permissions.map(({ type, action }) => `${type}:${action}`),
        extends: [],
        unlessDirect: false,
      })),
      relations: [],
      derivations: [],
      conditionSets: [],
      rules: [],
    });
    for (const key of data.tenants) point.setTenant({ key, active: true, attributes: {} });
    for (const key of data.users)
      point.setUser({ key, email: null, firstName: null, lastName: null, attributes: {} });
    const begins = Date.now() - 60_000;
    for (const [user, places] of rolesByPlace(data))
      for (const [tenant, roles] of places)
        point.setPlace(user, tenant, {
          active: true,
          attributes: {},
          assignments: roles.map((role) => ({ role, instance: null, begins, ends: null })),
        });
    const now = Date.now();
    return Promise.resolve((query) => point.allows(query, now));
  },
};
