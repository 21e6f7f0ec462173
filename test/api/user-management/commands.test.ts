import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PeopleAnswer, PersonDetail } from "../../../src/api/people/contract.js";
import type { InviteAnswer } from "../../../src/api/user-management/contract.js";
import { openAcme, refusalOf, type Acme, type SignedIn } from "../../support/acme.js";
import { entriesOf } from "../../support/audit.js";
import { LiveStream } from "../../support/live-stream.js";

let acme: Acme;
let olivia: SignedIn;
let role: Record<string, string>;
beforeAll(async () => {
  acme = await openAcme();
  olivia = await acme.as("olivia");
  role = Object.fromEntries(olivia.session.roles.map(({ key, id }) => [key, id]));
});
afterAll(() => acme.close());

let people = 0;
/** Somebody new in Acme, an editor unless said otherwise. */
async function newcomer(more: { status?: "suspended"; roles?: string[] } = {}) {
  const key = `newcomer-${(people += 1)}`;
  const email = `${key}@acme.example`;
  await acme.permit.importPeople("acme", [
    { key, name: `Newcomer ${people}`, email, roles: ["editor"], ...more },
  ]);
  const id = await acme.user(key);
  const { person } = await olivia.json<PersonDetail>(`GET /people/${id}`);
  return { id, key, version: person.version };
}

const placeOf = (id: string) =>
  acme.database.rows(
    `select m.status, m.profile, m.attributes, m.version::int, array(select r.key::text || coalesce(' until ' || a.ends_at::date, '') from assignment a
       join role r on r.id = a.role_id where a.user_id = m.user_id and a.tenant_id = m.tenant_id order by 1) as roles
     from membership m where m.user_id = $1 and m.tenant_id = $2`,
    [id, acme.tenants["acme"]],
  );
const statusOf = (invitation: string) =>
  acme.database.value<string>("select status from invitation where id = $1", [invitation]);

/** One command, ready to be sent: by whom, about whom, and how things are once it has been done. */
interface Ready {
  route: string;
  input: Record<string, unknown>;
  by: SignedIn;
  target: string;
  effect: () => Promise<unknown>;
}

interface Command {
  about: string;
  ready: () => Promise<Ready>;
  effect: unknown;
  /** The entries it leaves, in order. */
  entries: { action: string; role?: string; more?: object }[];
  lists: string[];
  /** Asks for something else under the same key. */
  other?: (input: Record<string, unknown>) => Record<string, unknown>;
}

const onPerson = async (route: string, person: ReturnType<typeof newcomer>): Promise<Ready> => {
  const { id, version } = await person;
  return {
    route,
    input: { people: [{ user: id, version }] },
    by: olivia,
    target: id,
    effect: () => placeOf(id),
  };
};
const onInvitation = async (verb: string): Promise<Ready> => {
  const { id } = await acme.invite(olivia, `${randomUUID()}@acme.example`, "editor");
  return {
    route: `POST /invitations/${id}/${verb}`,
    input: {},
    by: olivia,
    target: id,
    effect: () => statusOf(id),
  };
};
const justified = (input: Record<string, unknown>) => ({ ...input, justification: "On second thoughts" });

