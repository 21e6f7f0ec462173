import { allowsByAttributes } from "./attribute-rules.js";
import { authorizedUsers } from "./authorized-users.js";
import { explain } from "./explain.js";
import { Facts } from "./facts.js";
import { STALE } from "./place-table.js";
import { reaches } from "./relationships.js";
import { compileSchema, type CompiledAction, type CompiledSchema } from "./schema.js";
import type { AuthorizedUsers, AuthorizedUsersQuery, Check, DecisionPoint } from "./types.js";
import type { Instant, Query, Schema, Tenant, UserPermissions, UserPermissionsQuery } from "./types.js";
import { userPermissions } from "./user-permissions.js";

const empty: Schema = {
  resources: [],
  roles: [],
  relations: [],
  derivations: [],
  conditionSets: [],
  rules: [],
};

/** A decision point that knows nothing yet, and so allows nothing. */
export const createDecisionPoint = (): DecisionPoint => new LiveDecisionPoint();

class LiveDecisionPoint extends Facts implements DecisionPoint {
  #schema: CompiledSchema = compileSchema(empty);

  setSchema(schema: Schema): void {
    this.#schema = compileSchema(schema);
    this.roleSets.compile(this.#schema);
  }

  allows(query: Query, now: Instant): boolean {
    const action = this.#schema.actions.find(query.resource.type, query.action);
    if (!action) return false;
    return (
      this.#allowsByRoles(query, action, now) ||
      (action.rules.length > 0 && allowsByAttributes(this, this.#schema, action.rules, query, now))
    );
  }

  check(query: Query, now: Instant): Check {
    return explain(this, this.#schema, query, now);
  }

  userPermissions(query: UserPermissionsQuery, now: Instant): UserPermissions {
    return userPermissions(this, this.#schema, query, now);
  }

  allTenants(query: Query, now: Instant): Tenant[] {
    return this.#tenants((key) =>
      this.allows({ ...query, resource: { ...query.resource, tenant: key } }, now),
    );
  }

  userTenants(userKey: string): Tenant[] {
    const user = this.users.get(userKey);
    return this.#tenants((key) => this.activePlace(user, this.tenants.get(key)) !== undefined);
  }

  authorizedUsers(query: AuthorizedUsersQuery, now: Instant): AuthorizedUsers {
    return authorizedUsers(this, this.#schema, query, now);
  }

  /** In the tenant or on the instance. */
  #allowsByRoles({ user, resource }: Query, { number, goal }: CompiledAction, now: Instant): boolean {
    const { places } = this;
    const row = places.find(user.key, resource.tenant ?? "");
    if (row < 0 || !places.secondAt(row)?.active) return false;
    let roles = places.roleSet(row, now);
    if (roles === STALE) roles = this.#readAgain(row, now);
    if (this.roleSets.permits(roles, number)) return true;
    if (resource.key === null || resource.key === undefined || !places.hasRolesOnInstances(row)) return false;
    const instance = this.instances.get(`${resource.type}:${resource.key}`);
    const place = places.valueAt(row);
    return place !== undefined && instance !== undefined && reaches(place, instance, goal, now);
  }

  #readAgain(row: number, now: Instant): number {
    const place = this.places.valueAt(row);
    if (!place) return STALE;
    const { number } = place.roles.at(now);
    this.places.publish(place);
    return number;
  }

  #tenants(wanted: (key: string) => boolean): Tenant[] {
    return [...this.tenants.values()]
      .filter(({ key, known }) => known && wanted(key))
      .map(({ key, active, attributes }) => ({ key, active, attributes }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}
