import type { Derivation, Permission, Role, Schema } from "./types.js";

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

export interface CompiledAction {
  readonly permission: Permission;
  /** The place of its bit. */
  readonly number: number;
  /** What somebody must hold on an instance to be allowed by it. */
  readonly goal: Goal;
}

export interface CompiledType {
  readonly key: string;
  readonly actions: ReadonlyMap<string, CompiledAction>;
}

/** Some roles of one type, any of which will do on an instance of it. */
export interface Goal {
  readonly number: number;
  readonly roles: ReadonlySet<CompiledRole>;
  /** Roles on related instances that would do as well. */
  readonly steps: readonly Step[];
}

export interface Step {
  readonly relation: string;
  readonly subject: string;
  readonly unlessDirect: boolean;
  readonly goal: Goal;
}

export interface CompiledSchema {
  readonly types: ReadonlyMap<string, CompiledType>;
  readonly roles: ReadonlyMap<string, CompiledRole>;
  /** All permissions by the place of their bit. */
  readonly permissions: readonly Permission[];
  /** How many 32-bit words hold them. */
  readonly words: number;
  readonly goals: Goals;
}

export function compileSchema(schema: Schema): CompiledSchema {
  const permissions = [
    ...new Set(schema.resources.flatMap(({ key, actions }) => actions.map((action) => `${key}:${action}`))),
  ];
  const numbers = new Map(permissions.map((permission, number) => [permission, number]));
  const words = Math.ceil(permissions.length / 32);
  const byId = new Map(schema.roles.map((role) => [role.id, role]));
  const roles = new Map(
    [...byId.values()].map(({ id, key, resource }, number): [string, CompiledRole] => {
      const bits = new Int32Array(words);
      for (const permission of withExtended(byId, id)) {
        const bit = numbers.get(permission);
        if (bit !== undefined) bits[bit >> 5] = (bits[bit >> 5] ?? 0) | (1 << (bit & 31));
      }
      return [id, { id, key, resource, number, bits, permits: (permission) => has(bits, permission) }];
    }),
  );
  const goals = new Goals(schema, roles);
  const types = new Map(
    schema.resources.map(({ key, actions }): [string, CompiledType] => [
      key,
      {
        key,
        actions: new Map(
          actions.map((action): [string, CompiledAction] => {
            const permission = `${key}:${action}`;
            const number = numbers.get(permission) ?? 0;
            return [action, { permission, number, goal: goals.permitting(key, number) }];
          }),
        ),
      },
    ]),
  );
  return { types, roles, permissions, words, goals };
}

function withExtended(roles: ReadonlyMap<string, Role>, id: string): Permission[] {
  const seen = new Set([id]);
  for (const each of seen) for (const extended of roles.get(each)?.extends ?? []) seen.add(extended);
  return [...seen].flatMap((each) => roles.get(each)?.permissions ?? []);
}

/** One object for each set of roles; its steps are found when they are first wanted, since they may come back to it. */
export class Goals {
  readonly #goals = new Map<string, Goal>();
  readonly #derivations: readonly (Derivation & { subject: string; object: string })[];

  constructor(
    schema: Schema,
    readonly roles: ReadonlyMap<string, CompiledRole>,
  ) {
    const blocks = new Map(schema.roles.map(({ id, unlessDirect }) => [id, unlessDirect]));
    this.#derivations = schema.derivations.flatMap((derivation) => {
      const [object, subject] = [roles.get(derivation.role)?.resource, roles.get(derivation.from)?.resource];
      const declared = schema.relations.some(
        (each) => each.object === object && each.key === derivation.relation && each.subject === subject,
      );
      if (!declared || !object || !subject) return [];
      const unlessDirect = derivation.unlessDirect || blocks.get(derivation.role) === true;
      return { ...derivation, object, subject, unlessDirect };
    });
  }

  permitting(type: string, permission: number): Goal {
    return this.of(
      [...this.roles.values()].filter((role) => role.resource === type && role.permits(permission)),
    );
  }

  of(roles: readonly CompiledRole[]): Goal {
    const key = roles
      .map(({ number }) => number)
      .sort((a, b) => a - b)
      .join();
    let goal = this.#goals.get(key);
    if (!goal) {
      goal = lazy(this.#goals.size, new Set(roles), () => this.#steps(roles));
      this.#goals.set(key, goal);
    }
    return goal;
  }

  #steps(roles: readonly CompiledRole[]): Step[] {
    const wanted = new Set(roles.map(({ id }) => id));
    const steps = new Map<string, { step: Omit<Step, "goal">; from: Set<CompiledRole> }>();
    for (const { role, from, relation, subject, unlessDirect } of this.#derivations) {
      const source = this.roles.get(from);
      if (!wanted.has(role) || !source) continue;
      const key = JSON.stringify([relation, subject, unlessDirect]);
      const step = steps.get(key) ?? { step: { relation, subject, unlessDirect }, from: new Set() };
      step.from.add(source);
      steps.set(key, step);
    }
    return [...steps.values()].map(({ step, from }) => ({ ...step, goal: this.of([...from]) }));
  }
}

function lazy(number: number, roles: ReadonlySet<CompiledRole>, find: () => Step[]): Goal {
  let steps: Step[] | undefined;
  return {
    number,
    roles,
    get steps() {
      return (steps ??= find());
    },
  };
}
