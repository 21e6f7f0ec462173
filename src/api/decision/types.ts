/**
 * The words of the decision point. Everything it knows is handed to it, nothing is looked up: the schema whole, users,
 * tenants, places, instances and tuples one by one. Users, tenants and instances go by their keys, which never change;
 * roles and condition sets by any id that the caller likes, such as a UUID. Times are milliseconds since 1970 in UTC.
 * What each rule is stands in `docs/decision-semantics.md`.
 */

export type Instant = number;
export type Attributes = Readonly<Record<string, unknown>>;
/** `resource:action`, such as `document:read`. */
export type Permission = string;
/** A resource instance, as `type:key`. */
export type InstanceName = string;

export interface Schema {
  resources: readonly Resource[];
  roles: readonly Role[];
  relations: readonly Relation[];
  derivations: readonly Derivation[];
  conditionSets: readonly ConditionSet[];
  rules: readonly Rule[];
}

export interface Resource {
  key: string;
  actions: readonly string[];
}

export interface Role {
  id: string;
  key: string;
  /** The resource type it is held on, or `null` for a role in a whole tenant. */
  resource: string | null;
  permissions: readonly Permission[];
  /** Ids of roles whose permissions its holders have, too. What a cycle names is extended once. */
  extends: readonly string[];
  /** Nobody has this role by any derivation on an instance on which they hold a role directly. */
  unlessDirect: boolean;
}

/** A subject of type `subject` is `key` of an object of type `object`, such as a folder being parent of a document. */
export interface Relation {
  object: string;
  key: string;
  subject: string;
}

/** Whoever has role `from` on an instance has role `role` on all that it is `relation` of. */
export interface Derivation {
  role: string;
  from: string;
  relation: string;
  /** Not for those who hold a role on the object directly. */
  unlessDirect: boolean;
}

export interface ConditionSet {
  id: string;
  key: string;
  type: "userset" | "resourceset";
  /** The resource type that a resource set is of; `null` for a user set. */
  resource: string | null;
  parent: string | null;
  /** As the management API takes it. What cannot be read matches nothing: see `conditionProblems()`. */
  conditions: unknown;
}

/** Who is in the user set may do the action to what is in the resource set. */
export interface Rule {
  users: { set: string } | { role: string };
  resources: { set: string } | { resource: string };
  permission: Permission;
}

export interface Tenant {
  key: string;
  active: boolean;
  attributes: Attributes;
}

export interface User {
  key: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  attributes: Attributes;
}

/** All that one user has in one tenant. */
export interface Place {
  active: boolean;
  /** They win over the user's own attributes in this tenant. */
  attributes: Attributes;
  assignments: readonly Assignment[];
}

export interface Assignment {
  role: string;
  /** `null` for a role in the whole tenant. */
  instance: InstanceName | null;
  begins: Instant;
  /** The first instant at which it no longer counts; `null` for none. */
  ends: Instant | null;
}

export interface Instance {
  type: string;
  key: string;
  tenant: string;
  attributes: Attributes;
}

export interface Tuple {
  subject: InstanceName;
  relation: string;
  object: InstanceName;
}

export interface Query {
  user: AskedUser;
  action: string;
  resource: AskedResource;
  context?: Attributes | undefined;
  /** What the host's own attribute source said; `failed` when it did not answer in time or at all. */
  custom?: CustomAttributes | "failed" | undefined;
}

export interface AskedUser {
  key: string;
  email?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  attributes?: Attributes | undefined;
}

export interface AskedResource {
  type: string;
  key?: string | null | undefined;
  tenant?: string | null | undefined;
  attributes?: Attributes | undefined;
}

/** Each counts above what is stored and below what the request says. */
export interface CustomAttributes {
  user?: Attributes | undefined;
  resource?: Attributes | undefined;
  context?: Attributes | undefined;
}

export interface Check {
  allow: boolean;
  debug: Debug;
}

export type RbacCode =
  | "allow"
  | "no_such_resource"
  | "no_such_action"
  | "no_such_tenant"
  | "user_not_synced"
  | "no_user_roles"
  | "no_role_in_tenant"
  | "no_permission";
export type AbacCode =
  "allow" | "disabled" | "no_matching_usersets" | "no_matching_resourcesets" | "no_matching_rules";
