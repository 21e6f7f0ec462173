import { expect } from "vitest";
import { decide } from "../../../src/api/delegation/decide.js";
import { count } from "../count.js";
import { decisions, firstSeed } from "../depth.js";
import { caseOf, differ, opinions, ruleOf } from "../second-opinion.js";
import { inWords, smallestLike } from "./smallest.js";

const PARTS = 2;

/** The guard and the reference model, which was written from the design alone, asked the same: every other case. */
export function compare(part: 1 | 2): void {
  const answers = new Map<string, number>();
  const different: number[] = [];
  let asked = 0;
  for (let seed = firstSeed + part - 1; seed < firstSeed + decisions; seed += PARTS) {
    const both = opinions(caseOf(seed), decide);
    const rule = ruleOf(both.model);
    answers.set(rule, (answers.get(rule) ?? 0) + 1);
    asked += 1;
    if (differ(both)) different.push(seed);
  }
  console.log(
    `Seeds ${firstSeed} to ${firstSeed + decisions - 1}, part ${part} of ${PARTS}\n${listed(answers)}`,
  );
  count("differential", { decisions: asked, differences: different.length }, part);

  const [first] = different;
  if (first !== undefined) {
    const { numbers, attempts } = smallestLike(first, decide);
    const seeds = `${different.length} differences, of seeds ${different.slice(0, 9).join(", ")}`;
    expect.fail(
      `${seeds}; the first, after ${attempts} attempts to make it smaller:\n${inWords(numbers, decide)}`,
    );
  }
  expect(answers.get("allowed")).toBeGreaterThan(asked / 5);
}

const listed = (answers: ReadonlyMap<string, number>) =>
  [...answers]
    .sort()
    .map(([rule, times]) => `${rule}: ${times.toLocaleString("en")}`)
    .join("\n");
