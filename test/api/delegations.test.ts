import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type {
  Closure,
  CreateDelegationInput,
  DelegationSaved,
  DelegationsView,
} from "../../src/api/delegations/contract.js";
import { canGive } from "../../src/api/delegation/giving.js";
import { features } from "../../src/api/permit.js";
import type { PersonDetail } from "../../src/api/people/contract.js";
import { may } from "../support/facts.js";
import { asHost, call, openAcme, SignedIn, type Acme } from "../support/acme.js";

/** Operators save delegations; nobody else does, and nothing that leaks is saved by mistake. */

let acme: Acme;
let operator: SignedIn;
let role: Record<string, string>;
const leak = "Support may give Lead; Lead may give Chief; Support may not give Chief.";
beforeAll(async () => {
  acme = await openAcme();
  await acme.permit.define({
    roles: {
      lead: { name: "Lead", permissions: ["document:read"] },
      helper: { name: "Helper", permissions: ["document:read"] },
      chief: { name: "Chief", permissions: ["document:read"] },
    },
  });
  operator = await acme.operator();
  const rows = await acme.database.rows<{ key: string; id: string }>("select key, id from role");
  role = Object.fromEntries(rows.map(({ key, id }) => [key, id]));
  role["owner"] = await acme.database.value<string>(
    "select id from role where key = 'owner' and resource_id is null",
  );
});
afterAll(() => acme.close());

const ids = (...keys: string[]) => keys.map((key) => role[key] ?? "");
const giving = (...keys: string[]): CreateDelegationInput["limits"] => ({
  verbs: ["user.view", "user.invite", "role.grant"],
  roles: { ids: ids(...keys) },
  mode: "bind",
  passing_on: true,
});
const path = (from: string, via: string, gives: string) => ({
  role: role[from],
  via: role[via],
  gives: role[gives],
});
const create = (of: string, gives: string[], more: object = {}, by = operator) =>
  by.json<DelegationSaved>("POST /delegations", { role: role[of], limits: giving(...gives), ...more });
async function remove({ delegation }: DelegationSaved, by = operator) {
  const { id, version } = delegation ?? {};
  return by.json<DelegationSaved>(`POST /delegations/${id}/remove`, { version });
}
const saved = () => acme.database.value<number>("select count(*)::int from delegation");

