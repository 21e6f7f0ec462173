import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Permit } from "../../src/api/index.js";
import type { InviteAnswer } from "../../src/api/user-management/contract.js";
import { asHost, call, definition, openAcme, signIn, type Acme, type SignedIn } from "../support/acme.js";
import { verifyTrail } from "../../scripts/audit-verify/verify-trail.js";

/** What two do at the same moment, in two server processes on one database. */

let acme: Acme;
let second: Permit;
let olivia: SignedIn;
let role: Record<string, string>;
beforeAll(async () => {
  acme = await openAcme();
  second = await acme.another();
  olivia = await acme.as("olivia");
  role = Object.fromEntries(olivia.session.roles.map(({ key, id }) => [key, id]));
});
afterAll(() => acme.close());

let names = 0;
const newName = (what: string) => `${what}-${(names += 1)}`;
async function newTenant(guardrails: object = { least: { owner: 1 } }): Promise<string> {
  const key = newName("tenant");
  await acme.permit.define({ tenants: { [key]: { name: key, guardrails } } });
  return key;
}
async function newPerson(tenant: string, ...roles: string[]): Promise<string> {
  const key = newName("person");
  await acme.permit.importPeople(tenant, [{ key, email: `${key}@acme.example`, roles }]);
  return key;
}
const holders = (tenant: string, key: string) =>
  acme.database.value<number>(
    `select count(*)::int from assignment a join membership m using (environment_id, tenant_id, user_id)
     join tenant t on t.id = a.tenant_id join role r on r.id = a.role_id
     where t.key = $1 and r.key = $2 and m.status = 'active' and a.ends_at is null`,
    [tenant, key],
  );
const statuses = (answers: Response[]) => answers.map(({ status }) => status).sort();

describe("two owners who at the same moment, each in another process,", () => {
  const away: Record<string, (user: string) => [string, object]> = {
    "demote each other": (user) => [
      "POST /people/roles",
      { changes: [{ user, grant: [{ role: role["viewer"] }], revoke: [{ role: role["owner"] }] }] },
    ],
    "remove each other": (user) => ["POST /people/remove", { people: [{ user }] }],
    "suspend each other": (user) => ["POST /people/suspend", { people: [{ user }] }],
    "give each other an end": (user) => [
      "POST /people/roles",
      { changes: [{ user, grant: [{ role: role["owner"], ends_at: "2099-01-01T00:00:00Z" }] }] },
    ],
    leave: () => ["POST /leave", {}],
  };
  const rounds = Object.keys(away).map((what, n) => ({ what, times: n < 2 ? 30 : 8 }));
  test.each(rounds)("$what: one remains, $times times out of $times", async ({ what, times }) => {
    const tenant = await newTenant();
    const run = async () => {
      const [one, two] = [await newPerson(tenant, "owner"), await newPerson(tenant, "owner")];
      const [first, other] = [await signIn(acme.permit, one, tenant), await signIn(second, two, tenant)];
      const act = (by: SignedIn, target: SignedIn) =>
        by.send(...(away[what]?.(target.session.you.user) ?? ["", {}]));
      const answers = await Promise.all([act(first, other), act(other, first)]);
      expect(await holders(tenant, "owner")).toBe(1);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect([401, 403, 409]).toContain(answers.find(({ ok }) => !ok)?.status);
      // Whoever is left goes too, so that the next two begin alone.
      await acme.database.rows("update guardrail_role set least_binds = false");
      await acme.database.rows(
        "delete from assignment where tenant_id = (select id from tenant where key = $1)",
        [tenant],
      );
    };
    for (let n = 0; n < times; n += 1) await run();
  });
});

