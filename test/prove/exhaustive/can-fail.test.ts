import { expect, it } from "vitest";
import { guardWithout, type Clause } from "../../support/guard-without.js";
import { clausesOfLimits } from "../clauses/limits.js";
import { clausesOfRules } from "../clauses/rules.js";
import { explore } from "./explore.js";
import { small } from "./scopes.js";

/** The invariants notice when the guard forgets one of these; `then` is one that must be among those that object. */
const forgotten: readonly [keeps: string, then: string][] = [
  ["4: administrative roles", "who is above one's reach is not touched"],
  ["5: no grant beyond the own end", "nothing given outlasts the right to give it"],
  ["hold or bind: hold holds", "each role given or promised is one that a delegation behind it gives"],
  ["least holders: without end", "S4 guardrails hold"],
];

const inGuard = (keeps: string, file: string, text: string, leaves: string): Clause => ({
  keeps,
  file,
  text,
  leaves,
});
const further: readonly [clause: Clause, then: string][] = [
  [
    inGuard("4: never oneself", "rules.ts", "person ? isSamePerson(person, self) :", "person ? false :"),
    "nobody gives themselves anything",
  ],
  [
    inGuard(
      "5: who asked is none of the others",
      "propose-request.ts",
      "if (requester === person.user ||",
      "if (false &&",
    ),
    "nobody answers what they asked for",
  ],
  [
    inGuard(
      "5: as many as must agree",
      "limits.ts",
      ".filter(({ more }) => more > 0)",
      ".filter(() => false)",
    ),
    "what needs agreement is given by as many others as must agree",
  ],
  [
    inGuard("5: what has ended stays so", "propose-request.ts", 'if (status !== "open")', "if (false)"),
    "and yet",
  ],
  [
    inGuard(
      "5: only who asked withdraws",
      "propose-request.ts",
      "?.requester !== person.user",
      " === undefined",
    ),
    "only who asked withdraws",
  ],
];

function named(keeps: string): Clause {
  const clause = [...clausesOfLimits, ...clausesOfRules].find((each) => each.keeps === keeps);
  if (!clause) throw new Error(`No clause keeps this: ${keeps}`);
  return clause;
}

const all = [...forgotten.map(([keeps, then]) => [named(keeps), then] as const), ...further];

it.each(all.map(([clause, then]) => [clause.keeps, then, clause] as const))(
  "%s, or else: %s",
  (_, then, clause) => {
    const { violations } = explore(small, guardWithout(clause));
    expect(violations.join("\n")).toContain(then);
  },
);