describe("refused, and nothing saved, is", () => {
  test("a delegate, whatever their session says", async () => {
    for (const type of ["user-management", "delegations"] as const) {
      const olivia = await acme.as("olivia", "acme", type);
      const problem = await olivia.refusal("POST /delegations", { role: role["lead"], limits: {} });
      expect(problem).toMatchObject({ status: 403, reasons: [{ code: "operators_only" }] });
    }
  });
  test("what leaks, with the path in words", async () => {
    const lead = await create("lead", ["chief"]);
    const before = await saved();
    const problem = await operator.refusal("POST /delegations", {
      role: role["support"],
      limits: giving("lead"),
    });
    expect(problem).toMatchObject({
      status: 409,
      error_code: "leak",
      message: leak,
      reasons: [{ code: "leak", message: leak, path: ids("support", "lead", "chief") }],
    });
    expect(await saved()).toBe(before);
    await remove(lead);
  });
  test("what leaks from the other end: a role that others give gets to give more", async () => {
    const support = await create("support", ["lead"]);
    const problem = await operator.refusal("POST /delegations", {
      role: role["lead"],
      limits: giving("chief"),
    });
    expect(problem.message).toBe(leak);
    await remove(support);
  });
  test("a leak that is named as meant along another path only, without a reason, or where nothing leaks", async () => {
    const lead = await create("lead", ["chief", "helper"]);
    const saving = { role: role["support"], limits: giving("lead"), justification: "They cover for us" };
    const meant = [path("support", "lead", "helper")];
    expect(await operator.refusal("POST /delegations", { ...saving, meant })).toMatchObject({
      error_code: "leak",
      message: leak,
    });
    const { justification: _, ...silent } = saving;
    const both = [...meant, path("support", "lead", "chief")];
    expect(await operator.refusal("POST /delegations", { ...silent, meant: both })).toMatchObject({
      status: 422,
      fields: [{ path: "justification" }],
    });
    const nowhere = [...both, path("support", "lead", "viewer")];
    expect(await operator.refusal("POST /delegations", { ...saving, meant: nowhere })).toMatchObject({
      status: 422,
      fields: [{ path: "meant.2", message: "Nothing leaks along this path." }],
    });
    expect(await acme.database.rows("select * from meant")).toEqual([]);
    await remove(lead);
  });
  test("what names a role, an instance, a type or an attribute that is not there", async () => {
    const unknown = randomUUID();
    const limits = {
      ...giving(),
      roles: { ids: [unknown] },
      places: { types: ["ship"], instances: ["ship:1"] },
      attributes: ["shoe"],
    };
    const problem = await operator.refusal("POST /delegations", { role: unknown, limits });
    expect(problem.status).toBe(422);
    expect(problem.fields?.map(({ message }) => message)).toEqual([
      `There is no role ${unknown}.`,
      `There is no role ${unknown}.`,
      "There is no resource type ship.",
      "There is no instance ship:1.",
      "There is no attribute shoe.",
    ]);
  });
  test("an instance of another tenant", async () => {
    const limits = { ...giving("viewer"), places: { instances: ["document:harbour"] } };
    const ofAcme = await acme.operator("acme");
    const problem = await ofAcme.refusal("POST /delegations", { role: role["billing"], limits });
    expect(problem.fields).toMatchObject([{ path: "places.instances" }]);
  });
  test("another tenant's delegation, and one of all tenants in a session for one", async () => {
    const ofAcme = await acme.operator("acme");
    const ofGlobex = await acme.operator("globex");
    const own = await create("billing", ["viewer"], {}, ofAcme);
    for (const other of [ofGlobex, operator])
      expect(
        (await other.refusal(`POST /delegations/${own.delegation?.id}/remove`, { version: 1 })).status,
      ).toBe(404);
    const general = await create("helper", []);
    expect(
      (await ofAcme.refusal(`POST /delegations/${general.delegation?.id}/remove`, { version: 1 })).status,
    ).toBe(404);
    await remove(own, ofAcme);
    await remove(general);
  });
  test("an edit of what has changed meanwhile, with how it is now", async () => {
    const { delegation } = await create("lead", ["viewer"]);
    const edit = { version: 1, limits: giving("viewer", "helper") };
    await operator.json(`PATCH /delegations/${delegation?.id}`, edit);
    const problem = await operator.refusal(`PATCH /delegations/${delegation?.id}`, {
      ...edit,
      limits: giving(),
    });
    expect(problem).toMatchObject({
      status: 409,
      error_code: "stale",
      current: {
        version: 2,
        changed: { by: "Vera of the vendor" },
        limits: { roles: { ids: ids("viewer", "helper") } },
      },
    });
    await operator.json(`POST /delegations/${delegation?.id}/remove`, { version: 2 });
  });
  test("an operator whose tenant is nowhere, and any door but the host's backend", async () => {
    await expect(acme.permit.operatorSession({ name: "Vera", tenant: "nowhere" })).rejects.toThrow();
    const login = (authorization: string) =>
      call(acme.permit, "POST", "/v2/auth/operator_login", { operator: "Vera" }, { authorization });
    const olivia = await acme.as("olivia");
    expect((await login(`Bearer ${olivia.session.token}`)).status).toBe(401);
    const asked = { type: "delegations" };
    const opened = await call(acme.permit, "POST", "/session", asked, asHost("olivia"));
    const own = new SignedIn(acme.permit, (await opened.json()) as SignedIn["session"]);
    expect((await own.json<DelegationsView>("GET /delegations")).is_operator).toBe(false);
    expect((await operator.refusal("GET /people")).status).toBe(401);
  });
});

test("a session ends with the API key it rests on", async () => {
  const key = `given-${randomUUID()}-${"x".repeat(60)}`;
  await acme.another({ apiKey: key });
  const headers = { authorization: `Bearer ${key}` };
  const input = { operator: "Vera", tenant_id: "acme" };
  const response = await call(acme.permit, "POST", "/v2/auth/operator_login", input, headers);
  const { token } = (await response.json()) as { token: string };
  const vera = new SignedIn(acme.permit, { token } as SignedIn["session"]);
  expect((await vera.json<DelegationsView>("GET /delegations")).tenant?.key).toBe("acme");
  await acme.database.rows("update api_key set deleted_at = now() where name = 'given at start'");
  expect((await vera.refusal("GET /delegations")).error_code).toBe("session_expired");
});