const commands: Command[] = [
  {
    about: "changing roles",
    async ready() {
      const { id, version } = await newcomer();
      const change = {
        user: id,
        version,
        grant: [{ role: role["viewer"], ends_at: "2099-06-30T12:00:00Z" }],
        revoke: [{ role: role["editor"] }],
      };
      return {
        route: "POST /people/roles",
        input: { changes: [change] },
        by: olivia,
        target: id,
        effect: () => placeOf(id),
      };
    },
    effect: [{ roles: ["viewer until 2099-06-30"], status: "active" }],
    entries: [
      { action: "role.revoke", role: "editor", more: { place: null } },
      {
        action: "role.grant",
        role: "viewer",
        more: { place: null, after: { ends: "2099-06-30T12:00:00.000Z" } },
      },
    ],
    lists: ["people"],
    other: justified,
  },
  {
    about: "suspending",
    ready: () => onPerson("POST /people/suspend", newcomer()),
    effect: [{ status: "suspended", roles: ["editor"] }],
    entries: [{ action: "user.suspend" }],
    lists: ["people"],
    other: justified,
  },
  {
    about: "reactivating",
    ready: () => onPerson("POST /people/reactivate", newcomer({ status: "suspended" })),
    effect: [{ status: "active", roles: ["editor"] }],
    entries: [{ action: "user.reactivate" }],
    lists: ["people"],
    other: justified,
  },
  {
    about: "removing",
    ready: () => onPerson("POST /people/remove", newcomer()),
    effect: [],
    entries: [{ action: "user.remove", more: { before: { roles: [{ place: null }] } } }],
    lists: ["people"],
    other: justified,
  },
  {
    about: "editing a profile",
    async ready() {
      const { id, version } = await newcomer();
      const input = { version, name: "Another Name", title: "Head of Tests" };
      return {
        route: `PATCH /people/${id}/profile`,
        input,
        by: olivia,
        target: id,
        effect: () => placeOf(id),
      };
    },
    effect: [{ profile: { name: "Another Name", title: "Head of Tests" } }],
    entries: [{ action: "user.edit-profile" }],
    lists: ["people"],
    other: justified,
  },
  {
    about: "editing attributes",
    async ready() {
      const { id, version } = await newcomer();
      const input = { version, attributes: { department: "Legal", badge: 12 } };
      return {
        route: `PATCH /people/${id}/attributes`,
        input,
        by: olivia,
        target: id,
        effect: () => placeOf(id),
      };
    },
    effect: [{ attributes: { department: "Legal", badge: 12 } }],
    entries: [{ action: "user.edit-attributes" }],
    lists: ["people"],
    other: justified,
  },
  {
    about: "inviting",
    async ready() {
      const email = `${randomUUID()}@acme.example`;
      return {
        route: "POST /invitations",
        input: { invitations: [{ email, roles: [{ role: role["editor"] }, { role: role["viewer"] }] }] },
        by: olivia,
        target: email,
        effect: () =>
          acme.database.rows("select status, inviter_kind, inviter_name from invitation where email = $1", [
            email,
          ]),
      };
    },
    effect: [{ status: "open", inviter_kind: "delegate", inviter_name: "Olivia Marsh" }],
    entries: [{ action: "user.invite" }],
    lists: ["invitations"],
    other: justified,
  },
  {
    about: "resending an invitation",
    ready: () => onInvitation("resend"),
    effect: "open",
    entries: [{ action: "invitation.resend" }],
    lists: ["invitations"],
  },
  {
    about: "copying a link",
    ready: () => onInvitation("link"),
    effect: "open",
    entries: [{ action: "invitation.copy-link" }],
    lists: ["invitations"],
  },
  {
    about: "cancelling an invitation",
    ready: () => onInvitation("cancel"),
    effect: "cancelled",
    entries: [{ action: "invitation.cancel" }],
    lists: ["invitations"],
  },
  {
    about: "leaving",
    async ready() {
      const { id, key } = await newcomer({ roles: ["viewer"] });
      return {
        route: "POST /leave",
        input: {},
        by: await acme.as(key),
        target: id,
        effect: () => placeOf(id),
      };
    },
    effect: [],
    entries: [{ action: "tenant.leave" }],
    lists: ["people"],
  },
];

