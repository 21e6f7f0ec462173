import { PlaceTable } from "./place-table.js";
import { RoleSets } from "./role-sets.js";
import { TimedRoles } from "./timed-roles.js";
import type { Assignment, Attributes, Instance, InstanceName, Place, Tenant, Tuple, User } from "./types.js";

/** A record without `known` is only named by others so far: it counts as soon as it is set. */
export interface TenantRecord {
  readonly key: string;
  known: boolean;
  active: boolean;
  attributes: Attributes;
  readonly places: Set<PlaceRecord>;
  readonly instances: Set<InstanceRecord>;
}

export interface UserRecord {
  readonly key: string;
  known: boolean;
  profile: Omit<User, "key" | "attributes">;
  attributes: Attributes;
  readonly places: PlaceRecord[];
}

export interface PlaceRecord {
  readonly user: UserRecord;
  readonly tenant: TenantRecord;
  active: boolean;
  attributes: Attributes;
  readonly roles: TimedRoles;
  readonly onInstances: Map<InstanceRecord, TimedRoles>;
}

export interface InstanceRecord {
  readonly number: number;
  readonly name: InstanceName;
  readonly type: string;
  readonly key: string;
  tenant: TenantRecord | null;
  attributes: Attributes;
  readonly heldBy: Set<PlaceRecord>;
  /** What is related to it, by relation. */
  readonly subjects: Map<string, Set<InstanceRecord>>;
  /** What it is related to, by relation. */
  readonly objects: Map<string, Set<InstanceRecord>>;
}

/** Shared by all places without roles on instances, which are most of them. */
const nowhere = new Map<InstanceRecord, TimedRoles>();
const nothing: Attributes = Object.freeze({});
const nobody = Object.freeze({ email: null, firstName: null, lastName: null });

/** Users, tenants, places, instances and tuples, linked with each other; each change costs only itself. */
export class Facts {
  readonly roleSets = new RoleSets();
  readonly users = new Map<string, UserRecord>();
  readonly tenants = new Map<string, TenantRecord>();
  protected readonly places = new PlaceTable();
  readonly instances = new Map<InstanceName, InstanceRecord>();
  #instancesSoFar = 0;

