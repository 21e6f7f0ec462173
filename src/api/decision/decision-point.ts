import { allowsByAttributes } from "./attribute-rules.js";
import { authorizedUsers } from "./authorized-users.js";
import { explain } from "./explain.js";
import { Facts, type PlaceRecord } from "./facts.js";
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
    const action = this.#schema.types.get(query.resource.type)?.actions.get(query.action);
    if (!action) return false;
    const place = this.activePlace(
      this.users.get(query.user.key),
      this.tenants.get(query.resource.tenant ?? ""),
    );
    return (
      (place !== undefined &&
        (place.roles.at(now).permits(action.number) || this.#allowsOnInstance(place, query, action, now))) ||
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

  #allowsOnInstance(
    place: PlaceRecord,
    { resource }: Query,
    { goal }: CompiledAction,
    now: Instant,
  ): boolean {
    if (place.onInstances.size === 0 || resource.key === null || resource.key === undefined) return false;
    const instance = this.instances.get(`${resource.type}:${resource.key}`);
    return instance !== undefined && reaches(place, instance, goal, now);
  }

  #tenants(wanted: (key: string) => boolean): Tenant[] {
    return [...this.tenants.values()]
      .filter(({ key, known }) => known && wanted(key))
      .map(({ key, active, attributes }) => ({ key, active, attributes }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}