describe("saving", () => {
  test("does so once, for a retry as well, and is recorded in the chain it belongs to", async () => {
    const ofAcme = await acme.operator("acme");
    const input = { role: role["billing"], limits: giving("viewer"), justification: "They asked for it" };
    const retry = { "idempotency-key": "once" };
    const [first, again] = [
      (await (await ofAcme.send("POST /delegations", input, retry)).json()) as DelegationSaved,
      (await (await ofAcme.send("POST /delegations", input, retry)).json()) as DelegationSaved,
    ];
    expect(again).toEqual(first);
    expect(first.delegation).toMatchObject({
      source: "written",
      version: 1,
      is_for_tenant: true,
      may_edit: true,
    });
    const [entry] = await acme.database.rows<{ tenant_id: string; people: object }>(
      "select tenant_id, people from audit_entry where action = 'delegation.create' order by at desc limit 1",
    );
    expect(entry).toEqual({
      tenant_id: acme.tenants["acme"],
      people: { actor: "Vera of the vendor", justification: "They asked for it" },
    });
    await remove(first, ofAcme);
  });
  test("with a dry run tells what would follow, and does nothing", async () => {
    const lead = await create("lead", ["chief"]);
    const state = await acme.database.state();
    const { is_done, refused, effects } = await create("support", ["lead"], { dry_run: true });
    expect({ is_done, refused }).toMatchObject({ is_done: false, refused: { code: "leak", message: leak } });
    expect(effects.leaks.before).toEqual([]);
    expect(effects.leaks.after).toMatchObject([{ words: leak, is_meant: false }]);
    expect(effects.opened).toContainEqual({
      role: role["support"],
      gives: role["chief"],
      place: null,
      words: "Support may give Lead; Lead may give Chief.",
      people: { names: ["Mei-Ling Zhou"], total: 1 },
    });
    expect(await acme.database.state()).toBe(state);
    await remove(lead);
  });
  test("a leak that is meant keeps who said so, and why; the mark lets no other path through", async () => {
    const lead = await create("lead", ["chief"]);
    const meant = [path("support", "lead", "chief")];
    const support = await create("support", ["lead"], { meant, justification: "They cover for us" });
    expect(support.effects.leaks.after).toMatchObject([
      { words: leak, is_meant: true, mark: { by: "Vera of the vendor", why: "They cover for us" } },
    ]);
    const problem = await operator.refusal("PATCH /delegations/" + lead.delegation?.id, {
      version: 1,
      limits: giving("chief", "helper"),
    });
    expect(problem.message).toBe("Support may give Lead; Lead may give Helper; Support may not give Helper.");
    await remove(support);
    await remove(lead);
    await acme.database.rows("delete from meant");
  });
});

