import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fromDatabase, problemResponse, Refused } from "../../src/api/errors.js";
import type { PeoplePage } from "../../src/api/people/contract.js";
import type { Problem } from "../../src/api/wire.js";
import { asHost, call, openAcme, refusalOf, signIn, type Acme, type SignedIn } from "../support/acme.js";
import { LiveStream } from "../support/live-stream.js";

/** The database goes away, is overloaded or stuck: whoever asks is told to try again, and it works once it is back. */

let acme: Acme;
let olivia: SignedIn;
let name: string;
let administrator: pg.Client;
const stray: unknown[] = [];
const note = (error: unknown) => void stray.push(error);
beforeAll(async () => {
  process.on("unhandledRejection", note).on("uncaughtException", note);
  acme = await openAcme();
  olivia = await acme.as("olivia");
  name = new URL(acme.database.url).pathname.slice(1);
  administrator = new pg.Client({ connectionString: acme.database.url.replace(name, "postgres") });
  await administrator.connect();
});
beforeEach(() => void stray.splice(0));
afterEach(async () => {
  await allowConnections(true);
  expect(stray).toEqual([]);
});
afterAll(async () => {
  await administrator.end();
  await acme.close();
  process.off("unhandledRejection", note).off("uncaughtException", note);
});

/** Breaks the server's connections; those of this test's own stay. */
const cut = (application = "permit%") =>
  administrator.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name like $2",
    [name, application],
  );
const allowConnections = (allowed: boolean) =>
  administrator.query(`alter database ${name} allow_connections ${allowed}`);

async function isUnavailable(response: Response) {
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  const problem = await refusalOf(response);
  expect(problem).toMatchObject({
    status: 503,
    error_code: "unavailable",
    title: "Not available just now",
    message: "The database can't answer just now. Please try again.",
  });
}

