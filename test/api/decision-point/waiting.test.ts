import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DecisionPoints } from "../../../src/api/decision-point/decision-points.js";
import { waitOf } from "../../../src/api/decision-point/wait.js";
import { openStore } from "../../../src/api/store/open-store.js";
import type { Store } from "../../../src/api/store/store.js";
import { openChecks, until, type Checks } from "../../support/checks.js";

/** What writes wait for, by the vendor's headers. The decision point here is one beside that of the server that writes. */

let checks: Checks;
let store: Store;
let decisions: DecisionPoints;
let users = 0;
let user: string;
beforeAll(async () => {
  checks = await openChecks();
  store = await openStore(checks.database.url);
  // Nothing but the waits moves it.
  decisions = new DecisionPoints({
    ...store,
    listen: () => Promise.resolve({ stop: () => Promise.resolve() }),
  });
});
beforeEach(async () => {
  user = `user-${(users += 1)}`;
  await checks.permit.importPeople("acme", [{ key: user }]);
  await decisions.viewOf(checks.environment).catchUp();
});
afterAll(async () => {
  await decisions.close();
  await store.close();
  await checks.close();
});

const route = "POST /v2/facts/{proj_id}/{env_id}/role_assignments";
const waiting = (headers: Record<string, string> = {}, on = route) =>
  waitOf(on, new Request("http://any.example", { headers }));
const give = () => checks.permit.importPeople("acme", [{ key: user, roles: ["viewer"] }]);
const take = () =>
  checks.sql("delete from assignment where user_id = (select id from app_user where key = $1)", [user]);
const may = () =>
  decisions
    .viewOf(checks.environment)
    .atHand()
    ?.point.allows(
      { user: { key: user }, action: "read", resource: { type: "document", tenant: "acme" } },
      Date.now() + 1,
    );

describe("what a write adds", () => {
  test("counts when it is answered", async () => {
    await give();
    expect(may()).toBe(false);
    await decisions.written(checks.environment, waiting());
    expect(may()).toBe(true);
  });

  test("does not yet when the write says not to wait, but a little later", async () => {
    await decisions.expect(checks.environment, waiting({ "x-wait-timeout": "0" }));
    await give();
    await decisions.written(checks.environment, waiting({ "x-wait-timeout": "0" }));
    expect(may()).toBe(false);
    await until(() => may() === true);
  });

  test("counts when it is answered without limit, or in time", async () => {
    for (const timeout of ["", "-1", "20"]) {
      await give();
      await decisions.written(checks.environment, waiting({ "x-wait-timeout": timeout }));
      expect(may(), timeout).toBe(true);
      await take();
      await decisions.written(checks.environment);
    }
  });

  test("is answered as usual when time runs out, or with a code of its own where that is asked for", async () => {
    await checks.database.within({}, async (run) => {
      await run("lock table decision_change in access exclusive mode");
      const soon = { "x-wait-timeout": "0.05" };
      await decisions.written(checks.environment, waiting(soon));
      const failing = decisions.written(checks.environment, waiting({ ...soon, "x-timeout-policy": "fail" }));
      await expect(failing).rejects.toMatchObject({ status: 424 });
      // It may have taken something away.
      expect(may()).toBeUndefined();
    });
  });
});

test("what a write takes away counts no more when it is answered, whatever it says of waiting", async () => {
  await give();
  await decisions.written(checks.environment);
  expect(may()).toBe(true);
  await take();
  await decisions.written(checks.environment, waiting({ "x-wait-timeout": "0" }));
  expect(may()).toBe(false);
});

describe("the headers", () => {
  test("are refused where they can't be read", () => {
    for (const text of ["soon", "1s", "NaN"])
      expect(() => waiting({ "x-wait-timeout": text }), text).toThrow(
        expect.objectContaining({ status: 400 }),
      );
  });

  test("mean what they mean to the vendor's own", () => {
    expect(waiting()).toEqual({ seconds: 10, fails: false, isAsked: false });
    expect(waiting({ "x-wait-timeout": "" }).seconds).toBe(Infinity);
    expect(waiting({ "x-wait-timeout": "-3" }).seconds).toBe(Infinity);
    expect(waiting({ "x-wait-timeout": "2.5", "x-timeout-policy": "fail" })).toMatchObject({
      seconds: 2.5,
      fails: true,
    });
    expect(waiting({ "x-wait-timeout": "0", "x-timeout-policy": "ignore" })).toMatchObject({
      seconds: 0,
      fails: false,
    });
  });

  test("are passed over where nothing waits", () => {
    for (const on of [
      "POST /v2/schema/{proj_id}/{env_id}/roles",
      "DELETE /v2/facts/{proj_id}/{env_id}/tenants/{tenant_id}",
    ])
      expect(waiting({ "x-wait-timeout": "soon" }, on).isAsked).toBe(false);
  });
});