describe.each(commands)("$about", ({ about, ready, effect, entries, lists, other }) => {
  test("works, is recorded and is announced", async () => {
    const { route, input, by, target, effect: now } = await ready();
    const listening = await LiveStream.open(await acme.as("maria"));
    const answer = await by.json<{ request_id: string } | PersonDetail>(route, input);
    expect(await now()).toMatchObject(effect as object);

    const bell = await listening.next("bell");
    expect((bell.data as { lists: string[] }).lists).toEqual(expect.arrayContaining(lists));
    await listening.close();

    const request =
      "request_id" in answer
        ? answer.request_id
        : await acme.database.value<string>(
            "select body ->> 'request' from audit_entry order by at desc, seq desc limit 1",
          );
    const recorded = await entriesOf(acme.database, request);
    expect(recorded).toMatchObject(
      entries.map(({ action, role: key, more }) => ({
        kind: "changes",
        tenant_id: acme.tenants["acme"],
        body: {
          action,
          outcome: "done",
          request,
          actor_kind: "delegate",
          actor: by.session.you.user,
          element: "team",
          ...(key && { role: role[key] }),
          ...more,
        },
        people: { actor: by.session.you.name },
      })),
    );
    for (const { body, people: named } of recorded) {
      const invitation = named.target?.includes("@")
        ? await acme.database.value("select id from invitation where email = $1", [named.target])
        : null;
      expect([target, named.target]).toContain(target);
      expect(body.target).toBe(invitation ?? target);
      // Leaving rests on nobody's delegation.
      expect(body.by ?? []).toHaveLength(about === "leaving" ? 0 : 1);
      expect(named.target).toMatch(/\w/);
    }
  });

  test("sent again with the same key is done once and answered alike; with another wish it is refused", async () => {
    const { route, input, by, effect: now } = await ready();
    const key = randomUUID();
    const first = await by.send(route, input, { "idempotency-key": key });
    expect(first.status).toBe(200);
    expect(first.headers.get("idempotent-replay")).toBeNull();
    const once = await acme.database.state();
    const effectOnce = await now();

    const second = await by.send(route, input, { "idempotency-key": key });
    expect(await acme.database.state()).toBe(once);
    if (about === "leaving") {
      // Whoever has left has no session here any more, and so nothing to repeat.
      expect(second.status).toBe(401);
      return;
    }
    expect(second.status).toBe(200);
    expect(second.headers.get("idempotent-replay")).toBe("true");
    const repeated = (await second.json()) as object;
    expect(withoutLink(repeated)).toEqual(withoutLink((await first.json()) as object));
    expect(JSON.stringify(repeated)).not.toContain("#invitation=");
    expect(await now()).toEqual(effectOnce);

    const elsewhere = await ready();
    const changed = other
      ? await by.send(route, other(input), { "idempotency-key": key })
      : await by.send(elsewhere.route, {}, { "idempotency-key": key });
    expect(await refusalOf(changed)).toMatchObject({ status: 409, error_code: "key_reused" });
  });

  test("sent eight times at once with one key is done once", async () => {
    const { route, input, by } = await ready();
    const sent = acme.mails.length;
    const trail = await lengthOfTrail();
    const headers = { "idempotency-key": randomUUID() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => by.send(route, input, headers)));
    const bodies = await Promise.all(answers.map((each) => each.json()));
    expect(await lengthOfTrail()).toBe(trail + entries.length);
    expect(acme.mails.length - sent).toBeLessThanOrEqual(1);
    if (about === "leaving") return;
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(new Set(bodies.map((each) => JSON.stringify(requestOf(each)))).size).toBe(1);
    expect(answers.filter((each) => each.headers.get("idempotent-replay")).length).toBe(7);
  });
});

const lengthOfTrail = () =>
  acme.database.value<number>(
    "select length::int from audit_chain where tenant_id = $1 and kind = 'changes'",
    [acme.tenants["acme"]],
  );
/** A link is shown once; whether mail went out is known only after the answer was kept. */
const withoutLink = (answer: object) =>
  JSON.parse(JSON.stringify(answer, (key, value: unknown) => (key === "link" ? null : value))) as object;
const requestOf = (answer: unknown) => (answer as { request_id?: string }).request_id;

test("one key serves different people, routes and tenants without mixing them up", async () => {
  const headers = { "idempotency-key": "the-same-for-all" };
  const [one, two] = [await newcomer(), await newcomer()];
  const manager = await acme.as("maria");
  const gloria = await acme.as("gloria", "globex");
  const invitation = (email: string) => ({ invitations: [{ email, roles: [{ role: role["editor"] }] }] });
  const answers = [
    await olivia.send("POST /people/suspend", { people: [{ user: one.id }] }, headers),
    await olivia.send("POST /people/remove", { people: [{ user: one.id }] }, headers),
    await manager.send("POST /people/suspend", { people: [{ user: two.id }] }, headers),
    await olivia.send("POST /invitations", invitation("same@acme.example"), headers),
    await gloria.send("POST /invitations", invitation("same@acme.example"), headers),
  ];
  expect(answers.map(({ status, headers: got }) => [status, got.get("idempotent-replay")])).toEqual(
    Array(5).fill([200, null]),
  );
});

