import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { firstUntrue } from "../support/guard-cases.js";
import { guardWithout, type Clause } from "../support/guard-without.js";
import { cases } from "../api/delegation/cases/index.js";
import { count } from "./count.js";
import { clausesOfLimits } from "./clauses/limits.js";
import { clausesOfRequests } from "./clauses/requests.js";
import { clausesOfRules } from "./clauses/rules.js";

/**
 * Every clause of the guard is taken out of its source in turn; without it, something that is said about the guard
 * must not be true any more.
 */

/** Rules are lists of functions, so each is a clause by itself, also one that is written tomorrow. */
function listed(file: string, list: string): Clause[] {
  const source = readFileSync(new URL(`../../src/api/delegation/${file}`, import.meta.url), "utf8");
  const body = new RegExp(`export const ${list}\\b[^=]*= \\[([^\\]]*)\\]`).exec(source)?.[0] ?? "";
  const names = [...body.slice(body.indexOf("[", body.indexOf("="))).matchAll(/\.{0,3}\w+/g)].map(
    ([name]) => name,
  );
  return names.map((name) => ({
    keeps: `the whole of ${name}`,
    file,
    text: body,
    leaves: body.replace(new RegExp(`(?<=[[\\s])${name.replaceAll(".", "\\.")},?(?=[\\s\\]])`), ""),
  }));
}

const groups = {
  "a rule": [
    ...listed("rules.ts", "barriers"),
    ...listed("rules.ts", "rules"),
    ...listed("limits.ts", "limits"),
    ...listed("guardrails.ts", "guardrails"),
  ],
  "a clause of section 2": clausesOfLimits,
  "a clause of section 3": clausesOfRules,
  "a clause of section 5": clausesOfRequests,
};

let removed = 0;
let noticed = 0;

describe.each(Object.entries(groups))("without %s", (_, clauses) => {
  it.each(clauses.map((each) => [each.keeps, each] as const))("%s", (_keeps, clause) => {
    const guard = guardWithout(clause);
    removed += 1;
    const broken = firstUntrue(cases, guard);
    if (broken) noticed += 1;
    expect(broken).toBeDefined();
  });
});

it("lists are found", () => {
  expect(groups["a rule"].length).toBeGreaterThan(25);
});

afterAll(() => count("seeded", { total: removed, killed: noticed }));
