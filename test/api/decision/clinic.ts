import { createDecisionPoint } from "../../../src/api/decision/index.js";
import type { Assignment, DecisionPoint, Query, Schema } from "../../../src/api/decision/index.js";

export const noon = Date.UTC(2026, 4, 1, 12);

export const schema: Schema = {
  resources: [
    { key: "ward", actions: ["visit", "manage"] },
    { key: "chart", actions: ["read", "sign", "delete"] },
  ],
  roles: [role("nurse", null, ["chart:read"]), role("doctor", null, ["chart:sign"], ["nurse"])],
  relations: [],
  derivations: [],
  conditionSets: [],
  rules: [],
};

export function role(id: string, resource: string | null, permissions: string[], extended: string[] = []) {
  return { id, key: id, resource, permissions, extends: extended, unlessDirect: false };
}

export function holds(
  role: string,
  instance: string | null = null,
  more: Partial<Assignment> = {},
): Assignment {
  return { role, instance, begins: 0, ends: null, ...more };
}

export function person(key: string) {
  return { key, email: null, firstName: null, lastName: null, attributes: {} };
}

/** Two tenants, a nurse and a doctor in the first. */
export function clinic(): DecisionPoint {
  const point = createDecisionPoint();
  point.setSchema(schema);
  for (const key of ["north", "south"]) point.setTenant({ key, active: true, attributes: {} });
  for (const key of ["nina", "dora"]) point.setUser(person(key));
  point.setPlace("nina", "north", { active: true, attributes: {}, assignments: [holds("nurse")] });
  point.setPlace("dora", "north", { active: true, attributes: {}, assignments: [holds("doctor")] });
  return point;
}

/** @param what `type` or `type:key` */
export function queryOf(user: string, action: string, what: string, tenant: string): Query {
  const [type = "", key] = what.split(":");
  return { user: { key: user }, action, resource: { type, key, tenant } };
}