test("a key may be used again after a day", async () => {
  const { id } = await newcomer();
  const headers = { "idempotency-key": "daily" };
  expect((await olivia.send("POST /people/suspend", { people: [{ user: id }] }, headers)).status).toBe(200);
  await acme.database.rows(
    "update idempotency set created_at = created_at - interval '24 hours' where key = 'daily'",
  );
  const again = await olivia.send("POST /people/suspend", { people: [{ user: id }] }, headers);
  expect(await refusalOf(again)).toMatchObject({ status: 409, reasons: [{ code: "already_suspended" }] });
});

test("a retry is answered only to somebody who may still ask", async () => {
  const { key, id } = await newcomer({ roles: ["manager"] });
  const target = await newcomer();
  const manager = await acme.as(key);
  const headers = { "idempotency-key": randomUUID() };
  const input = { version: target.version, title: "Secret title" };
  const route = `PATCH /people/${target.id}/profile`;
  expect((await manager.send(route, input, headers)).status).toBe(200);
  await olivia.json("POST /people/roles", {
    changes: [{ user: id, grant: [{ role: role["editor"] }], revoke: [{ role: role["manager"] }] }],
  });
  expect(await refusalOf(await manager.send(route, input, headers))).toMatchObject({ status: 403 });
  await acme.database.rows("update app_user set epoch = epoch + 1 where id = $1", [id]);
  expect(await refusalOf(await manager.send(route, input, headers))).toMatchObject({ status: 401 });
});

test("a retry after the mail went out still says so", async () => {
  const headers = { "idempotency-key": randomUUID() };
  const input = { invitations: [{ email: "sent@acme.example", roles: [{ role: role["editor"] }] }] };
  const first = (await (await olivia.send("POST /invitations", input, headers)).json()) as InviteAnswer;
  expect(first.rows).toMatchObject([{ outcome: "invited", sent: true }]);
  expect(await (await olivia.send("POST /invitations", input, headers)).json()).toEqual(first);
});

