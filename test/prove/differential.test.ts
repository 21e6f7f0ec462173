import { inspect } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import { decide } from "../../src/api/delegation/decide.js";
import { count } from "./count.js";
import { LARGEST } from "./generator/choices.js";
import { caseFrom, caseOf, choicesOf, differ, opinions, ruleOf } from "./second-opinion.js";

/** The guard and the reference model, which was written from the design alone, asked the same. */

const decisions = Number(process.env["PROVE_DECISIONS"] ?? 20_000);
const firstSeed = Number(process.env["PROVE_SEED"] ?? 1);
const choices = fc.array(fc.nat({ max: LARGEST - 1 }), { maxLength: 600, size: "max" });

/** The smallest case like it, or `null` where fast-check finds none at all. */
function smallestFrom(examples: number[][], runs: number): string | null {
  const property = fc.property(choices, (numbers) => !differ(opinions(caseFrom(numbers), decide)));
  const { counterexample } = fc.check(property, {
    seed: firstSeed,
    numRuns: runs,
    examples: examples.map((each): [number[]] => [each]),
  });
  if (!counterexample) return null;
  return inspect(opinions(caseFrom(counterexample[0]), decide), { depth: 9, breakLength: 110 });
}

it("the guard decides as the reference model does", () => {
  const answers = new Map<string, number>();
  const different: number[] = [];
  for (let seed = firstSeed; seed < firstSeed + decisions; seed++) {
    const both = opinions(caseOf(seed), decide);
    const rule = ruleOf(both.model);
    answers.set(rule, (answers.get(rule) ?? 0) + 1);
    if (differ(both)) different.push(seed);
  }
  console.log(
    [...answers]
      .sort()
      .map(([rule, times]) => `${rule}: ${times.toLocaleString("en")}`)
      .join("\n"),
  );
  count("differential", { decisions, differences: different.length });

  expect(different.slice(0, 1).map((seed) => smallestFrom([choicesOf(seed)], 1))).toEqual([]);
  expect(answers.get("allowed")).toBeGreaterThan(decisions / 5);
});

it("also where fast-check chooses the cases", () => {
  expect(smallestFrom([], Math.min(2_000, decisions))).toBeNull();
});