test("sixteen invitations for three free seats leave none over and none too many", async () => {
  const tenant = await newTenant({ seats: 4 });
  const owner = await newPerson(tenant, "owner");
  const askers = [await signIn(acme.permit, owner, tenant), await signIn(second, owner, tenant)];
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, n) =>
      askers[n % 2]!.send("POST /invitations", {
        invitations: [{ email: `seat-${n}@acme.example`, roles: [{ role: role["viewer"] }] }],
      }),
    ),
  );
  expect(statuses(answers)).toEqual([200, 200, 200, ...Array<number>(13).fill(409)]);
  const id = await acme.database.value<string>("select id from tenant where key = $1", [tenant]);
  expect(await acme.database.value("select taken_seats($1, $2, now())::int", [acme.environment, id])).toBe(4);
});

test("places that are filled while their invitations are accepted stay within the seats", async () => {
  const tenant = await newTenant({ seats: 6 });
  const owner = await signIn(acme.permit, await newPerson(tenant, "owner"), tenant);
  const guests = Array.from({ length: 5 }, () => newName("guest"));
  const tokens: string[] = [];
  for (const key of guests) {
    await owner.json("POST /invitations", {
      invitations: [{ email: `${key}@acme.example`, roles: [{ role: role["viewer"] }] }],
    });
    tokens.push(acme.mails.at(-1)?.link.split("=")[1] ?? "");
  }
  const answers = await Promise.all([
    ...guests.map((key, n) =>
      call(
        n % 2 ? second : acme.permit,
        "POST",
        "/invitations/accept",
        { token: tokens[n] },
        asHost(key, tenant),
      ),
    ),
    ...Array.from({ length: 8 }, (_, n) =>
      owner.send("POST /invitations", {
        invitations: [{ email: `late-${n}@acme.example`, roles: [{ role: role["viewer"] }] }],
      }),
    ),
  ]);
  expect(statuses(answers)).toEqual([...Array<number>(5).fill(200), ...Array<number>(8).fill(409)]);
  expect(await acme.database.value("select members from tenant where key = $1", [tenant])).toBe(6);
});

test("thirty-two invitations of one address make one that is open", async () => {
  const askers = [olivia, await signIn(second, "maria"), await signIn(second, "olivia")];
  const spellings = ["once@acme.example", "ONCE@acme.example", "once@acme.example.", "Once@ACME.example"];
  const answers = await Promise.all(
    Array.from({ length: 32 }, (_, n) =>
      askers[n % 3]!.send("POST /invitations", {
        invitations: [{ email: spellings[n % 4], roles: [{ role: role["editor"] }] }],
      }),
    ),
  );
  expect(statuses(answers)).toEqual([200, ...Array<number>(31).fill(409)]);
  const open = await acme.database.rows(
    "select from invitation where email = 'once@acme.example' and status = 'open'",
  );
  expect(open).toHaveLength(1);
  expect(acme.mails.filter(({ to }) => to === "once@acme.example")).toHaveLength(1);
});

test("an invitation accepted, cancelled and renewed at once ends one way only", async () => {
  for (let n = 0; n < 10; n += 1) {
    const key = newName("guest");
    const { id, token } = await acme.invite(olivia, `${key}@acme.example`, "editor");
    const elsewhere = await signIn(second, "olivia");
    const [accepted, cancelled] = await Promise.all([
      call(second, "POST", "/invitations/accept", { token }, asHost(key)),
      olivia.send(`POST /invitations/${id}/cancel`, {}),
      elsewhere.send(`POST /invitations/${id}/resend`, {}),
    ]);
    const status = await acme.database.value("select status from invitation where id = $1", [id]);
    const place = await acme.database.rows(
      "select from membership m join app_user u on u.id = m.user_id where u.key = $1",
      [key],
    );
    expect([accepted?.ok, cancelled?.ok, place.length]).toEqual(
      status === "accepted" ? [true, false, 1] : [false, true, 0],
    );
  }
});

