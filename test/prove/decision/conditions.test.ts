import { expect, it } from "vitest";
import { compileConditions } from "../../../src/api/decision/conditions/compile.js";
import { canBeRead, holds } from "../../support/naive-decision/conditions.js";
import { decisions, firstSeed } from "../depth.js";
import { Choices } from "../generator/choices.js";
import { conditions } from "./random-conditions.js";
import { attributes } from "./words.js";

it("conditions hold as the page of their semantics says, of the same attributes", () => {
  const differences: string[] = [];
  let [asked, held] = [0, 0];
  for (let seed = firstSeed; asked < decisions / 4; seed++) {
    const from = Choices.random(seed);
    const json = conditions(from);
    const compiled = compileConditions(json);
    const isRead = canBeRead(json);
    if (isRead !== (compiled.problems.length === 0))
      differences.push(`seed ${seed}: ${JSON.stringify(json)}`);
    for (let n = 0; n < 10; n++) {
      const [user, resource, tenant, context] = [0, 1, 2, 3].map(() => attributes(from)) as Attributes;
      const stored = (_type: string, key: string) => (key === "1" ? resource : undefined);
      const fast = compiled.holds({
        user: [user],
        resource: [resource],
        tenant: [tenant],
        context: [context],
        stored,
      });
      const naive = isRead && holds(json, { user, resource, tenant, context, stored });
      if (fast !== naive)
        differences.push(`seed ${seed}: ${JSON.stringify([json, user, resource, tenant, context])}`);
      asked++;
      if (naive) held++;
    }
  }
  console.log(`${asked} sets of attributes, ${held} of which fulfil their conditions`);
  expect(differences.slice(0, 5)).toEqual([]);
  expect(held).toBeGreaterThan(asked / 10);
});

type Attributes = [
  Record<string, unknown>,
  Record<string, unknown>,
  Record<string, unknown>,
  Record<string, unknown>,
];
