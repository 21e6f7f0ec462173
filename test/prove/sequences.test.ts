import { expect, it } from "vitest";
import { features } from "../../src/api/permit.js";
import { commands } from "../../src/api/commands.js";
import { count } from "./count.js";
import { firstSeed, isDeep } from "./depth.js";
import { runSequence } from "./sequences/sequence.js";

/**
 * Random sequences of requests through every command, over HTTP, by many actors in two tenants: the invariants of the
 * design are asked of the database after each act. A red run is repeated by its seed: PROVE_SEQUENCE=<seed>.
 */
const only = process.env["PROVE_SEQUENCE"];
const seeds = only
  ? [Number(only)]
  : Array.from({ length: isDeep ? 400 : 11 }, (_, n) => 1000 * firstSeed + n);
const steps = 120;

it("every command there is belongs to a route", () => {
  const sent = [...features.endpoints, ...features.hostEndpoints].flatMap(({ action }) => action ?? []);
  expect([...new Set(sent)].sort()).toEqual(Object.keys(commands).sort());
});

it("whatever anybody asks for, in whatever order, what is promised holds after each act", async () => {
  const sums = new Map<string, { allowed: number; refused: number }>();
  const violations: string[] = [];
  let operations = 0;
  const reach = { all: 0, beyond: 0 };
  const waiting = [...seeds];
  const next = async (): Promise<void> => {
    const seed = waiting.shift();
    if (seed === undefined) return;
    const report = await runSequence(seed, steps);
    operations += report.operations;
    reach.all += report.reach.all;
    reach.beyond += report.reach.beyond;
    violations.push(...report.violations.map((each) => `seed ${seed}: ${each}`));
    for (const [command, { allowed, refused }] of report.commands) {
      const sum = sums.get(command) ?? { allowed: 0, refused: 0 };
      sums.set(command, { allowed: sum.allowed + allowed, refused: sum.refused + refused });
    }
    return next();
  };
  await Promise.all([next(), next()]);

  const table = [...sums]
    .sort()
    .map(([name, { allowed, refused }]) => `  ${name}: ${allowed} done, ${refused} refused`);
  console.log(`seeds ${seeds[0]} to ${seeds.at(-1)}\n${table.join("\n")}`);
  console.log(`${reach.beyond} of ${reach.all} roles at places lie beyond what could be given`);
  count("sequences", { operations, violations: violations.length });
  expect(violations).toEqual([]);
  if (only) return;
  for (const name of Object.keys(commands)) {
    const { allowed = 0, refused = 0 } = sums.get(name) ?? {};
    expect(allowed + refused, `${name} is tried often enough to mean something`).toBeGreaterThan(4);
    if (isDeep) expect(allowed, `${name} is done often enough to mean something`).toBeGreaterThan(50);
  }
  expect(reach.beyond / reach.all, "much is given by nobody, and stays so").toBeGreaterThan(0.03);
});