describe("who has been changed meanwhile", () => {
  test.each([
    ["POST /people/roles", "changes"],
    ["POST /people/suspend", "people"],
    ["POST /people/remove", "people"],
  ])("%s is refused with how the person is now", async (route, list) => {
    const { id, version } = await newcomer();
    await olivia.json(`PATCH /people/${id}/profile`, { name: "Changed Meanwhile" });
    const before = await acme.database.state();
    const refusal = await olivia.refusal(route, { [list]: [{ user: id, version }] });
    expect(refusal).toMatchObject({
      status: 409,
      error_code: "stale",
      reasons: [{ code: "stale" }],
      current: { user: id, name: "Changed Meanwhile", version: version + 1 },
    });
    expect(await acme.database.state()).toBe(before);
  });

  test.each(["profile", "attributes"])(
    "an edit of %s is refused with how the person is now",
    async (what) => {
      const { id, version } = await newcomer();
      await olivia.json(`PATCH /people/${id}/profile`, { name: "Changed Meanwhile" });
      const refusal = await olivia.refusal(`PATCH /people/${id}/${what}`, {
        version,
        ...(what === "profile" ? { title: "Mine" } : { attributes: { badge: 1 } }),
      });
      expect(refusal).toMatchObject({
        status: 409,
        error_code: "stale",
        current: { person: { name: "Changed Meanwhile" } },
      });
    },
  );

  test.each([
    ["POST /people/roles", (user: string, version: number) => ({ changes: [{ user, version }] })],
    ["POST /people/suspend", (user: string, version: number) => ({ people: [{ user, version }] })],
    ["POST /people/reactivate", (user: string, version: number) => ({ people: [{ user, version }] })],
    ["POST /people/remove", (user: string, version: number) => ({ people: [{ user, version }] })],
    ["PATCH /people/{user}/profile", (_: string, version: number) => ({ version, title: "Mine" })],
    [
      "PATCH /people/{user}/attributes",
      (_: string, version: number) => ({ version, attributes: { badge: 1 } }),
    ],
  ])(
    "%s tells who changed what, and when: all of it since, and nothing from before",
    async (route, input) => {
      const { id, version } = await newcomer();
      const dmitri = await acme.as("dmitri");
      await dmitri.json("POST /people/roles", {
        changes: [
          {
            user: id,
            grant: [{ role: dmitri.role("viewer").id }],
            revoke: [{ role: dmitri.role("editor").id }],
          },
        ],
      });
      await olivia.json("POST /people/roles", {
        changes: [{ user: id, grant: [{ role: olivia.role("billing").id }] }],
      });
      const { reasons } = await olivia.refusal(route.replace("{user}", id), input(id, version));
      const told = reasons?.[0]?.meanwhile?.map(({ actor, summary }) => `${actor}: ${summary}`);
      expect(told?.[0]).toBe("Olivia Marsh: Got Billing");
      expect(told?.slice(1).sort()).toEqual(["Dmitri Halloran: Got Viewer", "Dmitri Halloran: Lost Editor"]);
      for (const { at } of reasons?.[0]?.meanwhile ?? []) expect(Date.parse(at)).not.toBeNaN();
      const last = await olivia.refusal(route.replace("{user}", id), input(id, version + 1));
      expect(last.reasons?.[0]?.meanwhile).toMatchObject([{ actor: "Olivia Marsh" }]);
    },
  );

  test("in a bulk only their own row is refused", async () => {
    const [changed, same] = [await newcomer(), await newcomer()];
    await olivia.json(`PATCH /people/${changed.id}/profile`, { name: "Changed Meanwhile" });
    const { rows } = await olivia.json<PeopleAnswer>("POST /people/suspend", {
      people: [changed, same].map(({ id, version }) => ({ user: id, version })),
    });
    expect(rows).toMatchObject([
      {
        user: changed.id,
        outcome: "refused",
        reasons: [{ code: "stale", meanwhile: [{ actor: "Olivia Marsh", summary: "Profile edited" }] }],
      },
      { user: same.id, outcome: "done", version: same.version + 1 },
    ]);
  });

  test("the version an answer tells is the one to send next", async () => {
    const { id, version } = await newcomer();
    const first = await olivia.json<PeopleAnswer>("POST /people/suspend", {
      people: [{ user: id, version }],
    });
    const second = await olivia.json<PeopleAnswer>("POST /people/reactivate", {
      people: [{ user: id, version: first.rows[0]?.version }],
    });
    expect(second.rows).toMatchObject([{ outcome: "done" }]);
  });
});

