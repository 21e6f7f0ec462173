import { all, joins } from "./join.js";
import { compileMatch, matchOperators } from "./match.js";
import { operators } from "./operators.js";
import { isRecord, readerOf, type Read, type Subject } from "./subject.js";

/** A mistake in conditions: where it is, as keys and indexes from the outside in, and a sentence. */
export interface ConditionProblem {
  at: readonly (string | number)[];
  message: string;
}

export type Holds = (subject: Subject) => boolean;
/** Whether what a condition says of a value holds; `undefined` is a value that is not there. */
export type Says = (value: unknown, subject: Subject) => boolean;
export type At = readonly (string | number)[];

const deepest = 64;
const never = () => false;

/** What is wrong with these conditions, to be told to whoever sends them; nothing when they can be read. */
export function conditionProblems(conditions: unknown): ConditionProblem[] {
  return compileConditions(conditions).problems;
}

/** Conditions as a function. Where there is a problem, it holds for nobody and nothing. */
export function compileConditions(conditions: unknown): { holds: Holds; problems: ConditionProblem[] } {
  const reader = new Reader();
  const holds = reader.expression(conditions ?? {}, []);
  return { holds: reader.problems.length ? never : holds, problems: reader.problems };
}

export class Reader {
  readonly problems: ConditionProblem[] = [];

  /** `{op: [expression…]}` or `{"user.path": operand}`; of several keys all must hold. */
  expression(json: unknown, at: At): Holds {
    const parts = this.#parts(json, at).map(([key, inner, here]): Holds => {
      const joined = this.#joined(key, inner, here, (each, where) => this.expression(each, where));
      if (joined) return joined;
      const read = readerOf(key);
      if (!read)
        return this.problem(here, `'${key}' is neither a path of an attribute nor a logical operator.`);
      const says = this.operand(inner, here);
      return (subject) => says(read(subject), subject);
    });
    return all(parts);
  }

  /** `{operator: value}` or `{op: [operand…]}`; of several keys all must hold. */
  operand(json: unknown, at: At): Says {
    const parts = this.#parts(json, at).map(([key, inner, here]): Says => {
      const joined = this.#joined(key, inner, here, (each, where) => this.operand(each, where));
      if (joined) return joined;
      if (matchOperators.has(key)) return compileMatch(this, key, inner, here);
      const holds = operators.get(key);
      if (!holds) return this.problem(here, `There is no operator '${key}'.`);
      const read = this.#value(inner, here);
      return (value, subject) => {
        const other = read(subject);
        return value !== undefined && other !== undefined && holds(value, other);
      };
    });
    if (isRecord(json) && !parts.length) return this.problem(at, "An operator is missing.");
    return all(parts);
  }

  problem(at: At, message: string): () => false {
    this.problems.push({ at, message });
    return never as () => false;
  }

  #parts(json: unknown, at: At): [key: string, inner: unknown, at: At][] {
    if (isRecord(json) && at.length <= deepest)
      return Object.entries(json).map(([key, inner]) => [key, inner, [...at, key]]);
    this.problem(at, isRecord(json) ? "Conditions are nested too deeply." : "An object is expected.");
    return [];
  }

  /** A logical operator over whatever `read` reads; `undefined` when the key is none. */
  #joined<Arguments extends unknown[]>(
    key: string,
    inner: unknown,
    at: At,
    read: (json: unknown, at: At) => (...given: Arguments) => boolean,
  ): ((...given: Arguments) => boolean) | undefined {
    const join = joins.get(key);
    if (!join) return undefined;
    const parts = Array.isArray(inner) ? inner.map((each, n) => read(each, [...at, n])) : [read(inner, at)];
    return (...given) => join(parts.map((part) => () => part(...given)));
  }

  #value(json: unknown, at: At): Read {
    if (!isRecord(json) || !Object.hasOwn(json, "ref")) return () => json;
    const read = typeof json["ref"] === "string" && readerOf(json["ref"]);
    return read || this.problem(at, "'ref' must be the path of an attribute.");
  }
}
