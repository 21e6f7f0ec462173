import type { decide } from "../../src/api/delegation/decide.js";
import type { Act, Decision, Facts } from "../../src/api/delegation/types.js";
import { facts, type Given } from "./facts.js";

/** One sentence about the guard: what is asked, of what facts, and what it must answer. */
export interface Case {
  says: string;
  facts: Facts;
  act: Act;
  /** `allowed`, or `refused: code, code` and `needs: code` with exactly these codes. */
  answer: string;
}

export const example = (says: string, act: Act, answer: string, given: Given = {}): Case => ({
  says,
  facts: facts(given),
  act,
  answer,
});

export function answerOf(decision: Decision): string {
  if (decision.outcome === "allowed") return "allowed";
  const codes = decision.reasons.map(({ code }) => code).sort();
  return `${decision.outcome}: ${codes.join(", ")}`;
}

/** A sentence that this guard makes untrue, if there is one. */
export function firstUntrue(cases: readonly Case[], guard: typeof decide): Case | undefined {
  return cases.find(({ facts, act, answer }) => {
    try {
      return answerOf(guard(facts, act).decision) !== answer;
    } catch {
      return true;
    }
  });
}
