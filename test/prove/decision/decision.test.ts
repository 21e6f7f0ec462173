import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { decisions, firstSeed } from "../depth.js";
import { followWorld, type Tally } from "./compare.js";

it("the decision point answers as plain lists do, read by the page of its semantics alone", () => {
  const all: Tally = { checks: 0, allowed: 0, others: 0, differences: [] };
  let seed = firstSeed;
  for (; all.checks < decisions; seed++) {
    const { checks, allowed, others, differences } = followWorld(seed);
    all.checks += checks;
    all.allowed += allowed;
    all.others += others;
    all.differences.push(...differences);
  }
  const { checks, allowed, others } = all;
  console.log(
    `Seeds ${firstSeed} to ${seed - 1}: ${checks} checks (${allowed} allowed), ${others} other questions`,
  );
  keep({ checks, allowed, others, differences: all.differences.length });
  expect(all.differences.slice(0, 5)).toEqual([]);
  expect(all.allowed).toBeGreaterThan(all.checks / 10);
});

/** Beside what `npm run bench:decision` has measured. */
function keep(differential: Readonly<Record<string, number>>): void {
  const folder = process.env["PROVE_REPORTS"] ?? "reports";
  const file = `${folder}/decision.json`;
  mkdirSync(folder, { recursive: true });
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as object) : {};
  writeFileSync(file, `${JSON.stringify({ ...before, differential }, null, 2)}\n`);
}
