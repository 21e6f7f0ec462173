import { has, type CompiledRole } from "./roles.js";
import type { CompiledSchema } from "./schema.js";
import type { Assignment, Instant } from "./types.js";

/** Roles held together, and all that they permit as bits; there is one object for each combination. */
export class RoleSet {
  roles: readonly CompiledRole[] = [];
  bits: Int32Array = new Int32Array(0);

  /** @param scope the resource type they are held on, or `null` for a tenant: roles of others count for nothing */
  constructor(
    readonly scope: string | null,
    readonly ids: readonly string[],
  ) {}

  permits(permission: number): boolean {
    return has(this.bits, permission);
  }

  compile(schema: CompiledSchema): void {
    this.roles = this.ids.flatMap((id) => {
      const role = schema.roles.get(id);
      return role?.resource === this.scope ? role : [];
    });
    this.bits = new Int32Array(schema.words);
    for (const { bits } of this.roles)
      for (const [word, more] of bits.entries()) this.bits[word] = (this.bits[word] ?? 0) | more;
  }
}

export class RoleSets {
  readonly #sets = new Map<string, RoleSet>();
  #schema: CompiledSchema | undefined;

  compile(schema: CompiledSchema): void {
    this.#schema = schema;
    for (const set of this.#sets.values()) set.compile(schema);
  }

  of(scope: string | null, ids: readonly string[]): RoleSet {
    const sorted = [...new Set(ids)].sort();
    const key = JSON.stringify([scope, sorted]);
    let set = this.#sets.get(key);
    if (!set) {
      set = new RoleSet(scope, sorted);
      if (this.#schema) set.compile(this.#schema);
      this.#sets.set(key, set);
    }
    return set;
  }
}

/** The roles of some assignments at an instant, remembered from the last change of them to the next. */
export class TimedRoles {
  #set: RoleSet;
  #from: Instant = Infinity;
  #until: Instant = -Infinity;

  constructor(
    readonly sets: RoleSets,
    readonly scope: string | null,
    readonly assignments: readonly Assignment[],
  ) {
    this.#set = sets.of(scope, []);
  }

  at(now: Instant): RoleSet {
    return now >= this.#from && now < this.#until ? this.#set : this.#read(now);
  }

  #read(now: Instant): RoleSet {
    const counting = this.assignments.filter(
      ({ begins, ends }) => begins <= now && (ends === null || now < ends),
    );
    const times = this.assignments.flatMap(({ begins, ends }) => [begins, ends ?? Infinity]);
    this.#from = Math.max(-Infinity, ...times.filter((time) => time <= now));
    this.#until = Math.min(Infinity, ...times.filter((time) => time > now));
    this.#set = this.sets.of(
      this.scope,
      counting.map(({ role }) => role),
    );
    return this.#set;
  }
}
