import type { CompiledRole } from "./roles.js";
import type { Derivation, Schema } from "./types.js";

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
