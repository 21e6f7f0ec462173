import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PeopleAnswer, PeoplePage, Person, PersonDetail } from "../../../src/api/people/contract.js";
import type { InviteAnswer } from "../../../src/api/user-management/contract.js";
import { definition, openAcme, type Acme, type SignedIn } from "../../support/acme.js";

let acme: Acme;
let olivia: SignedIn;
let role: Record<string, string>;
const inAYear = new Date(Math.ceil(Date.now() / 1000) * 1000 + 365 * 86_400_000).toISOString();

beforeAll(async () => {
  acme = await openAcme();
  const team = definition.elements?.["team"];
  if (!team) throw new Error("The element is gone.");
  const levels = {
    ...team.roles_to_levels,
    LEVEL_4: ["editor", "billing", "document:writer", "folder:keeper"],
  };
  await acme.permit.define({
    elements: { team: { ...team, roles_to_levels: levels } },
    attributes: {
      bools: { label: "Bool", type: "bool" },
      times: { label: "Time", type: "time" },
      lists: { label: "List", type: "array" },
      things: { label: "Thing", type: "object" },
      anything: { label: "Anything", type: "json" },
      rows: { label: "Rows", type: "object_array" },
    },
    instances: [{ instance: "folder:archive", tenant: "acme" }],
  });
  await acme.permit.importPeople("acme", [
    {
      key: "kay",
      name: "Kay Keeper",
      email: "kay@acme.example",
      attributes: { department: "Design", clearance: "high" },
      roles: [
        { role: "viewer", ends: new Date(inAYear) },
        { role: "keeper", instance: "folder:plans" },
        { role: "keeper", instance: "folder:archive" },
        { role: "reader", instance: "document:42" },
        "support",
      ],
    },
  ]);
  olivia = await acme.as("olivia");
  role = Object.fromEntries(olivia.session.roles.map(({ key, id }) => [key, id]));
});
afterAll(() => acme.close());

const detail = async (key: string, by = olivia) =>
  by.json<PersonDetail>(`GET /people/${await acme.user(key)}`);