  setTenant({ key, active, attributes }: Tenant): void {
    Object.assign(this.#tenant(key), { known: true, active, attributes });
  }

  removeTenant(key: string): void {
    const tenant = this.tenants.get(key);
    if (!tenant) return;
    for (const place of tenant.places) this.#detach(place);
    for (const { name } of tenant.instances) this.removeInstance(name);
    this.tenants.delete(key);
  }

  setUser({ key, email, firstName, lastName, attributes }: User): void {
    const user = this.#user(key);
    const isNew = !user.known;
    Object.assign(user, { known: true, profile: { email, firstName, lastName }, attributes });
    if (isNew) for (const place of user.places) this.places.publish(place);
  }

  removeUser(key: string): void {
    const user = this.users.get(key);
    if (!user) return;
    for (const place of user.places.splice(0)) this.#detach(place);
    this.users.delete(key);
  }

  setPlace(userKey: string, tenantKey: string, given: Place | null): void {
    const user = given ? this.#user(userKey) : this.users.get(userKey);
    const tenant = given ? this.#tenant(tenantKey) : this.tenants.get(tenantKey);
    if (!user || !tenant) return;
    const before = this.placeOf(user, tenant);
    if (before) this.#detach(before);
    if (given) this.#attach(user, tenant, given);
    this.#forget(user, tenant);
  }

  setInstance({ type, key, tenant: tenantKey, attributes }: Instance): void {
    const name = `${type}:${key}`;
    const tenant = this.#tenant(tenantKey);
    const before = this.instances.get(name)?.tenant;
    if (before && before !== tenant) this.removeInstance(name);
    const instance = this.#instance(name);
    instance.tenant = tenant;
    instance.attributes = attributes;
    tenant.instances.add(instance);
  }

  removeInstance(name: InstanceName): void {
    const instance = this.instances.get(name);
    if (!instance) return;
    for (const place of instance.heldBy) place.onInstances.delete(instance);
    for (const [relation, subjects] of instance.subjects)
      for (const subject of subjects) subject.objects.get(relation)?.delete(instance);
    for (const [relation, objects] of instance.objects)
      for (const object of objects) object.subjects.get(relation)?.delete(instance);
    instance.tenant?.instances.delete(instance);
    this.instances.delete(name);
  }

  addTuple({ subject, relation, object }: Tuple): void {
    const [from, to] = [this.#instance(subject), this.#instance(object)];
    linked(to.subjects, relation).add(from);
    linked(from.objects, relation).add(to);
  }

  removeTuple({ subject, relation, object }: Tuple): void {
    const [from, to] = [this.instances.get(subject), this.instances.get(object)];
    if (!from || !to) return;
    to.subjects.get(relation)?.delete(from);
    from.objects.get(relation)?.delete(to);
  }

  placeOf(user: UserRecord | undefined, tenant: TenantRecord | undefined): PlaceRecord | undefined {
    const row = user && tenant ? this.places.find(user.key, tenant.key) : -1;
    return row < 0 ? undefined : this.places.valueAt(row);
  }

  /** The user's place in the tenant when it gives anything. */
  activePlace(user: UserRecord | undefined, tenant: TenantRecord | undefined): PlaceRecord | undefined {
    const place = this.placeOf(user, tenant);
    return place && isActive(place) ? place : undefined;
  }

  #attach(user: UserRecord, tenant: TenantRecord, { active, attributes, assignments }: Place): void {
    const inTenant = assignments.every(isInTenant) ? assignments : assignments.filter(isInTenant);
    const isMore = inTenant.length < assignments.length;
    const place: PlaceRecord = {
      user,
      tenant,
      active,
      attributes,
      roles: new TimedRoles(this.roleSets, this.roleSets.nothing, inTenant),
      onInstances: isMore ? new Map<InstanceRecord, TimedRoles>() : nowhere,
    };
    if (isMore) this.#attachToInstances(place, assignments);
    user.places.push(place);
    tenant.places.add(place);
    this.places.publish(place);
  }

  #attachToInstances(place: PlaceRecord, assignments: readonly Assignment[]): void {
    for (const name of new Set(assignments.flatMap(({ instance }) => instance ?? []))) {
      const instance = this.#instance(name);
      const onIt = assignments.filter((each) => each.instance === name);
      const none = this.roleSets.none(instance.type);
      place.onInstances.set(instance, new TimedRoles(this.roleSets, none, onIt));
      instance.heldBy.add(place);
    }
  }

  #detach(place: PlaceRecord): void {
    const { places } = place.user;
    const at = places.indexOf(place);
    if (at >= 0) places.splice(at, 1);
    this.places.delete(place.user.key, place.tenant.key);
    place.tenant.places.delete(place);
    for (const instance of place.onInstances.keys()) instance.heldBy.delete(place);
  }

  /** What is only named, and by nothing any more. */
  #forget(user: UserRecord, tenant: TenantRecord): void {
    if (!user.known && !user.places.length) this.users.delete(user.key);
    if (!tenant.known && !tenant.places.size && !tenant.instances.size) this.tenants.delete(tenant.key);
  }

  #tenant(key: string): TenantRecord {
    return found(this.tenants, key, () => ({
      key,
      known: false,
      active: false,
      attributes: nothing,
      places: new Set(),
      instances: new Set(),
    }));
  }

  #user(key: string): UserRecord {
    return found(this.users, key, () => ({
      key,
      known: false,
      profile: nobody,
      attributes: nothing,
      places: [],
    }));
  }

  #instance(name: InstanceName): InstanceRecord {
    return found(this.instances, name, () => {
      const colon = name.indexOf(":");
      return {
        number: this.#instancesSoFar++,
        name,
        type: name.slice(0, colon),
        key: name.slice(colon + 1),
        tenant: null,
        attributes: nothing,
        heldBy: new Set(),
        subjects: new Map(),
        objects: new Map(),
      };
    });
  }
}

/** The user, the tenant and the place itself: what is only named is never active. */
export const isActive = ({ active, user, tenant }: PlaceRecord) => active && user.known && tenant.active;

const isInTenant = ({ instance }: Assignment) => instance === null;

function found<Value>(all: Map<string, Value>, key: string, make: () => Value): Value {
  let value = all.get(key);
  if (value === undefined) all.set(key, (value = make()));
  return value;
}

function linked(links: Map<string, Set<InstanceRecord>>, relation: string): Set<InstanceRecord> {
  return found(links, relation, () => new Set<InstanceRecord>());
}
