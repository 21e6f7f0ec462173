import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PersonDetail } from "../../src/api/people/contract.js";
import type { Candidates, InstanceAccess, InstancesPage } from "../../src/api/role-assignment/contract.js";
import {
  asHost,
  call,
  openAcme,
  refusalOf,
  signIn,
  type Acme,
  type Refusal,
  type SignedIn,
} from "../support/acme.js";

let acme: Acme;
/** Owns document 42, and is an editor in the tenant, which shows nobody its people. */
let ana: SignedIn;
let maria: SignedIn;
const oddly = 'document:a/b %20 "ü"?&#漢字:1';

beforeAll(async () => {
  acme = await openAcme();
  await acme.permit.define({
    resources: {
      folder: {
        name: "Folder",
        actions: { open: "Open folders" },
        roles: { keeper: { name: "Folder keeper", permissions: ["open"] } },
        relations: { above: "folder" },
        derivations: [{ role: "keeper", from: { resource: "folder", role: "keeper" }, relation: "above" }],
      },
    },
    instances: [
      { instance: oddly, tenant: "acme" },
      { instance: "folder:root", tenant: "acme", name: "Root" },
    ],
    tuples: [
      { tenant: "acme", subject: "folder:root", relation: "above", object: "folder:plans" },
      { tenant: "acme", subject: "folder:plans", relation: "above", object: "folder:root" },
    ],
  });
  await acme.permit.importPeople("acme", [
    { key: "ana", roles: [{ role: "owner", instance: "document:42" }] },
    { key: "mei", roles: [{ role: "keeper", instance: "folder:plans" }] },
    { key: "sam", roles: [{ role: "keeper", instance: "folder:root" }] },
    // A role held directly suppresses what the folder would give.
    {
      key: "victor",
      roles: [
        { role: "keeper", instance: "folder:plans" },
        { role: "reader", instance: "document:42", ends: new Date("2099-01-01") },
      ],
    },
  ]);
  [ana, maria] = [await acme.sharing("ana", "document:42"), await acme.sharing("maria", "document:42")];
});
afterAll(() => acme.close());

const at = (place: string) => `/instances/${encodeURIComponent(place)}`;
const access = (by: SignedIn, place = "document:42", query = "") =>
  by.json<InstanceAccess>(`GET ${at(place)}/access${query}`);
const candidates = (by: SignedIn, search: string, place = "document:42") =>
  by.json<Candidates>(`GET ${at(place)}/candidates?search=${encodeURIComponent(search)}`);
const opening = async (user: string, about: object, tenant = "acme") =>
  refusalOf(
    await call(
      acme.permit,
      "POST",
      "/session",
      { type: "role-assignment", with_first_page: true, ...about },
      asHost(user, tenant),
    ),
  );
const code = ({ reasons }: Refusal) => reasons?.[0]?.code;
const namesOf = (rows: InstanceAccess["people"]) => rows.map(({ person }) => person.name);