describe("the person panel", () => {
  test("shows profile, attributes, and every role with how it is held", async () => {
    const shown = await detail("kay");
    expect(shown).toMatchObject({
      person: { key: "kay", masked_roles: 2, instance_roles: [{ resource: "folder", count: 2 }] },
      profile: { name: null, title: null, phone: null },
      attributes: { department: "Design", clearance: "high" },
    });
    expect(shown.held).toHaveLength(3);
    expect(shown.held).toEqual(
      expect.arrayContaining([
        { role: role["viewer"], instance: null, how: "direct", via: null, begins_at: null, ends_at: inAYear },
        {
          role: role["keeper"],
          instance: "folder:plans",
          how: "direct",
          via: null,
          begins_at: null,
          ends_at: null,
        },
        {
          role: role["keeper"],
          instance: "folder:archive",
          how: "direct",
          via: null,
          begins_at: null,
          ends_at: null,
        },
      ]),
    );
  });

  test("shows a role that follows from another, and where from, unless a direct one suppresses it", async () => {
    // Reading document 42 directly keeps writing it from following.
    expect((await detail("kay")).held.map(({ how }) => how)).not.toContain("derivation");
    await acme.database.rows(
      "delete from assignment a using role r where r.id = a.role_id and r.key = 'reader'",
    );
    expect((await detail("kay")).held).toContainEqual({
      role: role["writer"],
      instance: "document:42",
      how: "derivation",
      via: "Folder keeper on Plans",
      begins_at: null,
      ends_at: null,
    });
  });

  test("says which attributes may be edited, and why another may not", async () => {
    const { definitions } = await detail("ana");
    const [department, clearance] = ["department", "clearance"].map((key) =>
      definitions.find((each) => each.key === key),
    );
    expect(department).toMatchObject({
      type: "string",
      choices: ["Design", "Finance", "Legal"],
      cannot_edit: null,
    });
    expect(clearance).toMatchObject({ cannot_edit: { code: "attribute_not_editable" } });
    expect(
      await olivia.refusal(`PATCH /people/${await acme.user("ana")}/attributes`, {
        attributes: { clearance: "low" },
      }),
    ).toMatchObject({
      status: 403,
      reasons: [{ code: "attribute_not_editable" }],
    });
  });

  test("tells what happened, newest first, to those who may read it", async () => {
    const user = await acme.user("ana");
    const change = (input: object) => olivia.json("POST /people/roles", { changes: [{ user, ...input }] });
    await change({ grant: [{ role: role["billing"], ends_at: "2099-06-30T12:00:00Z" }] });
    await change({ grant: [{ role: role["billing"] }] });
    await change({ grant: [{ role: role["billing"], ends_at: "2098-06-30T12:00:00Z" }] });
    await change({ revoke: [{ role: role["billing"] }] });
    const maria = await acme.as("maria");
    await maria.json(`PATCH /people/${user}/attributes`, { attributes: { department: "Legal" } });
    await maria.json(`PATCH /people/${user}/profile`, { title: "Counsel" });
    await maria.json("POST /people/suspend", { people: [{ user }] });
    await maria.json("POST /people/reactivate", { people: [{ user }] });
    const { history } = await detail("ana");
    expect(history?.slice(0, 8).map(({ actor, summary }) => `${actor}: ${summary}`)).toEqual([
      "Maria Santos: Was reactivated",
      "Maria Santos: Was suspended",
      "Maria Santos: Profile edited",
      "Maria Santos: Attributes edited: department",
      "Olivia Marsh: Lost Billing",
      "Olivia Marsh: Billing now ends 2098-06-30",
      "Olivia Marsh: Keeps Billing without end",
      "Olivia Marsh: Got Billing until 2099-06-30",
    ]);
    expect((await detail("ana", await acme.as("victor"))).history).toBeNull();
  });

  test("names no role in the history that its reader can't see, and no one else's", async () => {
    const user = await acme.user("ana");
    const support = await acme.database.value<string>("select id from role where key = 'support'");
    await acme.database.within({ environment: acme.environment, tenant: acme.tenants["acme"] ?? "" }, (run) =>
      run("select apply_changes($1::jsonb, $2::jsonb, clock_timestamp())", [
        JSON.stringify([{ change: "assignment.create", user, role: support, place: null, ends: null }]),
        JSON.stringify([
          {
            body: { action: "role.grant", outcome: "done", target: user, role: support },
            people: { actor: "the app" },
          },
        ]),
      ]),
    );
    const { history } = await detail("ana");
    expect(history?.[0]).toMatchObject({ action: "role.grant", summary: "Got a role you can't see" });
    expect(JSON.stringify(await detail("ana"))).not.toMatch(/support/i);
    expect(history?.length).toBeLessThanOrEqual(20);
  });

  test("shows nothing that was erased", async () => {
    await acme.database.rows(
      "update audit_entry set people = null, people_salt = null where target_id = $1",
      [await acme.user("dmitri")],
    );
    const { history } = await detail("dmitri");
    for (const each of history ?? []) expect(each.actor).toBe("the system");
  });
});

describe("an attribute", () => {
  const edit = async (attributes: Record<string, unknown>) =>
    olivia.send(`PATCH /people/${await acme.user("victor")}/attributes`, { attributes });
  test.each([
    ["department", ["Legal"], ["Sales", "legal", 1, true, [], {}]],
    ["badge", [0, -1.5, 1e300], ["1", true, [], {}]],
    ["bools", [true, false], ["true", 0, 1, []]],
    [
      "times",
      ["2026-12-31", "2026-12-31T23:59:59Z", "2026-12-31T23:59:59+05:30"],
      ["tomorrow", "2026-13-01", "2026-02-30", 1, ""],
    ],
    ["lists", [[], [1, "a", null], [[["deep"]]]], [{}, "a", 1]],
    ["things", [{}, { a: { b: [1] } }], [[], "a", 1]],
    ["anything", [{}, [], "a", 1, false, [null]], []],
    ["rows", [[], [{ a: 1 }]], [[1], {}, ["a"]]],
  ])("%s takes what it is defined to be, and nothing else", async (key, good, bad) => {
    for (const value of good) {
      const response = await edit({ [key]: value });
      expect(response.status, JSON.stringify(value)).toBe(200);
      expect(((await response.json()) as PersonDetail).attributes[key]).toEqual(value);
    }
    for (const value of bad) {
      const response = await edit({ [key]: value });
      expect(response.status, JSON.stringify(value)).toBe(422);
      expect(await response.json()).toMatchObject({ fields: [{ path: `attributes.${key}` }] });
    }
    const cleared = (await (await edit({ [key]: null })).json()) as PersonDetail;
    expect(cleared.attributes).not.toHaveProperty(key);
  });
  test.each(["nowhere", "toString", "hasOwnProperty", ""])(
    "that is not defined (%j) is refused",
    async (key) => {
      expect(await (await edit({ [key]: "x" })).json()).toMatchObject({
        error_code: "invalid",
        fields: [{ path: `attributes.${key}` }],
      });
    },
  );
  test("named like a prototype is refused too", async () => {
    const user = await acme.user("victor");
    const refusal = await olivia.refusal(
      `PATCH /people/${user}/attributes`,
      '{"attributes":{"__proto__":{"department":"Legal"}}}',
    );
    expect(refusal.status).toBe(400);
  });
  test("edit that says nothing changes and records nothing", async () => {
    const before = await acme.database.state();
    expect((await edit({})).status).toBe(200);
    expect((await olivia.send(`PATCH /people/${await acme.user("victor")}/profile`, {})).status).toBe(200);
    expect(await acme.database.state()).toBe(before);
  });
  test("that is too long is refused", async () => {
    expect((await edit({ anything: "x".repeat(30_000) })).status).toBe(422);
  });
  test("twenty thousand unknown ones are answered in few words", async () => {
    const response = await edit(
      Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`unknown-${n}`, n])),
    );
    expect(response.status).toBe(422);
    expect((await response.text()).length).toBeLessThan(50_000);
  });
});