export type RebacCode = "allow" | "no_such_instance" | "no_role_on_instance" | "no_permission";

/** Snake case, since it is the wire's own shape. What denied is told only when nothing allowed. */
export interface Debug {
  request: {
    user: { key: string; synced: boolean; attributes: Attributes };
    tenant: { key: string; attributes: Attributes } | null;
    action: string;
    resource: { type: string; key: string | null; attributes: Attributes };
  };
  rbac?: { allow: boolean; code: RbacCode; reason: string; allowing_roles?: string[] };
  abac?: {
    allow: boolean;
    code: AbacCode;
    reason: string;
    /** `user set → permission → resource set`, by their keys. */
    allowing_rules?: string[];
    matching_usersets?: string[];
    matching_resourcesets?: string[];
  };
  rebac?: { allow: boolean; code: RebacCode; reason: string; allowing_roles?: string[] };
}

export interface UserPermissionsQuery {
  user: AskedUser;
  /** Only of these tenants. */
  tenants?: readonly string[] | undefined;
  /** Only these instances, `type:key`; `__tenant:key` stands for a whole tenant. */
  resources?: readonly string[] | undefined;
  /** Only instances of these types; `__tenant` stands for what is held in whole tenants. */
  resourceTypes?: readonly string[] | undefined;
  context?: Attributes | undefined;
  custom?: CustomAttributes | "failed" | undefined;
  /** Adds what rules on attributes allow. */
  abac?: boolean | undefined;
}

/** By `__tenant:key` and `type:key`. Permissions and roles are sorted. */
export type UserPermissions = Record<string, TenantPermissions | InstancePermissions>;

export interface TenantPermissions {
  tenant: { key: string; attributes: Attributes };
  permissions: Permission[];
  roles: string[];
}

export interface InstancePermissions extends TenantPermissions {
  resource: { type: string; key: string; attributes: Attributes };
}

export interface AuthorizedUsersQuery {
  action: string;
  resource: AskedResource;
}

export interface AuthorizedUsers {
  /** `type:key`, or `type:*` when no instance was asked about. */
  resource: string;
  tenant: string;
  /** By user key: the direct assignments that lead to access. */
  users: Record<string, AuthorizingAssignment[]>;
}

export interface AuthorizingAssignment {
  user: string;
  tenant: string;
  /** `type:key`, or `__tenant:key`. */
  resource: string;
  /** `type#role`, or the bare key of a tenant's role. */
  role: string;
}

/**
 * All facts of one environment in memory. `setSchema` replaces the whole schema; every other change is its own and costs
 * only itself. Changes may come in any order: what names something that is not there yet counts as soon as it is.
 * Removing a user takes their places along, a tenant its places, instances and tuples, an instance what is assigned on
 * it and its tuples: none comes back when something of the same key is made anew. Removing what is not there does
 * nothing. Questions never throw, whatever they name.
 */
export interface DecisionPoint {
  setSchema(schema: Schema): void;
  setTenant(tenant: Tenant): void;
  removeTenant(key: string): void;
  setUser(user: User): void;
  removeUser(key: string): void;
  /** Replaces all that the user has in the tenant; `null` ends their membership. */
  setPlace(user: string, tenant: string, place: Place | null): void;
  /** An instance never changes its tenant: remove it and make it anew. */
  setInstance(instance: Instance): void;
  removeInstance(name: InstanceName): void;
  addTuple(tuple: Tuple): void;
  removeTuple(tuple: Tuple): void;

  /** The decision alone, quickly. */
  allows(query: Query, now: Instant): boolean;
  /** The same decision, and why. */
  check(query: Query, now: Instant): Check;
  userPermissions(query: UserPermissionsQuery, now: Instant): UserPermissions;
  /** The tenants, in the order of their keys, in which `query` would be allowed; `resource.tenant` is not looked at. */
  allTenants(query: Query, now: Instant): Tenant[];
  /** The tenants, in the order of their keys, in which the user is an active member. */
  userTenants(user: string, now: Instant): Tenant[];
  /** By roles and relationships; rules on attributes name nobody. */
  authorizedUsers(query: AuthorizedUsersQuery, now: Instant): AuthorizedUsers;
}
