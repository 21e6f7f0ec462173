import type { CompiledRole } from "./roles.js";
import type { CompiledSchema } from "./schema.js";

/** Roles held together; there is one object for each combination. */
export class RoleSet {
  roles: readonly CompiledRole[] = [];
  /** The combinations with one role more. */
  readonly more = new Map<string, RoleSet>();

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
}

/** All combinations, with what each permits as a row of bits. */
export class RoleSets {
  readonly #byKey = new Map<string, RoleSet>();
  readonly #all: RoleSet[] = [];
  #bits = new Int32Array(0);
  /** How many hold the bits of one combination. */
  #words = 0;
  #schema: CompiledSchema | undefined;
  /** The first of all, and so the one of number 0: it permits nothing. */
  readonly nothing = this.none(null);

  compile(schema: CompiledSchema): void {
    this.#schema = schema;
    this.#words = schema.words;
    this.#bits = new Int32Array(0);
    for (const set of this.#all) this.#compile(set, schema);
  }

  /** @param set the number of a set, and of a permission's bit */
  permits(set: number, permission: number): boolean {
    return ((this.#bits[set * this.#words + (permission >> 5)] ?? 0) & (1 << (permission & 31))) !== 0;
  }

  none(scope: string | null): RoleSet {
    return this.#of(scope, []);
  }

  /** The set and one more: the way there is remembered, whatever the order. */
  plus(set: RoleSet, id: string): RoleSet {
    let more = set.more.get(id);
    if (!more) set.more.set(id, (more = this.#of(set.scope, [...new Set([...set.ids, id])].sort())));
    return more;
  }

  #of(scope: string | null, ids: readonly string[]): RoleSet {
    const key = JSON.stringify([scope, ...ids]);
    let set = this.#byKey.get(key);
    if (!set) {
      set = new RoleSet(this.#all.length, scope, ids);
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
