import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openChecks, until, type Checks } from "../../support/checks.js";

/** What is known can't be confirmed: nothing is allowed by it for longer than a bound, made short here. */

let checks: Checks;
let administrator: pg.Client;
let name: string;
beforeAll(async () => {
  checks = await openChecks({ decisions: { confirm: 20, deny: 200, patience: 200 } });
  await checks.permit.importPeople("acme", [
    { key: "vera", roles: ["viewer"] },
    { key: "will", roles: ["viewer"] },
  ]);
  name = new URL(checks.database.url).pathname.slice(1);
  administrator = new pg.Client({ connectionString: checks.database.url.replace(name, "postgres") });
  await administrator.connect();
});
afterAll(async () => {
  await administrator.end();
  await checks.close();
});

const cut = (application: string) =>
  administrator.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name like $2",
    [name, application],
  );
const ask = () =>
  checks.ask("POST", "/allowed", {
    user: { key: "vera" },
    action: "read",
    resource: { type: "document", tenant: "acme" },
  });
const isAllowed = async () => (await ask()).body.allow === true;

describe("nothing is allowed", () => {
  test("while the database does not say what has changed, and the answer says so; afterwards it is again", async () => {
    // The key is known for a while only once it has been looked up after the environment was read.
    for (let n = 0; n < 3; n += 1) await until(isAllowed);
    await checks.database.within({}, async (run) => {
      await run("lock table decision_change in access exclusive mode");
      await until(async () => !(await isAllowed()));
      const { status, body } = await ask();
      expect(status).toBe(200);
      expect(body).toMatchObject({
        allow: false,
        result: false,
        debug: { reason: expect.stringContaining("could not be confirmed") as string },
      });
      const list = await checks.ask("POST", "/user-permissions", { user: "vera" });
      expect(list.status).toBe(503);
      const decision = await checks.ask("POST", "/access/v1/evaluation", {
        subject: { type: "user", id: "vera" },
        action: { name: "read" },
        resource: { type: "document", properties: { tenant: "acme" } },
      });
      expect(decision.body).toMatchObject({ decision: false });
    });
    await until(isAllowed);
  });

  test("while the database is away, and is again once it is back", async () => {
    await until(isAllowed);
    await administrator.query(`alter database ${name} allow_connections false`);
    try {
      await cut("permit%");
      await until(async () => !(await isAllowed()));
      expect((await ask()).status).toBe(200);
    } finally {
      await administrator.query(`alter database ${name} allow_connections true`);
    }
    await until(isAllowed);
  });
});

test("what is taken away counts no more even if nobody rings", async () => {
  await until(() => checks.may("will", "read", "document"));
  await cut("permit live");
  await checks.sql(
    "update membership set status = 'suspended' where user_id = (select id from app_user where key = 'will')",
  );
  await until(async () => !(await checks.may("will", "read", "document")));
});