describe("a dry run", () => {
  test("tells what changing roles would give and take, and does nothing", async () => {
    const { id } = await newcomer();
    const before = await acme.database.state();
    const input = {
      changes: [{ user: id, grant: [{ role: role["billing"] }], revoke: [{ role: role["editor"] }] }],
    };
    const answer = await olivia.json<PeopleAnswer>("POST /people/roles", { ...input, dry_run: true });
    expect(answer).toMatchObject({ dry_run: true, rows: [{ outcome: "done" }] });
    expect(answer.rows[0]?.gains.map(({ label }) => label).sort()).toEqual(["Pay invoices", "Read invoices"]);
    expect(answer.rows[0]?.loses.map(({ label }) => label).sort()).toEqual([
      "Read documents",
      "Write documents",
    ]);
    expect(await acme.database.state()).toBe(before);
    const { rows } = await olivia.json<PeopleAnswer>("POST /people/roles", input);
    expect(rows[0]).toMatchObject({ gains: answer.rows[0]?.gains, loses: answer.rows[0]?.loses });
  });

  test.each([
    ["POST /people/suspend", () => newcomer()],
    ["POST /people/remove", () => newcomer()],
    ["POST /people/reactivate", () => newcomer({ status: "suspended" })],
  ])("of %s does nothing", async (route, who) => {
    const { id } = await who();
    const before = await acme.database.state();
    const headers = { "idempotency-key": randomUUID() };
    const answer = await olivia.send(route, { people: [{ user: id }], dry_run: true }, headers);
    expect(await answer.json()).toMatchObject({ dry_run: true, rows: [{ user: id, outcome: "done" }] });
    expect(await acme.database.state()).toBe(before);
  });

  test("of invitations says row by row what will happen, sends nothing and tells no id", async () => {
    const before = await acme.database.state();
    const sent = acme.mails.length;
    const editor = { role: role["editor"] };
    const answer = await olivia.json<InviteAnswer>("POST /invitations", {
      invitations: [
        { email: "Fresh@acme.example", roles: [editor] },
        { email: "fresh@ACME.example", roles: [editor] },
        { email: "victor@acme.example", roles: [editor] },
        { email: "sam@acme.example", roles: [editor] },
        { email: "no address", roles: [editor] },
        { email: "olivia@acme.example", roles: [editor] },
        { email: "past@acme.example", roles: [{ ...editor, ends_at: "2001-01-01T00:00:00Z" }] },
        { email: "unknown@acme.example", roles: [{ role: randomUUID() }] },
      ],
      dry_run: true,
    });
    expect(
      answer.rows.map(({ email, outcome, invitation, sent: mailed, reasons }) => [
        email,
        outcome,
        invitation,
        mailed,
        reasons[0]?.code,
      ]),
    ).toEqual([
      ["fresh@acme.example", "invited", null, null, undefined],
      ["fresh@acme.example", "refused", null, null, "already_invited"],
      ["victor@acme.example", "granted", null, null, undefined],
      ["sam@acme.example", "refused", null, null, "suspended_here"],
      ["no address", "refused", null, null, "bad_address"],
      ["olivia@acme.example", "refused", null, null, "oneself"],
      ["past@acme.example", "refused", null, null, "end_in_past"],
      ["unknown@acme.example", "refused", null, null, "unknown_role"],
    ]);
    expect(await acme.database.state()).toBe(before);
    expect(acme.mails.length).toBe(sent);
  });
});

describe("a dry run that is refused", () => {
  test("says why, and leaves nothing in the record of refusals", async () => {
    const maria = await acme.as("maria");
    const recorded = () =>
      acme.database.value<number>("select count(*)::int from audit_entry where outcome = 'refused'");
    const before = await recorded();
    const { rows } = await maria.json<PeopleAnswer>("POST /people/remove", {
      people: [{ user: olivia.session.you.user }],
      dry_run: true,
    });
    expect(rows).toMatchObject([{ outcome: "refused" }]);
    expect(await recorded()).toBe(before);
  });
});

describe("what a change would take", () => {
  test("is not told of a role that the element hides", async () => {
    const { id } = await newcomer({ roles: ["support"] });
    const { rows } = await olivia.json<PeopleAnswer>("POST /people/remove", {
      people: [{ user: id }],
      dry_run: true,
    });
    expect(rows).toMatchObject([{ outcome: "done", gains: [], loses: [] }]);
  });
});

describe("a bulk", () => {
  test("does what it can, says of each row what became of it, and shares one request id in the trail", async () => {
    const [one, two, three] = [await newcomer(), await newcomer({ status: "suspended" }), await newcomer()];
    const gone = randomUUID();
    const answer = await olivia.json<PeopleAnswer>("POST /people/suspend", {
      people: [one, two, three, { id: gone }, { id: olivia.session.you.user }].map(({ id }) => ({
        user: id,
      })),
    });
    expect(answer.rows.map(({ outcome, reasons }) => [outcome, reasons[0]?.code])).toEqual([
      ["done", undefined],
      ["refused", "already_suspended"],
      ["done", undefined],
      ["refused", "unknown_person"],
      ["refused", "oneself"],
    ]);
    const recorded = await entriesOf(acme.database, answer.request_id);
    expect(recorded.map(({ kind, body }) => [kind, body.action, body.target, body.reasons?.[0]])).toEqual([
      ["changes", "user.suspend", one.id, undefined],
      ["changes", "user.suspend", three.id, undefined],
      ["refusals", "user.suspend", two.id, "already_suspended"],
      ["refusals", "user.suspend", undefined, "unknown_person"],
      ["refusals", "user.suspend", olivia.session.you.user, "oneself"],
    ]);
  });

  test("is one grant after another: what the first row uses up, the second lacks", async () => {
    const [one, two] = [await newcomer(), await newcomer()];
    const holders = await acme.database.value<number>(
      "select count(distinct user_id)::int from assignment where role_id = $1",
      [role["billing"]],
    );
    await acme.permit.define({
      tenants: {
        acme: { name: "Acme", guardrails: { least: { owner: 1 }, most: { billing: holders + 1 } } },
      },
    });
    const { rows } = await olivia.json<PeopleAnswer>("POST /people/roles", {
      changes: [one, two].map(({ id }) => ({ user: id, grant: [{ role: role["billing"] }] })),
    });
    expect(rows).toMatchObject([
      { outcome: "done" },
      { outcome: "refused", reasons: [{ code: "most_holders", role: role["billing"] }] },
    ]);
    await acme.permit.define({ tenants: { acme: { name: "Acme", guardrails: { least: { owner: 1 } } } } });
  });

  test("that names one person twice does nothing half", async () => {
    const { id } = await newcomer();
    const before = await acme.database.state();
    const twice = await olivia.send("POST /people/roles", {
      changes: [
        { user: id, grant: [{ role: role["viewer"] }] },
        { user: id, revoke: [{ role: role["viewer"] }] },
      ],
    });
    expect(twice.status).toBe(422);
    expect(await acme.database.state()).toBe(before);
  });
});

