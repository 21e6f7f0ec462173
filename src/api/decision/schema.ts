import { ActionTable } from "./action-table.js";
import { compileRules, type CompiledRule, type CompiledRules } from "./condition-sets.js";
import { Goals, type Goal } from "./goals.js";
import { compileRoles, type CompiledRole } from "./roles.js";
import type { Permission, Schema } from "./types.js";

export interface CompiledAction {
  readonly type: string;
  readonly key: string;
  readonly permission: Permission;
  /** The place of its bit. */
  readonly number: number;
  /** What somebody must hold on an instance to be allowed by it. */
  readonly goal: Goal;
  /** What allows it by attributes. */
  readonly rules: readonly CompiledRule[];
}

export interface CompiledType {
  readonly key: string;
  readonly actions: ReadonlyMap<string, CompiledAction>;
}

export interface CompiledSchema {
  readonly types: ReadonlyMap<string, CompiledType>;
  /** All actions by type and key. */
  readonly actions: ActionTable<CompiledAction>;
  readonly roles: ReadonlyMap<string, CompiledRole>;
  /** All permissions by the place of their bit. */
  readonly permissions: readonly Permission[];
  /** How many 32-bit words hold them. */
  readonly words: number;
  readonly goals: Goals;
  readonly rules: CompiledRules;
}

export function compileSchema(schema: Schema): CompiledSchema {
  const permissions = [
    ...new Set(schema.resources.flatMap(({ key, actions }) => actions.map((action) => `${key}:${action}`))),
  ];
  const numbers = new Map(permissions.map((permission, number) => [permission, number]));
  const words = Math.ceil(permissions.length / 32);
  const roles = compileRoles(schema.roles, numbers);
  const goals = new Goals(schema, roles);
  const rules = compileRules(schema);
  const types = new Map(
    schema.resources.map(({ key, actions }): [string, CompiledType] => [
      key,
      {
        key,
        actions: new Map(
          actions.map((action): [string, CompiledAction] => {
            const permission = `${key}:${action}`;
            const number = numbers.get(permission) ?? 0;
            const goal = goals.permitting(key, number);
            return [
              action,
              {
                type: key,
                key: action,
                permission,
                number,
                goal,
                rules: rules.byPermission.get(permission) ?? [],
              },
            ];
          }),
        ),
      },
    ]),
  );
  const actions = new ActionTable([...types.values()].flatMap((type) => [...type.actions.values()]));
  return { types, actions, roles, permissions, words, goals, rules };
}
