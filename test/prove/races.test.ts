import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../src/api/commands.js";
import { Chance } from "../support/random-input.js";
import { count } from "./count.js";
import { firstSeed, isDeep } from "./depth.js";
import { raceActs, telling } from "./races/acts.js";
import { Race } from "./races/race.js";
import { Scene } from "./races/scene.js";
import { everySchedule, someSchedules } from "./races/schedules.js";
import { Stepper } from "./races/stepper.js";

/**
 * Two acts at once, stepped statement by statement on two servers: whatever the schedule, it comes to what one of the
 * two orders would have come to, and every invariant holds.
 */
const seed = firstSeed;

let scene: Scene;
let stepper: Stepper;
const figures = { rounds: 0, violations: 0 };
beforeAll(async () => {
  scene = await Scene.open();
  stepper = new Stepper(scene.database.url);
});
afterAll(async () => {
  count("races", figures, "schedules");
  await stepper.close();
  await scene.close();
});

async function tried(
  names: readonly [string, string],
  schedules: typeof everySchedule,
  most: number,
): Promise<string[]> {
  const race = new Race(scene, stepper, names);
  const wrong: string[] = [];
  figures.rounds += await schedules(async (choose) => void wrong.push(...(await race.run(choose))), most);
  figures.violations += wrong.length;
  return wrong.slice(0, 3);
}

it("every command takes part", () => {
  const sent = new Set(Object.values(raceActs).map(({ sends }) => sends));
  expect(Object.keys(commands).filter((name) => !sent.has(name as never))).toEqual([]);
});

const chance = new Chance(seed);
const byChance: typeof everySchedule = (run, most) => someSchedules(run, most, chance);

describe(`at once, in ${isDeep ? "every schedule" : `schedules by chance (seed ${seed})`}:`, () => {
  it.each(telling)("%s ∥ %s", async (one, other) => {
    expect(
      await (isDeep ? tried([one, other], everySchedule, Infinity) : tried([one, other], byChance, 4)),
    ).toEqual([]);
  });

  it(isDeep ? "any two acts" : "some two acts, drawn from all", async () => {
    const names = Object.keys(raceActs);
    const all = names.flatMap((one, n) => names.slice(n).map((other) => [one, other] as const));
    const wrong: string[] = [];
    for (const pair of isDeep ? all : Array.from({ length: 24 }, () => chance.of(all))) {
      wrong.push(...(isDeep ? await tried(pair, everySchedule, 400) : await tried(pair, byChance, 1)));
    }
    expect(wrong).toEqual([]);
  });
});

describe("without the lock of the tenant", () => {
  it.each([
    ["the manager gives a role", "the manager's role is taken"],
    ["the invitation is accepted", "the invitation is sent again"],
  ] as const)("%s ∥ %s is found to come to neither order", async (one, other) => {
    const { database } = scene;
    const definition = await database.value<string>(
      "select pg_get_functiondef('permit.lock_tenant'::regproc)",
    );
    const unlocked = definition.replace(" for update", "");
    expect(unlocked).not.toBe(definition);
    await database.rows(unlocked);
    const race = new Race(scene, stepper, [one, other]);
    let found = 0;
    try {
      await everySchedule(async (choose) => void (found += (await race.run(choose)).length), 60);
    } finally {
      await database.rows(definition);
    }
    expect(found).toBeGreaterThan(0);
  });
});