describe("refusals", () => {
  test("are recorded in a chain of their own, with who asked, about whom, and why", async () => {
    const maria = await acme.as("maria");
    const refusal = await maria.refusal("POST /people/remove", {
      people: [{ user: await acme.user("olivia") }],
    });
    expect(refusal).toMatchObject({ status: 403, error_code: "forbidden" });
    expect(await entriesOf(acme.database, refusal.id)).toMatchObject([
      {
        kind: "refusals",
        body: {
          action: "user.remove",
          outcome: "refused",
          actor: maria.session.you.user,
          target: await acme.user("olivia"),
          reasons: refusal.reasons?.map(({ code }) => code),
        },
        people: { actor: "Maria Santos", target: "Olivia Marsh" },
      },
    ]);
  });

  test("of a command by somebody who may not even look are recorded too", async () => {
    const ana = await acme.forge("ana");
    const refusal = await ana.refusal("POST /people/remove", {
      people: [{ user: await acme.user("olivia") }],
    });
    expect(await entriesOf(acme.database, refusal.id)).toMatchObject([
      {
        kind: "refusals",
        body: { action: "user.remove", actor: await acme.user("ana"), reasons: ["verb_not_given"] },
      },
    ]);
  });

  test("are recorded sixty times a minute and person at most, however many there are", async () => {
    const victor = await acme.as("victor");
    const trail = () =>
      acme.database.value<number>(
        "select count(*)::int from audit_entry where actor_id = $1 and outcome = 'refused'",
        [victor.session.you.user],
      );
    const target = { people: [{ user: await acme.user("olivia") }] };
    for (let n = 0; n < 70; n += 1) await victor.refusal("POST /people/remove", target);
    expect(await trail()).toBe(60);
  });

  test("are recorded whatever was typed, also what no database can hold", async () => {
    for (const bad of ["\0", "\ud800", "\udc00\ud800"]) {
      const invitations = [{ email: `typed${bad}@acme.example`, roles: [{ role: role["editor"] }] }];
      const refusal = await olivia.refusal("POST /invitations", { invitations });
      expect(refusal).toMatchObject({ status: 422, reasons: [{ code: "bad_address" }] });
      expect(await entriesOf(acme.database, refusal.id)).toMatchObject([
        { body: { reasons: ["bad_address"] } },
      ]);
    }
  });

  test("never say in the trail what was typed in confidence", async () => {
    const secret = "correct-horse-battery";
    await olivia.refusal("POST /people/suspend", { people: [{ user: randomUUID() }], password: secret });
    const { token } = await acme.invite(olivia, "canary@acme.example", "editor");
    const stored = await acme.database.value<string>(
      "select string_agg(e::text || convert_from(convert_to(e.body::text || e.people::text, 'UTF8'), 'UTF8'), ' ') from audit_entry e",
    );
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(olivia.session.token);
  });
});
