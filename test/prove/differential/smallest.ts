import { inspect } from "node:util";
import fc from "fast-check";
import type { decide } from "../../../src/api/delegation/decide.js";
import { LARGEST } from "../generator/choices.js";
import { caseFrom, choicesOf, differ, opinions } from "../second-opinion.js";

/** What is tried to make a case smaller: seconds, and what is left then is small enough to be read. */
const ATTEMPTS = 5_000;

export interface Smallest {
  numbers: readonly number[];
  attempts: number;
}

/** The case of that seed, in which whatever need not be otherwise is plain: long stretches first, then each choice. */
export function smallestLike(seed: number, guard: typeof decide): Smallest {
  let numbers: readonly number[] = choicesOf(seed);
  let attempts = 0;
  for (let before = -1, stretch = 128; stretch >= 1;) {
    before = plain(numbers);
    for (let from = 0; from < numbers.length && attempts < ATTEMPTS; from += stretch) {
      const smaller = numbers.map((number, at) => (at >= from && at < from + stretch ? 0 : number));
      if (plain(smaller) === plain(numbers)) continue;
      attempts += 1;
      if (differ(opinions(caseFrom(smaller), guard))) numbers = smaller;
    }
    if (plain(numbers) === before || stretch > 1) stretch /= 2;
  }
  return { numbers, attempts };
}

const plain = (numbers: readonly number[]) => numbers.filter((number) => number === 0).length;

/** Cases that fast-check chooses, which is bolder at the edges than chance. */
export function differenceByFastCheck(guard: typeof decide, seed: number, numRuns: number): string | null {
  const choices = fc.array(fc.nat({ max: LARGEST - 1 }), { maxLength: 600, size: "max" });
  const isSame = (numbers: number[]) => !differ(opinions(caseFrom(numbers), guard));
  const { counterexample } = fc.check(fc.property(choices, isSame), { seed, numRuns, endOnFailure: true });
  return counterexample && inWords(counterexample[0], guard);
}

export const inWords = (numbers: readonly number[], guard: typeof decide) =>
  inspect(opinions(caseFrom(numbers), guard), { depth: 9, breakLength: 110 });
