import type { Permission } from "./types.js";

/**
 * What rules on condition sets open, as far as roles and people's attributes have to do with it. Conditions are taken as
 * true, but for what they say of `user.roles`, which is what giving or taking a role changes.
 */
export interface Openings {
  /** What may be open to whoever holds a role in the tenant, by the role's id. */
  held: ReadonlyMap<string, ReadonlySet<Permission>>;
  /** What may be open to whoever does not hold it. */
  lacked: ReadonlyMap<string, ReadonlySet<Permission>>;
  /** Attributes of people that conditions read. */
  attributes: ReadonlySet<string>;
}

export interface Conditions {
  sets: readonly { id: string; parent: string | null; conditions: unknown }[];
  rules: readonly {
    /** The role whose holders it is about, where it names one. */
    role: string | null;
    permission: Permission;
    /** Condition sets that must hold, with all above them. */
    sets: readonly string[];
  }[];
}

/** @param roles roles with their keys; a resource's roles are in no `user.roles` */
export function openingsOf(
  { sets, rules }: Conditions,
  roles: readonly { id: string; key: string; resource: string | null }[],
): Openings {
  const inTenant = roles.filter(({ resource }) => resource === null);
  const byId = new Map(sets.map((set) => [set.id, { ...set, reads: readingOf(set.conditions) }]));
  const held = new Map<string, Set<Permission>>();
  const lacked = new Map<string, Set<Permission>>();
  const open = (to: typeof held, role: string, permission: Permission) =>
    to.set(role, (to.get(role) ?? new Set()).add(permission));
  for (const { role, permission, sets: named } of rules) {
    if (role !== null) open(held, role, permission);
    const line = new Set(named);
    for (const id of line) {
      const set = byId.get(id);
      if (set?.parent) line.add(set.parent);
      for (const { id: role, key } of inTenant) {
        if (set?.reads.asksFor(key)) open(held, role, permission);
        if (set?.reads.asksAgainst(key)) open(lacked, role, permission);
      }
    }
  }
  return {
    held,
    lacked,
    attributes: new Set([...byId.values()].flatMap(({ reads }) => [...reads.attributes])),
  };
}

interface Reading {
  attributes: ReadonlySet<string>;
  asksFor(role: string): boolean;
  asksAgainst(role: string): boolean;
}

/** Operators that a role more can only make true; of any other, one may make it true or untrue. */
const growing = new Set(["array_contains", "array_intersect", "array_superset"]);
const joins = new Set(["allOf", "and", "anyOf", "or", "not"]);

function readingOf(conditions: unknown): Reading {
  const attributes = new Set<string>();
  const found = { for: new Set<string>(), against: new Set<string>(), any: false };

  /** Conditions, or what is said of one path (`of`); `negated` where an odd number of `not` is around. */
  const walk = (json: unknown, of: string | null, negated: boolean): void => {
    if (Array.isArray(json)) for (const each of json) walk(each, of, negated);
    if (!isRecord(json)) return;
    for (const [key, inner] of Object.entries(json)) {
      if (joins.has(key)) walk(inner, of, negated !== (key === "not"));
      else if (of === null) walk(inner, key, negated);
      else says(of, key, inner, negated);
    }
    if (of !== null) note(of);
  };
  const note = (path: string) => {
    const [root, name] = path.split(".");
    if ((root === "user" || root === "subject") && name !== undefined && name !== "roles")
      attributes.add(name);
  };
  const says = (path: string, operator: string, value: unknown, negated: boolean) => {
    if (refers(value)) found.any = true;
    if (!/^(user|subject)\.roles(\.|$)/.test(path)) return;
    if (!growing.has(operator)) found.any = true;
    for (const key of [value].flat()) {
      if (typeof key === "string") found[negated ? "against" : "for"].add(key);
      else found.any = true;
    }
  };
  /** Whether it compares with `user.roles`; what else of people it compares with is noted. */
  const refers = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(refers);
    if (!isRecord(value)) return false;
    const ref = value["ref"];
    if (typeof ref === "string") note(ref);
    return (
      (typeof ref === "string" && /^(user|subject)\.roles(\.|$)/.test(ref)) ||
      Object.values(value).some(refers)
    );
  };
  walk(conditions, null, false);
  return {
    attributes,
    asksFor: (role) => found.any || found.for.has(role),
    asksAgainst: (role) => found.any || found.against.has(role),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
