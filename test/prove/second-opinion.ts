import type { decide } from "../../src/api/delegation/decide.js";
import type { Act, Decision, Facts } from "../../src/api/delegation/types.js";
import { situation } from "./generator/acts.js";
import { Choices } from "./generator/choices.js";
import type { Answer } from "./reference-model/answer.js";
import { judge } from "./reference-model/judge.js";

/** Both opinions of one case. */
export interface Opinions {
  facts: Facts;
  act: Act;
  model: Answer;
  guard: Decision;
}

export function opinions({ facts, act }: { facts: Facts; act: Act }, guard: typeof decide): Opinions {
  return { facts, act, model: judge(facts, act), guard: guard(facts, act).decision };
}

/** Allowed, refused, or allowed once something more is brought, and what. */
export function differ({ model, guard }: Opinions): boolean {
  if (model.outcome !== "needs" || guard.outcome !== "needs") return model.outcome !== guard.outcome;
  const asked = new Set(guard.reasons.map(({ needs }) => needs));
  return !model.things.some(
    (things) => things.size === asked.size && [...things].every((one) => asked.has(one)),
  );
}

/** The same number, the same case. */
export const caseOf = (seed: number) => situation(Choices.random(seed));

/** The case that these choices come to, so that fast-check can make it smaller. */
export const caseFrom = (numbers: readonly number[]) => situation(Choices.of(numbers));

/** The choices that led to a case. */
export function choicesOf(seed: number): number[] {
  const choices = Choices.random(seed);
  situation(choices);
  return choices.taken;
}

export const ruleOf = (answer: Answer) =>
  answer.outcome === "allowed" ? "allowed" : `${answer.outcome} by ${answer.rule}`;
