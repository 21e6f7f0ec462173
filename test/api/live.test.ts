import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import pg from "pg";
import { openAcme, signIn, type Acme, type SignedIn } from "../support/acme.js";
import { LiveStream } from "../support/live-stream.js";

let acme: Acme;
let olivia: SignedIn;
const open: LiveStream[] = [];
beforeAll(async () => {
  acme = await openAcme();
  olivia = await acme.as("olivia");
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});
afterAll(() => acme.close());

async function listen(by: SignedIn): Promise<LiveStream> {
  const stream = await LiveStream.open(by);
  open.push(stream);
  return stream;
}
const listsOf = ({ data }: { data: unknown }) => (data as { lists: string[] }).lists.sort();
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

let managers = 0;
async function manager(): Promise<SignedIn> {
  const key = `manager-${(managers += 1)}`;
  await acme.permit.importPeople("acme", [{ key, email: `${key}@acme.example`, roles: ["manager"] }]);
  return acme.as(key);
}
let titles = 0;
/** Any change of Ana's place. */
const touchAna = async () =>
  olivia.json(`PATCH /people/${await acme.user("ana")}/profile`, { title: `Title ${(titles += 1)}` });

describe("a bell", () => {
  test("rings in every server process, for changes made in any", async () => {
    const second = await acme.another();
    const [maria, elsewhere] = [await acme.as("maria"), await signIn(second, "victor")];
    const [here, there] = [await listen(maria), await listen(elsewhere)];
    await touchAna();
    expect(listsOf(await here.next("bell"))).toEqual(["people"]);
    expect(listsOf(await there.next("bell"))).toEqual(["people"]);
    const ownerThere = await signIn(second, "olivia");
    await ownerThere.json("POST /invitations", {
      invitations: [{ email: "live@acme.example", roles: [{ role: ownerThere.role("editor").id }] }],
    });
    expect(listsOf(await here.next("bell"))).toEqual(["invitations"]);
    expect(listsOf(await there.next("bell"))).toEqual(["invitations"]);
  });

  test("rings at most once a second, however much happens, and once more after the last of it", async () => {
    const stream = await listen(await acme.as("maria"));
    const ending = Date.now() + 2300;
    let last = 0;
    while (Date.now() < ending) {
      await touchAna();
      last = Date.now();
    }
    await pause(1300);
    const times = stream.events.map(({ at }) => at);
    expect(times.length).toBeGreaterThanOrEqual(3);
    expect(times.length).toBeLessThanOrEqual(5);
    for (let n = 1; n < times.length; n += 1)
      expect((times[n] ?? 0) - (times[n - 1] ?? 0)).toBeGreaterThan(950);
    expect(times.at(-1)).toBeGreaterThanOrEqual(last - 50);
  });

  test("says which lists changed and nothing else: no name, no id, no address", async () => {
    const stream = await listen(await acme.as("maria"));
    await touchAna();
    await stream.next("bell");
    await acme.invite(olivia, "bell@acme.example", "editor");
    await stream.next("bell");
    const rest = stream.text
      .replaceAll(/event: bell\ndata: \{"lists":\[("(people|invitations|session)",?)*\]\}\n\n/g, "")
      .replaceAll(": open\n\n", "");
    expect(rest).toBe("");
  });

  test("tells whoever is touched to look at their own abilities, and nobody else", async () => {
    const mine = await manager();
    const [touched, other] = [await listen(mine), await listen(await acme.as("maria"))];
    await olivia.json("POST /people/roles", {
      changes: [{ user: mine.session.you.user, grant: [{ role: olivia.role("billing").id }] }],
    });
    expect(listsOf(await touched.next("bell"))).toEqual(["people", "session"]);
    expect(listsOf(await other.next("bell"))).toEqual(["people"]);
  });

  test("names the invitations too when the rights change that one of them rests on", async () => {
    const inviter = await manager();
    await acme.invite(inviter, "resting@acme.example", "viewer");
    const stream = await listen(await acme.as("maria"));
    await olivia.json("POST /people/suspend", { people: [{ user: inviter.session.you.user }] });
    expect(listsOf(await stream.next("bell"))).toEqual(["invitations", "people"]);
  });

  test("names the session where it shows counts, which any change may move", async () => {
    await acme.permit.define({ tenants: { counted: { name: "Counted", guardrails: { seats: 9 } } } });
    await acme.permit.importPeople("counted", [
      { key: "olivia", roles: ["owner"] },
      { key: "ana", roles: ["viewer"] },
    ]);
    const owner = await acme.as("olivia", "counted");
    const stream = await listen(owner);
    await owner.json("POST /people/suspend", { people: [{ user: await owner.user("ana") }] });
    expect(listsOf(await stream.next("bell"))).toEqual(["people", "session"]);
  });

  test("tells everybody when the definitions change", async () => {
    const stream = await listen(await acme.as("maria"));
    await acme.permit.define({ attributes: { badge: { label: "Badge", type: "number" } } });
    expect(listsOf(await stream.next("bell"))).toEqual(["invitations", "people", "requests", "session"]);
  });

  test("of one tenant is not heard in another", async () => {
    const stream = await listen(await acme.as("gloria", "globex"));
    await touchAna();
    await pause(300);
    expect(stream.events).toEqual([]);
  });

  test("does not ring for what was refused or only tried out", async () => {
    const stream = await listen(await acme.as("maria"));
    const people = [{ user: await acme.user("ana") }];
    await olivia.json("POST /people/suspend", { people, dry_run: true });
    await olivia.refusal("POST /people/reactivate", { people });
    await pause(300);
    expect(stream.events).toEqual([]);
  });
});