describe("a right that is taken away", () => {
  test.each([
    [
      "by demotion",
      403,
      (user: string) => [
        "POST /people/roles",
        { changes: [{ user, grant: [{ role: role["editor"] }], revoke: [{ role: role["manager"] }] }] },
      ],
    ],
    ["by suspension", 403, (user: string) => ["POST /people/suspend", { people: [{ user }] }]],
    ["by removal", 401, (user: string) => ["POST /people/remove", { people: [{ user }] }]],
  ] as [string, number, (user: string) => [string, object]][])(
    "%s is gone for every request that begins afterwards, in every process",
    async (_, status, taking) => {
      const key = await newPerson("acme", "manager");
      const target = await acme.user(await newPerson("acme", "editor"));
      const [here, there] = [await signIn(acme.permit, key), await signIn(second, key)];
      const act = (by: SignedIn, n: number) =>
        by.send(`PATCH /people/${target}/profile`, { title: `Title ${n}` });
      expect((await act(here, 0)).status).toBe(200);
      const before = Array.from({ length: 6 }, (_, n) => act(n % 2 ? here : there, n));
      await olivia.json(...taking(here.session.you.user));
      const version = () =>
        acme.database.value("select profile from membership where user_id = $1", [target]);
      const left = await Promise.all(before).then(version);
      const after = await Promise.all(
        Array.from({ length: 12 }, (_, n) => act(n % 2 ? here : there, 100 + n)),
      );
      expect(new Set(statuses(after))).toEqual(new Set([status]));
      expect(await version()).toEqual(left);
      for (const by of [here, there]) {
        expect((await by.send("GET /people")).status).toBe(status);
        expect((await by.send("GET /live")).status).toBe(status);
      }
      expect(
        (await call(acme.permit, "POST", "/session", { type: "user-management" }, asHost(key))).status,
      ).toBe(status === 401 ? 404 : 403);
    },
  );

  test("can't be won back by whoever it was taken from, undoing it with the old session", async () => {
    const [one, two] = [await newPerson("acme", "manager"), await newPerson("acme", "manager")];
    const [first, other] = [await acme.as(one), await acme.as(two)];
    const managing = { role: role["manager"] };
    await first.json("POST /people/roles", {
      changes: [{ user: other.session.you.user, revoke: [managing] }],
    });
    const undo = { changes: [{ user: other.session.you.user, grant: [managing] }] };
    expect(await other.refusal("POST /people/roles", undo)).toMatchObject({ status: 403 });
    const revenge = { changes: [{ user: first.session.you.user, revoke: [managing] }] };
    expect(await other.refusal("POST /people/roles", revenge)).toMatchObject({ status: 403 });
  });
});

test("two who invite while the operator tightens the limits give nothing beyond them", async () => {
  const tenant = await newTenant();
  const key = await newPerson(tenant, "manager");
  await newPerson(tenant, "owner");
  const askers = [await signIn(acme.permit, key, tenant), await signIn(second, key, tenant)];
  const inviting = Array.from({ length: 10 }, (_, n) =>
    askers[n % 2]!.send("POST /invitations", {
      invitations: [{ email: `race-${n}@acme.example`, roles: [{ role: role["editor"] }] }],
    }),
  );
  await acme.permit.define({
    delegations: [
      {
        role: "manager",
        tenant,
        verbs: ["user.view", "user.invite"],
        roles: { keys: ["viewer"] },
        mode: "bind",
      },
    ],
  });
  await Promise.all(inviting);
  const late = { invitations: [{ email: "race-late@acme.example", roles: [{ role: role["editor"] }] }] };
  for (const each of askers) {
    expect(await each.refusal("POST /invitations", late)).toMatchObject({
      status: 403,
      reasons: [{ code: "role_out_of_reach" }],
    });
  }
});