describe("who may not see who holds what", () => {
  test.each([
    ["who merely reads the document", "victor", "verb_not_given"],
    ["who manages nothing", "mei", "verb_not_given"],
    ["who is suspended", "sam", "not_active_here"],
  ])("somebody %s opens no session for it", async (_, user, why) => {
    const refusal = await opening(user, { instance: "document:42" });
    expect([refusal.status, code(refusal)]).toEqual([403, why]);
  });

  test("a stranger finds no tenant", async () => {
    expect((await opening("gloria", { instance: "document:42" })).status).toBe(404);
  });

  test("whoever owns one document opens no session for another, nor for the tenant", async () => {
    for (const about of [{ instance: "document:43" }, {}, { user: "mei" }]) {
      const refusal = await opening("ana", about);
      expect([refusal.status, code(refusal)]).toEqual([403, "place_out_of_reach"]);
    }
  });

  test("another tenant's document answers exactly as one that is not there", async () => {
    const answers = async (by: SignedIn, part: string) => {
      const [one, other] = await Promise.all(
        ["document:harbour", "document:nowhere"].map((place) => by.refusal(`GET ${at(place)}/${part}`)),
      );
      const plain = ({ id: _, ...rest }: object & { id?: string }) =>
        JSON.stringify(rest).replaceAll(/harbour|nowhere/g, "");
      expect(plain(one ?? {})).toBe(plain(other ?? {}));
      return one?.status;
    };
    expect(await answers(maria, "access")).toBe(404);
    expect(await answers(maria, "candidates?search=mei")).toBe(404);
    expect(await answers(ana, "access")).toBe(403);
    expect((await opening("maria", { instance: "document:harbour" })).status).toBe(404);
    expect((await maria.refusal("GET /instances/nonsense/access")).status).toBe(404);
  });

  test("another element's session reads nothing of it", async () => {
    const team = await acme.as("maria");
    for (const route of ["GET /instances/document:42/access", "GET /instances"])
      expect(await team.refusal(route)).toMatchObject({ status: 403, error_code: "forbidden" });
  });

  test("a session about a document shows its owner nobody else of the tenant", async () => {
    const victor = await acme.user("victor");
    for (const route of ["GET /people", "GET /people/count", `GET /people/${victor}`])
      expect(code(await ana.refusal(route))).toBe("place_out_of_reach");
    const [, row] = (await access(ana)).people;
    expect(row?.person).toMatchObject({ roles: [], masked_roles: 0, instance_roles: [], attributes: {} });
    expect((await access(ana)).through_tenant.flatMap(({ people }) => people.names)).toEqual([]);
  });

  test("a right that has ended is gone for the next request of an open session", async () => {
    await acme.permit.importPeople("acme", [
      {
        key: "noor",
        email: "noor@acme.example",
        roles: ["editor", { role: "owner", instance: "document:42" }],
      },
    ]);
    const noor = await acme.sharing("noor", "document:42");
    expect((await access(noor)).instance.name).toBe("Answers");
    await acme.database.rows(
      `update assignment set begins_at = now() - interval '2 days', ends_at = now() - interval '1 second'
       where user_id = $1 and instance_id is not null`,
      [await acme.user("noor")],
    );
    expect(code(await noor.refusal("GET /instances/document:42/access"))).toBe("verb_not_given");
    expect(code(await noor.refusal("GET /live"))).toBe("verb_not_given");
  });

  test("a token for one document opens no session about another", async () => {
    const headers = { authorization: `Bearer ${ana.session.token}` };
    const body = { type: "role-assignment", instance: "document:43" };
    const refusal = await refusalOf(await call(acme.permit, "POST", "/session", body, headers));
    expect(refusal.message).toBe("This session is for another item.");
  });

  test("only role assignment is about one person or instance, and about one of them", async () => {
    expect((await opening("maria", { type: "user-management", instance: "document:42" })).status).toBe(422);
    expect((await opening("maria", { user: "mei", instance: "document:42" })).status).toBe(422);
    expect((await opening("maria", { user: "gloria" })).status).toBe(404);
  });
});