describe("a stream ends", () => {
  const end = async (stream: LiveStream) => {
    const { data } = await stream.next("end");
    await stream.until(() => stream.isOver);
    return data;
  };

  test("when the right to look is taken away", async () => {
    const mine = await manager();
    const stream = await listen(mine);
    await olivia.json("POST /people/roles", {
      changes: [
        {
          user: mine.session.you.user,
          grant: [{ role: olivia.role("editor").id }],
          revoke: [{ role: olivia.role("manager").id }],
        },
      ],
    });
    expect(await end(stream)).toEqual({ reason: "denied" });
    expect(stream.text).not.toContain("bell");
  });

  test.each(["suspend", "remove"])("when somebody is hit by %s", async (verb) => {
    const mine = await manager();
    const stream = await listen(mine);
    await olivia.json(`POST /people/${verb}`, { people: [{ user: mine.session.you.user }] });
    expect(await end(stream)).toEqual({ reason: "denied" });
  });

  test("when all sessions of somebody were ended, at the next bell", async () => {
    const mine = await manager();
    const stream = await listen(mine);
    await acme.database.rows("update app_user set epoch = epoch + 1 where id = $1", [mine.session.you.user]);
    await touchAna();
    expect(await end(stream)).toEqual({ reason: "denied" });
  });

  test("when the session runs out, though nothing happens", async () => {
    const short = await acme.forge("maria", {}, { now: new Date(Date.now() - 598_000) });
    const stream = await listen(short);
    expect(await end(stream)).toEqual({ reason: "expired" });
  });

  test("when the server stops", async () => {
    const second = await acme.another();
    const stream = await listen(await signIn(second, "maria"));
    await second.close();
    await stream.until(() => stream.isOver);
  });
});

describe("when the connection to the database breaks", () => {
  const listeners = () =>
    acme.database.value<number>(
      "select count(*)::int from pg_stat_activity where datname = current_database() and application_name = 'permit live'",
    );
  const cut = () =>
    acme.database.rows(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'permit live'",
    );

  test("everybody is told to look again once it is back, and hears what happens then", async () => {
    const stream = await listen(await acme.as("maria"));
    await cut();
    expect(listsOf(await stream.next("bell"))).toEqual(["invitations", "people", "requests", "session"]);
    await touchAna();
    expect(listsOf(await stream.next("bell"))).toEqual(["people"]);
  });

  test("after many attempts there is one connection again, not many", async () => {
    const before = await listeners();
    const stream = await listen(await acme.as("maria"));
    const name = new URL(acme.database.url).pathname.slice(1);
    const elsewhere = new pg.Client({ connectionString: acme.database.url.replace(name, "postgres") });
    await elsewhere.connect();
    await elsewhere.query(`alter database ${name} allow_connections false`);
    await cut();
    await pause(2600);
    await elsewhere.query(`alter database ${name} allow_connections true`);
    await elsewhere.end();
    await stream.next("bell");
    await pause(1200);
    expect(await listeners()).toBe(before);
  });

  test("a stream that can't be re-authorised ends without saying that the right was lost", async () => {
    const stream = await listen(await acme.as("maria"));
    await acme.database.rows("alter function permit.read_rules() rename to read_rules_away");
    try {
      await acme.database.rows("select pg_notify('permit', $1)", [
        JSON.stringify({ environment: acme.environment, tenant: acme.tenants["acme"], lists: ["people"] }),
      ]);
      await stream.until(() => stream.isOver);
    } finally {
      await acme.database.rows("alter function permit.read_rules_away() rename to read_rules");
    }
    expect(stream.text).not.toContain("denied");
  });

  test("a notice that is none of ours is passed over", async () => {
    const stream = await listen(await acme.as("maria"));
    for (const text of ["", "hello", "{", "null", "[]", '{"tenant": 1}']) {
      await acme.database.rows("select pg_notify('permit', $1)", [text]);
    }
    await touchAna();
    expect(listsOf(await stream.next("bell"))).toEqual(["people"]);
  });
});