/** Resolves once that many of the server's connections wait for a lock. */
async function untilWaiting(count: number) {
  const deadline = Date.now() + 4000;
  for (;;) {
    const { rowCount } = await administrator.query(
      "select from pg_stat_activity where datname = $1 and application_name = 'permit' and wait_event_type = 'Lock'",
      [name],
    );
    if (rowCount === count) return;
    if (Date.now() > deadline) throw new Error(`${rowCount} of ${count} wait`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const holding = <T>(table: string, work: () => Promise<T>) =>
  acme.database.within({}, async (run) => {
    await run(`lock table ${table} in access exclusive mode`);
    return work();
  });
const holdingTenant = <T>(key: string, work: () => Promise<T>) =>
  acme.database.within({}, async (run) => {
    await run("select from tenant where key = $1 for update", [key]);
    return work();
  });
const invite = (email: string, headers: Record<string, string> = {}) =>
  olivia.send(
    "POST /invitations",
    { invitations: [{ email, roles: [{ role: olivia.role("viewer").id }] }] },
    headers,
  );

describe("when connections break in the middle of requests", () => {
  test("those who read are told to try again, and the next one is answered", async () => {
    await holding("membership", async () => {
      const asked = [
        olivia.send("GET /people"),
        olivia.send("GET /people/count"),
        call(
          acme.permit,
          "POST",
          "/session",
          { type: "user-management", with_first_page: true },
          asHost("maria"),
        ),
      ];
      await untilWaiting(asked.length);
      await cut();
      for (const response of await Promise.all(asked)) await isUnavailable(response);
    });
    const { people } = await olivia.json<PeoplePage>("GET /people");
    expect(people.length).toBeGreaterThan(0);
    await signIn(acme.permit, "maria");
  });

  test("a change is done whole or not at all, and once when it is repeated", async () => {
    const before = await acme.database.state();
    const headers = { "idempotency-key": "while-away" };
    const ana = await acme.user("ana");
    await holding("audit_chain", async () => {
      const asked = [
        invite("halfway@acme.example", headers),
        olivia.send("POST /people/remove", { people: [{ user: ana }] }),
      ];
      await untilWaiting(asked.length);
      await cut();
      for (const response of await Promise.all(asked)) await isUnavailable(response);
    });
    expect(await acme.database.state()).toBe(before);
    expect(acme.mails).toEqual([]);
    for (const _ of [1, 2]) expect((await invite("halfway@acme.example", headers)).status).toBe(200);
    expect(acme.mails.map(({ to }) => to)).toEqual(["halfway@acme.example"]);
  });

  test("so often and whenever it happens, nobody gets anything but an answer or the wish to come again", async () => {
    const statuses = new Set<number>();
    let isOver = false;
    const asking = Array.from({ length: 8 }, async (_, n) => {
      for (let turn = 0; !isOver; turn += 1) {
        const response = await (n % 2 === 0
          ? olivia.send("GET /people")
          : invite(`storm-${n}-${turn}@acme.example`));
        statuses.add(response.status);
        await response.body?.cancel();
      }
    });
    for (let turn = 0; turn < 25; turn += 1) {
      await cut();
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    isOver = true;
    await Promise.all(asking);
    expect([...statuses].sort()).toEqual([200, 503]);
    const stored = await acme.database.value<number>(
      "select count(*)::int from invitation where email like 'storm-%'",
    );
    const recorded = await acme.database.value<number>(
      "select count(*)::int from audit_entry where action = 'user.invite' and outcome = 'done' and people ->> 'target' like 'storm-%'",
    );
    expect(stored).toBeGreaterThan(0);
    expect(recorded).toBe(stored);
    expect((await olivia.send("GET /people")).status).toBe(200);
  });
});

describe("when the database takes no connections", () => {
  test("every door says so, and opens again with it", async () => {
    const { permit } = acme;
    const asking = () => [
      call(permit, "GET", "/people", undefined, bearer()),
      call(permit, "GET", "/live", undefined, bearer()),
      call(permit, "POST", "/leave", {}, bearer()),
      call(permit, "POST", "/session", { type: "user-management" }, asHost("olivia")),
      call(permit, "POST", "/invitations/accept", { token: "x".repeat(43) }, asHost("maria")),
    ];
    const login = { user_id: "maria", tenant_id: "acme" };
    const withKey = { authorization: "Bearer some-key" };
    await allowConnections(false);
    await cut();
    for (const response of await Promise.all(asking())) await isUnavailable(response);
    const vendors = await refusalOf(await call(permit, "POST", "/v2/auth/elements_login_as", login, withKey));
    expect(vendors).toMatchObject({ status: 503, title: "Not available just now" });
    await expect(permit.health()).rejects.toThrow();
    await allowConnections(true);
    expect((await call(permit, "GET", "/people", undefined, bearer())).status).toBe(200);
    expect(await permit.health()).toEqual({ ok: true });
  });

  test("a page that listens is told to look again once it is back, and its stream still rings", async () => {
    const stream = await LiveStream.open(olivia);
    await allowConnections(false);
    await cut();
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(stream.isOver).toBe(false);
    await allowConnections(true);
    expect((await stream.next("bell")).data).toMatchObject({
      lists: expect.arrayContaining(["people"]) as unknown,
    });
    expect((await invite("rings@acme.example")).status).toBe(200);
    await stream.until(() => stream.events.some(({ data }) => JSON.stringify(data).includes("invitations")));
    await stream.close();
  });

  test("a page whose right can't be looked up is let go, not turned away, and may come back", async () => {
    const stream = await LiveStream.open(olivia);
    await allowConnections(false);
    await cut("permit");
    await acme.database.rows("select pg_notify('permit', $1)", [
      JSON.stringify({ environment: acme.environment, tenant: acme.tenants["acme"], lists: ["people"] }),
    ]);
    await stream.until(() => stream.isOver);
    expect(stream.text).not.toContain("event: end");
    await allowConnections(true);
    await (await LiveStream.open(olivia)).close();
  });

  test("a server that is stopped meanwhile stops, and looks for the database no more", async () => {
    const other = await acme.another();
    await allowConnections(false);
    await cut();
    // It has noticed, and is about to try again.
    await new Promise((resolve) => setTimeout(resolve, 200));
    await other.close();
    await allowConnections(true);
    await isUnavailable(await call(other, "GET", "/people", undefined, bearer()));
    await new Promise((resolve) => setTimeout(resolve, 800));
    const { rows } = await administrator.query(
      "select application_name from pg_stat_activity where datname = $1 and application_name = 'permit live'",
      [name],
    );
    expect(rows).toHaveLength(1);
  });
});

describe("when a transaction is stuck", () => {
  test("on the tenant, a change is refused after a while, everything else goes on, and it works afterwards", async () => {
    await holdingTenant("acme", async () => {
      const before = await acme.database.state();
      const waiting = invite("stuck@acme.example");
      await untilWaiting(1);
      expect((await olivia.send("GET /people")).status).toBe(200);
      const gloria = await acme.as("gloria", "globex");
      const viewer = { role: gloria.role("viewer").id };
      const there = await gloria.send("POST /invitations", {
        invitations: [{ email: "free@globex.example", roles: [viewer] }],
      });
      expect(there.status).toBe(200);
      expect(before).not.toBe(await acme.database.state());
      const during = await acme.database.state();
      await isUnavailable(await waiting);
      expect(await acme.database.state()).toBe(during);
    });
    expect((await invite("stuck@acme.example")).status).toBe(200);
  });
});

describe("what the driver says of a database that is away", () => {
  const withCode = (code: string) => Object.assign(new Error("x"), { code });
  const away = [
    ...[
      "08000",
      "08003",
      "08006",
      "28P01",
      "53000",
      "53100",
      "53200",
      "53300",
      "53400",
      "57P01",
      "57P02",
      "57P03",
    ],
    ...["57P04", "57P05", "58030", "25006", "25P03", "25P04", "3D000", "55000", "55P03", "57014"],
    ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"],
  ];
  test.each(away)("%s is answered 503", (code) => {
    const response = problemResponse(withCode(code), "id");
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("2");
  });
  test.each([
    "Connection terminated unexpectedly",
    "Connection terminated",
    "Connection terminated due to connection timeout",
    "timeout exceeded when trying to connect",
    "timeout expired",
    "Query read timeout",
    "Client has encountered a connection error and is not queryable",
    "Client was closed and is not queryable",
    "Cannot use a pool after calling end on the pool",
  ])("%s is answered 503", (words) => {
    expect(problemResponse(new Error(words), "id").status).toBe(503);
  });
  test("a fault of ours is no outage", async () => {
    for (const error of [
      withCode("42P01"),
      withCode("42501"),
      withCode("XX000"),
      withCode("ENOENT"),
      new Error("y"),
    ]) {
      const response = problemResponse(error, "id");
      expect(response.status).toBe(500);
      expect(((await response.json()) as Problem).error_code).toBe("internal");
    }
    expect(fromDatabase(new Refused("stale", "timeout expired"))).toBeNull();
  });
});

const bearer = () => ({ authorization: `Bearer ${olivia.session.token}` });
