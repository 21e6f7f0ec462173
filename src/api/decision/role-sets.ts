import type { CompiledRole } from "./roles.js";
import type { CompiledSchema } from "./schema.js";
import type { Assignment, Instant } from "./types.js";

/** Roles held together; there is one object for each combination. */
export class RoleSet {
  roles: readonly CompiledRole[] = [];

  /** @param scope the resource type they are held on, or `null` for a tenant: roles of others count for nothing */
  constructor(
    readonly number: number,
    readonly scope: string | null,
    readonly ids: readonly string[],
  ) {}

  compile(schema: CompiledSchema): void {
    this.roles = this.ids.flatMap((id) => {
      const role = schema.roles.get(id);
      return role?.resource === this.scope ? role : [];
    });
  }

  permits(permission: number): boolean {
    return this.roles.some((role) => role.permits(permission));
  }
}

/** All combinations, with what each permits as a row of bits. */
export class RoleSets {
  readonly #byKey = new Map<string, RoleSet>();
  readonly #all: RoleSet[] = [];
  #bits = new Int32Array(0);
  #schema: CompiledSchema | undefined;

  compile(schema: CompiledSchema): void {
    this.#schema = schema;
    this.#bits = new Int32Array(0);
    for (const set of this.#all) this.#compile(set, schema);
  }

  /** @param set the number of a set, and of a permission's bit */
  permits(set: number, permission: number): boolean {
    const words = this.#schema?.words ?? 0;
    return ((this.#bits[set * words + (permission >> 5)] ?? 0) & (1 << (permission & 31))) !== 0;
  }

  of(scope: string | null, ids: readonly string[]): RoleSet {
    const sorted = ids.length > 1 ? [...new Set(ids)].sort() : ids;
    const key = `${scope ?? ""} ${sorted.join(" ")}`;
    let set = this.#byKey.get(key);
    if (!set) {
      set = new RoleSet(this.#all.length, scope, sorted);
      this.#byKey.set(key, set);
      this.#all.push(set);
      if (this.#schema) this.#compile(set, this.#schema);
    }
    return set;
  }

  #compile(set: RoleSet, schema: CompiledSchema): void {
    set.compile(schema);
    const start = set.number * schema.words;
    if (this.#bits.length < start + schema.words) {
      const longer = new Int32Array((start + schema.words) * 2);
      longer.set(this.#bits);
      this.#bits = longer;
    }
    for (const { bits } of set.roles)
      for (const [word, more] of bits.entries())
        this.#bits[start + word] = (this.#bits[start + word] ?? 0) | more;
  }
}

/** The roles of some assignments at an instant, remembered from the last change of them to the next. */
export class TimedRoles {
  current: RoleSet;
  readonly window: { from: Instant; until: Instant };

  constructor(
    readonly sets: RoleSets,
    readonly scope: string | null,
    readonly assignments: readonly Assignment[],
  ) {
    // The last of them has mostly begun, and so the first question finds its answer.
    const begun = assignments.reduce((latest, { begins }) => Math.max(latest, begins), -Infinity);
    this.window = { from: -Infinity, until: Infinity };
    this.current = this.#read(begun);
  }

  at(now: Instant): RoleSet {
    const { from, until } = this.window;
    return now >= from && now < until ? this.current : this.#read(now);
  }

  #read(now: Instant): RoleSet {
    let [from, until] = [-Infinity, Infinity];
    const held: string[] = [];
    for (const { role, begins, ends } of this.assignments) {
      if (begins <= now && (ends === null || now < ends)) held.push(role);
      for (const time of [begins, ends ?? Infinity])
        if (time <= now) from = Math.max(from, time);
        else until = Math.min(until, time);
    }
    this.window.from = from;
    this.window.until = until;
    return (this.current = this.sets.of(this.scope, held));
  }
}