describe("what follows from saving", () => {
  test("an open page's abilities change, pending invitations die, and going back to the levels revives them", async () => {
    const maria = await acme.as("maria");
    const { id } = await acme.invite(maria, "waiting@acme.example", "editor");
    const dry = await create("manager", ["viewer"], { dry_run: true });
    expect(dry.effects.dying.invitations).toMatchObject({
      total: 1,
      few: [
        { email: "waiting@acme.example", invited_by: "Maria Santos", reason: { code: "role_out_of_reach" } },
      ],
    });
    const manager = await create("manager", ["viewer"]);
    const invitation = async () => {
      const { invitations } = await maria.json<{ invitations: { id: string; status: string }[] }>(
        "GET /invitations",
      );
      return invitations.find((each) => each.id === id)?.status;
    };
    expect(await invitation()).toBe("dead");
    const ana = await acme.user("ana");
    const give = { changes: [{ user: ana, grant: [{ role: role["billing"] }] }] };
    expect((await maria.refusal("POST /people/roles", give)).status).toBe(403);
    await remove(manager);
    expect(await invitation()).toBe("open");
    expect((await maria.send("POST /people/roles", give)).status).toBe(200);
  });
  test("a leak made by levels suspends passing on until somebody says that it is meant", async () => {
    const team = { type: "user-management" as const, name: "Team" };
    await acme.permit.define({
      elements: {
        partners: { ...team, roles_to_levels: { LEVEL_1: ["manager"], LEVEL_4: ["helper"] } },
      },
    });
    const olivia = await acme.as("olivia");
    const user = await acme.user("victor");
    const give = { changes: [{ user, grant: [{ role: role["manager"] }] }] };
    const problem = await olivia.refusal("POST /people/roles", give);
    expect(problem.reasons).toMatchObject([{ code: "leak_unacknowledged" }]);
    await operator.json("POST /delegations/meant", {
      leaks: [path("owner", "manager", "helper")],
      justification: "Partners are the managers' business",
    });
    expect((await olivia.send("POST /people/roles", give)).status).toBe(200);
  });
  test("an attribute that limits read is edited once somebody says that this is meant", async () => {
    const looksAfter = { attributes: [{ attribute: "department", in: ["Design", "Legal"] }] };
    const billing = await operator.json<DelegationSaved>("POST /delegations", {
      role: role["billing"],
      limits: {
        ...giving("viewer", "editor", "billing"),
        verbs: ["user.view", "user.edit-attributes"],
        targets: looksAfter,
        attributes: ["department"],
      },
    });
    const dmitri = await acme.as("dmitri");
    const user = await acme.user("ana");
    const edit = async () => {
      const { person } = await dmitri.json<PersonDetail>(`GET /people/${user}`);
      const attributes = { department: "Legal" };
      return dmitri.send(`PATCH /people/${user}/attributes`, { version: person.version, attributes });
    };
    expect(await (await edit()).json()).toMatchObject({ reasons: [{ code: "attribute_decides" }] });
    await operator.json("POST /delegations/meant", {
      attributes: ["department"],
      justification: "They know",
    });
    expect((await edit()).status).toBe(200);
    await remove(billing);
  });
});

describe("looking", () => {
  test("a delegate sees their own row, with why not more, and no role that is hidden", async () => {
    const view = await (
      await acme.as("dmitri", "acme", "delegations")
    ).json<DelegationsView>("GET /delegations");
    expect(view.rows.map((row) => row.role)).toEqual([role["manager"]]);
    const cell = (key: string) => view.rows[0]?.cells.find((each) => each.role === role[key]);
    expect(cell("editor")).toMatchObject({ may: true, why_not: null });
    expect(cell("owner")).toMatchObject({ may: false, why_not: { code: "role_out_of_reach" }, by: [] });
    expect(view.rows[0]?.delegations.every((each) => !each.may_edit)).toBe(true);
    expect(JSON.stringify(view)).not.toContain(role["support"]);
  });
  test("an operator sees every role that carries a delegation, and who holds it", async () => {
    const ofAcme = await acme.operator("acme");
    const { is_operator, tenant, rows } = await ofAcme.json<DelegationsView>("GET /delegations");
    expect({ is_operator, tenant: tenant?.key }).toEqual({ is_operator: true, tenant: "acme" });
    const owner = rows.find((each) => each.role === role["owner"]);
    expect(owner?.holders).toEqual({ names: ["Olivia Marsh"], total: 1 });
    expect(owner?.delegations.map(({ source, element }) => `${source} ${element}`)).toContain("levels team");
  });
  test("what somebody could ever give, alone and with others", async () => {
    const ofAcme = await acme.operator("acme");
    const reach = async (...keys: string[]) => {
      const people = await Promise.all(keys.map((key) => acme.user(key)));
      const { roles } = await ofAcme.json<Closure>(
        `GET /delegations/closure?${people.map((id) => `person=${id}`).join("&")}`,
      );
      return roles;
    };
    expect((await reach("ana")).filter((each) => !each.is_held)).toEqual([]);
    const reached = await reach("maria", "ana");
    expect(reached).toContainEqual({
      ...{ role: role["viewer"], place: null, is_held: false },
      words: "Manager may give Viewer.",
    });
    expect(reached.map((each) => each.role)).not.toContain(role["owner"]);
    const gloria = await acme.user("gloria");
    expect((await ofAcme.refusal(`GET /delegations/closure?person=${gloria}`)).status).toBe(422);
  });
  test.each(Object.entries(features.kinds))(
    "whether sessions of %s can give is known to the guard",
    (type, kind) => {
      const gives = kind.verbs.some((verb) => verb === "user.invite" || verb === "role.grant");
      expect(canGive(may({ elementType: type }))).toBe(gives);
    },
  );
});