describe("who holds what on a document", () => {
  test("comes with the session: direct holders first, then by name, each with every way", async () => {
    const page = maria.session.first_page as InstanceAccess;
    const role = (key: string) => maria.role(`document:${key}`).id;
    expect(page.instance).toEqual({
      key: "document:42",
      type: "document",
      type_name: "Document",
      name: "Answers",
    });
    expect(
      page.people.map(({ person, ways }) => [
        person.name,
        ...ways.map(({ role: id, how, via, ends_at }) => [id, how, via, ends_at]),
      ]),
    ).toEqual([
      ["Ana Lucía Ferreira", [role("owner"), "direct", null, null]],
      ["Victor Lund", [role("reader"), "direct", null, "2099-01-01T00:00:00.000Z"]],
      ["Mei-Ling Zhou", [role("writer"), "derivation", "Folder keeper on Plans", null]],
      ["Sam Suspended", [role("writer"), "derivation", "Folder keeper on Plans", null]],
    ]);
    expect([page.total, page.next]).toEqual([4, null]);
  });

  test("is read page by page", async () => {
    const names: string[] = [];
    for (let query = "?limit=1"; query !== "";) {
      const page = await access(maria, "document:42", query);
      names.push(...namesOf(page.people));
      expect(page.total).toBe(4);
      query = page.next === null ? "" : `?limit=1&cursor=${page.next}`;
    }
    expect(names).toEqual(["Ana Lucía Ferreira", "Victor Lund", "Mei-Ling Zhou", "Sam Suspended"]);
    const people = await acme.as("maria").then((by) => by.json<{ next: string }>("GET /people?limit=1"));
    expect((await maria.refusal(`GET /instances/document:42/access?cursor=${people.next}`)).status).toBe(422);
  });

  test("goes in a circle of folders without end, once", async () => {
    const { people } = await access(maria, "folder:root");
    expect(people.map(({ person, ways }) => [person.key, ways.map(({ how, via }) => via ?? how)])).toEqual([
      ["sam", ["direct", "Folder keeper on Plans"]],
      ["mei", ["Folder keeper on Plans"]],
      ["victor", ["Folder keeper on Plans"]],
    ]);
  });

  test("names the roles in the tenant that reach it, with how many hold them", async () => {
    const { through_tenant } = await access(maria);
    const shown = Object.fromEntries(
      through_tenant.map(({ role, permissions, people }) => [
        maria.session.roles.find(({ id }) => id === role)?.key,
        [permissions.length, people.total, people.names],
      ]),
    );
    expect(shown).toMatchObject({
      owner: [4, 1, ["Olivia Marsh"]],
      manager: [3, 2, ["Dmitri Halloran", "Maria Santos"]],
      viewer: [1, 2, ["Mei-Ling Zhou", "Victor Lund"]],
    });
    // Suspended people hold nothing, and what the element hides is not named.
    expect(shown["editor"]?.[2]).not.toContain("Sam Suspended");
    expect(Object.keys(shown).sort()).toEqual(["editor", "manager", "owner", "viewer"]);
  });

  test("says for each role what may be done, as the command would", async () => {
    const { people, roles, refused } = await access(ana);
    const choices = Object.fromEntries(people.map(({ person, choices }) => [person.key, choices]));
    const of = (user: string, role: string) =>
      choices[user]?.find((each) => each.role === ana.role(`document:${role}`).id);
    expect(of("ana", "reader")?.cannot_give?.code).toBe("oneself");
    expect(of("mei", "reader")).toMatchObject({ held: null, cannot_give: null });
    expect(of("mei", "owner")?.cannot_give?.code).toBe("role_out_of_reach");
    expect(of("victor", "reader")).toMatchObject({
      held: { role: ana.role("reader").id },
      cannot_take: null,
    });
    expect(roles.map(({ key, cannot_give }) => [key, cannot_give?.code ?? null])).toEqual([
      ["reader", null],
      ["writer", null],
      ["owner", "role_out_of_reach"],
    ]);
    expect(roles[2]?.cannot_give?.people?.names).toEqual(["Dmitri Halloran", "Maria Santos"]);
    expect(Object.keys(refused)).not.toContain("role.grant");
    expect(Object.keys(refused)).not.toContain("user.invite");
  });

  test("whatever letters its key is made of", async () => {
    expect((await access(maria, oddly)).instance.key).toBe(oddly);
    const session = await acme.sharing("maria", oddly);
    expect((session.session.first_page as InstanceAccess).instance.name).toBe(
      oddly.slice("document:".length),
    );
  });
});

