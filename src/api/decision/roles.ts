import type { Permission, Role } from "./types.js";

export interface CompiledRole {
  readonly id: string;
  readonly key: string;
  readonly resource: string | null;
  readonly number: number;
  /** All that it permits, with what it extends. */
  readonly bits: Int32Array;
  permits(permission: number): boolean;
}

/** @param permission the place of its bit */
export const has = (bits: Int32Array, permission: number): boolean =>
  ((bits[permission >> 5] ?? 0) & (1 << (permission & 31))) !== 0;

/** @param numbers the place of each permission's bit */
export function compileRoles(
  roles: readonly Role[],
  numbers: ReadonlyMap<Permission, number>,
): ReadonlyMap<string, CompiledRole> {
  const byId = new Map(roles.map((role) => [role.id, role]));
  return new Map(
    [...byId.values()].map((role, number): [string, CompiledRole] => {
      const bits = new Int32Array(Math.ceil(numbers.size / 32));
      for (const permission of withExtended(byId, role)) {
        const bit = numbers.get(permission);
        if (bit !== undefined) bits[bit >> 5] = (bits[bit >> 5] ?? 0) | (1 << (bit & 31));
      }
      const { id, key, resource } = role;
      return [id, { id, key, resource, number, bits, permits: (permission) => has(bits, permission) }];
    }),
  );
}

/** Roles extend those of the same scope only. */
function withExtended(roles: ReadonlyMap<string, Role>, role: Role): Permission[] {
  const all = new Set([role]);
  for (const each of all)
    for (const id of each.extends) {
      const extended = roles.get(id);
      if (extended?.resource === role.resource) all.add(extended);
    }
  return [...all].flatMap(({ permissions }) => permissions);
}