describe("a command that waits", () => {
  /** Does `meanwhile` while a request waits for what `holding` has locked; answers what became of the request. */
  async function waiting(
    holding: string,
    ask: () => Promise<Response>,
    meanwhile: () => Promise<unknown>,
  ): Promise<Response> {
    return acme.database
      .within({}, async (run) => {
        await run(holding, [holding === tenant ? acme.tenants["acme"] : acme.environment]);
        const answer = ask();
        let isOver = false;
        void answer.finally(() => (isOver = true));
        for (let isWaiting = false; !isWaiting;) {
          isWaiting = await acme.database.value<boolean>(
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')",
          );
          if (isOver) throw new Error("It did not wait.");
        }
        await meanwhile();
        return { answer };
      })
      .then(({ answer }) => answer);
  }
  const tenant = "select from tenant where id = $1 for update";
  const definitions = "select pg_advisory_xact_lock(hashtextextended('permit:' || $1::uuid, 0))";

  const managing = "where role_id = $1 and user_id = (select id from app_user where key = $2)";
  let manager: string;
  let edit: () => Promise<Response>;
  beforeAll(async () => {
    manager = await newPerson("acme", "manager");
    const editor = await signIn(second, manager);
    const target = await acme.user(await newPerson("acme", "viewer"));
    edit = () => editor.send(`PATCH /people/${target}/profile`, { title: newName("Title") });
  });

  test("for another one in its tenant may do what it might before", async () => {
    expect((await waiting(tenant, edit, () => Promise.resolve())).status).toBe(200);
  });
  test("for the operator, who changes definitions, is judged by what they are then", async () => {
    const response = await waiting(definitions, edit, () =>
      acme.database.rows("delete from role_level where level = 'LEVEL_2'"),
    );
    expect(response.status).toBe(403);
    await acme.permit.define({ elements: definition.elements ?? {} });
  });
  test("until its sender's own right has run out is refused: it is judged by the time after the wait", async () => {
    const response = await waiting(tenant, edit, () =>
      acme.database.rows(`update assignment set ends_at = clock_timestamp() ${managing}`, [
        role["manager"],
        manager,
      ]),
    );
    expect(response.status).toBe(403);
  });
  test("to accept an invitation is judged by what its inviter may do after the wait", async () => {
    const key = newName("guest");
    const inviter = await newPerson("acme", "manager");
    const { token } = await acme.invite(await acme.as(inviter), `${key}@acme.example`, "editor");
    const accept = () => call(second, "POST", "/invitations/accept", { token }, asHost(key));
    const response = await waiting(tenant, accept, () =>
      acme.database.rows(`delete from assignment ${managing}`, [role["manager"], inviter]),
    );
    expect(response.status).toBe(403);
  });
});

test("after all this every audit chain is whole, and every count is right", async () => {
  expect((await verifyTrail((sql, values) => acme.database.rows(sql, values))).faults).toEqual([]);
  const wrong = await acme.database.rows(
    `select key, members, (select count(*) from membership m where m.tenant_id = t.id) as counted from tenant t
     where members <> (select count(*) from membership m where m.tenant_id = t.id)`,
  );
  expect(wrong).toEqual([]);
});

test("one bulk of invitations and the same one by one come to the same", async () => {
  const invitations = (prefix: string) =>
    Array.from({ length: 20 }, (_, n) => ({
      email:
        n % 5 === 0
          ? `not an address ${n}`
          : n % 7 === 0
            ? "victor@acme.example"
            : `${prefix}-${n}@acme.example`,
      roles: [{ role: n % 6 === 0 ? role["manager"] : role["owner"] }],
    }));
  const maria = await acme.as("maria");
  const bulk = await maria.json<InviteAnswer>("POST /invitations", {
    invitations: invitations("bulk"),
    dry_run: true,
  });
  const singles: InviteAnswer["rows"] = [];
  for (const each of invitations("bulk")) {
    const { rows } = await maria.json<InviteAnswer>("POST /invitations", {
      invitations: [each],
      dry_run: true,
    });
    singles.push(...rows);
  }
  expect(bulk.rows).toEqual(singles);
});
