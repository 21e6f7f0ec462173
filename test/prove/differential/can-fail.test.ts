import { afterAll, expect, it } from "vitest";
import { guardWithout, type Clause } from "../../support/guard-without.js";
import { clausesOfLimits } from "../clauses/limits.js";
import { clausesOfRequests } from "../clauses/requests.js";
import { clausesOfRules } from "../clauses/rules.js";
import { caseFrom, caseOf, differ, opinions } from "../second-opinion.js";
import { smallestLike } from "./smallest.js";

/** The reference model notices when the guard forgets one of these. */
const forgotten = [
  "2: only who may give a role learns that it is held",
  "hold or bind: hold holds",
  "3: hold: all that a role gives",
  "3: passing on: verbs",
  "4: never oneself",
  "4: nor a second identity",
  "4: all roles, for edits",
  "4: also while suspended or before they begin",
  "4: also what follows from a role",
  "4: changes saved together, as they leave the target",
  "5: no grant beyond the own end",
  "5: an end by the own end",
  "5: open-ended needs open-ended",
  "7: what is gained is judged",
  "7: what comes back is gained",
  "approval: where nothing else is missing",
  "approval: the requester's reason",
  "approval: what was asked gets no other end or reason",
  "access: for others whom one may see",
  "reviewing: each role",
  "reviewing: not for oneself",
  "reviewing: among those who are asked",
  "agreed: who might still",
];
/** Of a few hundred choices, so many matter: the case can be read. */
const READABLE = 60;
const WITHIN = 20_000;
/** What shows in one case of tens or hundreds of thousands is looked for near a case that is known to show it. */
const near: Readonly<Record<string, number>> = {
  "4: also what follows from a role": 48_000,
  "4: changes saved together, as they leave the target": 220_000,
};

const clauses: Clause[] = [...clausesOfLimits, ...clausesOfRules, ...clausesOfRequests];
const found: string[] = [];

it.each(forgotten)("%s", (keeps) => {
  const clause = clauses.find((each) => each.keeps === keeps);
  if (!clause) throw new Error(`No clause keeps this: ${keeps}`);
  const guard = guardWithout(clause);
  const first = near[keeps] ?? 1;
  let seed = first;
  while (seed < first + WITHIN && !differ(opinions(caseOf(seed), guard))) seed++;
  expect(seed).toBeLessThan(first + WITHIN);
  const { numbers, attempts } = smallestLike(seed, guard);
  expect(differ(opinions(caseFrom(numbers), guard))).toBe(true);
  const choices = numbers.filter((number) => number > 0).length;
  expect(choices).toBeLessThan(READABLE);
  found.push(`${keeps}: at seed ${seed}, in ${choices} choices after ${attempts} attempts`);
});

afterAll(() => console.log(found.join("\n")));
