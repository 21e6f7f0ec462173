import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyTrail } from "../../scripts/audit-verify/verify-trail.js";
import { Chance } from "../support/random-input.js";
import { count } from "./count.js";
import { firstSeed, isDeep } from "./depth.js";
import { lastOwner } from "./storms/last-owner.js";
import { oneApproval } from "./storms/one-approval.js";
import { oneInvitation } from "./storms/one-invitation.js";
import { lastSeats } from "./storms/seats.js";
import { Scene, type Storm } from "./storms/scene.js";

/**
 * Thirty-two at once, on two servers. What the database holds afterwards must be what the log says, entry by entry, and
 * no entry may be of somebody who could not do that any more.
 */
const rounds = isDeep ? 100 : 5;
const storms: Record<string, Storm> = {
  "the last owner": lastOwner,
  "the last seats": lastSeats,
  "one invitation": oneInvitation,
  "one approval": oneApproval(),
};

let scene: Scene;
const chance = new Chance(firstSeed);
const figures = { rounds: 0, violations: 0 };
beforeAll(async () => void (scene = await Scene.open()));
afterAll(async () => {
  count("races", figures, "storms");
  await scene.close();
});

describe(`thirty-two at once, ${rounds} times (seed ${firstSeed}):`, () => {
  it.each(Object.entries(storms))("%s", async (_, storm) => {
    const wrong: string[] = [];
    for (let n = 0; n < rounds; n += 1) {
      wrong.push(...(await storm(scene, chance)));
      figures.rounds += 1;
    }
    figures.violations += wrong.length;
    expect(wrong).toEqual([]);
  });

  it("leave every audit chain whole", async () => {
    expect((await verifyTrail((sql, values) => scene.database.rows(sql, values))).faults).toEqual([]);
  });
});

describe("without the lock of the tenant", () => {
  /** Seats are counted once more at commit: they hold without the lock until that is gone too. */
  const alsoWithout: Record<string, string> = {
    "the last seats": "alter table tenant disable trigger check_guardrails",
  };

  it.each(Object.entries(storms))("%s is noticed", async (name, storm) => {
    const { database } = scene;
    const locking = await database.value<string>("select pg_get_functiondef('permit.lock_tenant'::regproc)");
    const unlocked = locking.replace(" for update", "");
    expect(unlocked).not.toBe(locking);
    await database.rows(unlocked);
    const broken = alsoWithout[name];
    if (broken) await database.rows(broken);
    const wrong: string[] = [];
    try {
      for (let n = 0; n < 60 && wrong.length === 0; n += 1) wrong.push(...(await storm(scene, chance)));
    } finally {
      await database.rows(locking);
      if (broken) await database.rows(broken.replace("disable", "enable"));
    }
    expect(wrong).not.toEqual([]);
    if (process.env["PROVE_VERBOSE"]) console.log(`${name}: ${[...new Set(wrong)].join("; ")}`);
  });
});