describe("what is offered is what would be done", () => {
  /** Everybody of Acme, judged by each of these: a control is grey exactly when its command is refused. */
  test.each(["olivia", "maria", "victor"])("to %s", async (by) => {
    const actor = await acme.as(by);
    const { people } = await actor.json<PeoplePage>("GET /people?limit=100");
    for (const person of people) {
      for (const verb of ["suspend", "reactivate", "remove"] as const) {
        if (verb === "suspend" && person.status === "suspended") continue;
        if (verb === "reactivate" && person.status === "active") continue;
        await agrees(actor, person, `user.${verb}`, `POST /people/${verb}`, {
          people: [{ user: person.user }],
        });
      }
      const shown = await actor.json<PersonDetail>(`GET /people/${person.user}`);
      expect(shown.person.refused).toEqual(person.refused);
      let isAnyPossible = false;
      for (const { role: id, held, cannot_give, cannot_take } of shown.choices) {
        const change = held
          ? { user: person.user, revoke: [{ role: id }] }
          : { user: person.user, grant: [{ role: id }] };
        const why = held ? cannot_take : cannot_give;
        const first = await firstReason(actor, "POST /people/roles", { changes: [change] });
        expect(first?.code ?? null, `${by}, ${person.key}, ${id}`).toBe(why?.code ?? null);
        if (why === null) isAnyPossible = true;
      }
      expect("role.grant" in person.refused, `${by}, ${person.key}`).toBe(!isAnyPossible);
    }
  });

  test.each(["olivia", "maria", "victor"])("as roles to invite with, to %s", async (by) => {
    const actor = await acme.as(by);
    for (const { id, resource, cannot_give } of actor.session.roles) {
      if (resource !== null) continue;
      const invitation = { email: "offer@acme.example", roles: [{ role: id }] };
      const reason = await firstReason(actor, "POST /invitations", { invitations: [invitation] });
      expect(reason?.code ?? null).toBe(cannot_give?.code ?? null);
    }
    const canInvite = actor.session.roles.some(
      ({ cannot_give, resource }) => resource === null && cannot_give === null,
    );
    expect("user.invite" in actor.session.refused).toBe(!canInvite);
  });

  async function firstReason(actor: SignedIn, route: string, input: object) {
    const response = await actor.send(route, { ...input, dry_run: true });
    if (!response.ok)
      return { code: ((await response.json()) as { reasons?: { code: string }[] }).reasons?.[0]?.code };
    const { rows } = (await response.json()) as PeopleAnswer | InviteAnswer;
    return rows[0]?.reasons[0];
  }
  async function agrees(actor: SignedIn, person: Person, verb: string, route: string, input: object) {
    const [done, offered] = [(await firstReason(actor, route, input))?.code, person.refused[verb]?.code];
    // Of oneself there is more than one reason.
    if (person.you) expect([done, offered].every(Boolean), `${verb} of oneself`).toBe(true);
    else expect(done, `${verb} of ${person.key}`).toBe(offered);
  }
});
