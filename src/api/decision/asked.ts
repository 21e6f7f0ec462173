import type { Subject } from "./conditions/subject.js";
import {
  isActive,
  type Facts,
  type InstanceRecord,
  type PlaceRecord,
  type TenantRecord,
  type UserRecord,
} from "./facts.js";
import type { Attributes, Instant, Query } from "./types.js";

/** A query with what is known about what it names; attributes are put together when a condition wants them. */
export class Asked implements Subject {
  readonly user: readonly Attributes[];
  readonly resource: readonly Attributes[];
  readonly tenant: readonly Attributes[];
  readonly context: readonly Attributes[];

  constructor(
    readonly facts: Facts,
    readonly query: Query,
    readonly who: UserRecord | undefined,
    readonly where: TenantRecord | undefined,
    readonly place: PlaceRecord | undefined,
    readonly instance: InstanceRecord | undefined,
    readonly now: Instant,
  ) {
    const { user, resource, context, custom } = query;
    const own = custom === "failed" ? undefined : custom;
    const stored = who?.known ? who.attributes : {};
    this.user = [
      { key: user.key },
      user.attributes ?? {},
      profile(user.email, user.firstName, user.lastName),
      own?.user ?? {},
      place?.attributes ?? {},
      stored,
      this.#generated(),
    ];
    const key = resource.key ?? undefined;
    this.resource = [
      key === undefined ? {} : { key },
      resource.attributes ?? {},
      own?.resource ?? {},
      instance?.attributes ?? {},
      { type: resource.type, tenant: resource.tenant ?? undefined },
    ];
    this.tenant = [{ key: resource.tenant ?? undefined }, place && where ? where.attributes : {}];
    this.context = [context ?? {}, own?.context ?? {}];
  }

  stored(type: string, key: string): Attributes | undefined {
    const instance = this.facts.instances.get(`${type}:${key}`);
    return this.where && instance?.tenant === this.where ? instance.attributes : undefined;
  }

  #generated(): Attributes {
    const { who, place, now } = this;
    const known = who?.known ? who.profile : undefined;
    const tenants = who?.places.filter(isActive).map(({ tenant }) => tenant.key) ?? [];
    return {
      ...profile(known?.email, known?.firstName, known?.lastName),
      roles: (place?.roles.at(now).roles.map(({ key }) => key) ?? []).sort(),
      tenants: tenants.sort(),
    };
  }
}

/** All layers as one object; the first says each attribute. */
export function merged(layers: readonly Attributes[]): Attributes {
  const all = layers.toReversed().flatMap((layer) => Object.entries(layer));
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

type Name = string | null | undefined;

function profile(email: Name, firstName: Name, lastName: Name): Attributes {
  return {
    ...(typeof email === "string" && { email }),
    ...(typeof firstName === "string" && { first_name: firstName }),
    ...(typeof lastName === "string" && { last_name: lastName }),
  };
}