describe("whom to share with", () => {
  test("is searched like the list of people by whoever may see that", async () => {
    const found = await candidates(maria, "lund");
    expect(namesOf(found.people)).toEqual(["Victor Lund"]);
    expect(found.by_address_only).toBe(false);
  });

  test("is nobody to letters, and one person to a whole address, for whoever owns the document only", async () => {
    for (const search of ["lund", "victor", "@acme.example", "victor@acme"])
      expect(await candidates(ana, search)).toMatchObject({ people: [], by_address_only: true });
    expect(namesOf((await candidates(ana, "Victor@Acme.example")).people)).toEqual(["Victor Lund"]);
  });

  test("is nobody by an address that is not verified", async () => {
    await acme.permit.importPeople("acme", [
      { key: "claims", email: "claims@acme.example", emailVerified: false, roles: ["viewer"] },
    ]);
    expect((await candidates(ana, "claims@acme.example")).people).toEqual([]);
  });
});

describe("which instances there are", () => {
  test("is found by name and key, page by page, by whoever may see the tenant", async () => {
    const list = (query: string) => maria.json<InstancesPage>(`GET /instances?${query}`);
    const first = await list("limit=1");
    const rest = await list(`limit=100&cursor=${first.next}`);
    const keys = [...first.instances, ...rest.instances].map(({ key }) => key);
    expect(keys.sort()).toEqual(
      ["document:42", "document:43", "document:year-end", oddly, "folder:plans", "folder:root"].sort(),
    );
    expect((await list("search=ANSW")).instances).toEqual([
      { key: "document:42", type: "document", type_name: "Document", name: "Answers" },
    ]);
    expect((await list("search=%25")).instances.map(({ key }) => key)).toEqual([oddly]);
  });

  test("is the own ones to whoever owns single documents", async () => {
    const { instances } = await ana.json<InstancesPage>("GET /instances");
    expect(instances.map(({ key }) => key)).toEqual(["document:42"]);
  });
});

describe("one person's roles", () => {
  const about = async (user: string) =>
    (await signIn(acme.permit, "maria", "acme", "role-assignment", { user })).session
      .first_page as PersonDetail;

  test("come with the session: in the tenant, and on each instance where one is held directly", async () => {
    const detail = await about("victor");
    expect(detail.choices.flatMap(({ role, held }) => (held ? role : []))).toEqual([maria.role("viewer").id]);
    const held = detail.instances.map(({ instance, choices }) => [
      instance.name,
      choices.flatMap((each) => (each.held ? each.role : [])),
    ]);
    expect(held.sort()).toEqual([
      ["Answers", [maria.role("document:reader").id]],
      ["Plans", [maria.role("folder:keeper").id]],
    ]);
    expect((await about(await acme.user("victor"))).person.key).toBe("victor");
  });

  test("are judged on the instance, by the guard that judges the command", async () => {
    const { instances } = await about("maria");
    expect(instances).toEqual([]);
    const detail = await about("ana");
    const [{ choices } = { choices: [] }] = detail.instances;
    expect(choices.map(({ cannot_give, cannot_take }) => [cannot_give, cannot_take])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
  });
});

describe("a role that the element hides", () => {
  test("is named to nobody, nor is its way", async () => {
    await acme.permit.define({
      elements: {
        sharing: {
          type: "role-assignment",
          name: "Sharing",
          roles_to_levels: {
            LEVEL_1: ["owner"],
            LEVEL_2: ["manager"],
            LEVEL_4: ["viewer", "editor", "billing", "document:owner", "document:writer"],
            HIDDEN: ["support", "folder:keeper", "document:reader"],
          },
        },
      },
    });
    const shown = await acme.sharing("maria", "document:42");
    const body = JSON.stringify(shown.session);
    expect(body).not.toContain("Document reader");
    expect(body).not.toContain("Folder keeper");
    const page = shown.session.first_page as InstanceAccess;
    expect(namesOf(page.people)).toEqual(["Ana Lucía Ferreira", "Mei-Ling Zhou", "Sam Suspended"]);
    expect(page.people[1]?.ways[0]?.via).toBe("A role that you can't see on Plans");
  });
});
