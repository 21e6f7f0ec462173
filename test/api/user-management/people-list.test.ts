import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImportedPerson } from "../../../src/api/index.js";
import type { PeopleCount, PeoplePage } from "../../../src/api/people/contract.js";
import { openAcme, type Acme, type SignedIn } from "../../support/acme.js";

/** Soko has people made to be confused: same names, no addresses, accents, wildcards, several roles. */

let acme: Acme;
let owner: SignedIn;
let role: Record<string, string>;

const cast: ImportedPerson[] = [
  { key: "boss", name: "Ada Boss", email: "boss@soko.example", roles: ["owner"] },
  {
    key: "jose",
    name: "José Ångström",
    email: "jose@soko.example",
    roles: ["editor"],
    attributes: { department: "Legal" },
  },
  { key: "jose2", name: "JOSE angstrom", roles: ["viewer", "billing"], status: "suspended" },
  { key: "lukasz", name: "Łukasz Straße", email: "lukasz@other.example", roles: ["editor", "support"] },
  {
    key: "percent",
    name: "100% Pure",
    email: "percent@soko.example",
    roles: ["viewer"],
    attributes: { department: "Design", badge: 4711 },
  },
  { key: "under", name: "Under_Score", roles: ["viewer"], attributes: { clearance: "topmost" } },
  { key: "under2", name: "UnderXScore", roles: [] },
  { key: "slash", name: "Back\\Slash", email: "back.slash@soko.example", roles: ["manager"] },
  { key: "quote", name: `O'Brien "Bob"`, email: "o'brien@soko.example", roles: ["manager", "billing"] },
  { key: "greek", name: "Ελένη Παππά", roles: ["viewer"] },
  { key: "hidden", name: "Hidden Helper", roles: ["support"] },
  { key: "chief", name: "Amélie Roux", roles: ["chief"] },
  ...Array.from({ length: 30 }, (_, n): ImportedPerson => ({
    key: `twin-${n}`,
    name: ["Sam Same", "sam same", "Sàm Same"][n % 3] ?? "",
    ...(n % 4 !== 0 && { email: `twin-${n}@soko.example` }),
    ...(n % 5 === 0 && { status: "suspended" as const }),
    roles: n % 2 ? ["viewer"] : ["editor", "viewer"],
  })),
];

beforeAll(async () => {
  acme = await openAcme();
  await acme.permit.define({
    roles: { chief: { name: "Chef d’Équipe", permissions: ["document:read"] } },
    elements: {
      team: {
        type: "user-management",
        name: "Team",
        columns: ["department"],
        roles_to_levels: {
          LEVEL_1: ["owner"],
          LEVEL_2: ["manager"],
          LEVEL_3: ["viewer"],
          LEVEL_4: ["editor", "billing", "chief"],
          HIDDEN: ["support"],
        },
      },
    },
    tenants: { soko: { name: "Soko" } },
  });
  // One after the other, so that no two were changed at the same time, and some all at once.
  for (const person of cast.slice(0, 8)) await acme.permit.importPeople("soko", [person]);
  await acme.permit.importPeople("soko", cast.slice(8));
  owner = await acme.as("boss", "soko");
  role = Object.fromEntries(owner.session.roles.map(({ key, id }) => [key, id]));
});
afterAll(() => acme.close());

async function page(query: string, by = owner) {
  return by.json<PeoplePage>(`GET /people?${query}`);
}
async function found(query: string, by = owner): Promise<string[]> {
  const { people } = await page(`limit=100&${query}`, by);
  const { total } = await by.json<PeopleCount>(`GET /people/count?${query}`);
  expect(total, "the count says what the list shows").toBe(people.length);
  return people
    .map(({ key }) => key)
    .filter((key) => !key.startsWith("twin-"))
    .sort();
}
const search = (text: string, by = owner) => found(`search=${encodeURIComponent(text)}`, by);

describe("the search", () => {
  test.each([
    ["part of a name", "ngstr", ["jose", "jose2"]],
    ["a name without its accents", "jose angstrom", ["jose", "jose2"]],
    ["a name with accents it has not", "ĴÓSÉ", ["jose", "jose2"]],
    ["another case", "uNDERxSCORE", ["under2"]],
    ["letters that are no accents", "lukasz strasse", ["lukasz"]],
    ["wide letters", "ｊｏｓｅ", ["jose", "jose2"]],
    ["a decomposed accent", "jose\u0301", ["jose", "jose2"]],
    ["another alphabet", "παπ", ["greek"]],
    ["another alphabet without its accents", "ελενη", ["greek"]],
    ["an address", "other.example", ["lukasz"]],
    ["a dotted address", "back.slash@", ["slash"]],
    ["the key", "percen", ["percent"]],
    ["a searchable attribute", "legal", ["jose"]],
    ["a role", "billing", ["jose2", "quote"]],
    ["part of a role", "mana", ["quote", "slash"]],
    ["a role without its accents", "equipe", ["chief"]],
    ["a role with accents and case", "ÉQUIPE", ["chief"]],
    ["several words, each of which must match", "jose legal", ["jose"]],
    ["a name and a role", "bob manager", ["quote"]],
    ["words of which one matches nothing", "jose nowhere", []],
    ["quotes", `o'brien "bob"`, ["quote"]],
    ["a percent sign", "%", ["percent"]],
    ["an underscore", "r_s", ["under"]],
    ["a backslash", "\\", ["slash"]],
    ["wildcards between letters", "J%e", []],
  ])("finds by %s: %s", async (_, text, keys) => {
    expect(await search(text)).toEqual(keys);
  });

  test("with nothing but blanks finds everybody", async () => {
    const { people, total } = await page("limit=100&search=%20%20");
    expect(people).toHaveLength(cast.length);
    expect(total).toBe(cast.length);
  });

  test("does not look into attributes that are not searchable", async () => {
    expect(await search("4711")).toEqual([]);
    expect(await search("topmost")).toEqual([]);
  });

  test("does not find by a role that the element does not show", async () => {
    expect(await search("support")).toEqual([]);
  });

  test("follows what changes", async () => {
    const user = await acme.user("under2");
    await owner.json(`PATCH /people/${user}/attributes`, { attributes: { department: "Finance" } });
    await owner.json(`PATCH /people/${user}/profile`, { name: "Zoë Zebra" });
    expect(await search("finance")).toEqual(["under2"]);
    expect(await search("zoe zebra")).toEqual(["under2"]);
    expect(await search("underxscore")).toEqual([]);
    await owner.json(`PATCH /people/${user}/attributes`, { attributes: { department: null } });
    await owner.json(`PATCH /people/${user}/profile`, { name: null });
    expect(await search("finance")).toEqual([]);
    expect(await search("underxscore")).toEqual(["under2"]);
  });
});

describe("filters", () => {
  test("are alternatives within one", async () => {
    expect(await found(`role=${role["manager"]}`)).toEqual(["quote", "slash"]);
    expect(await found(`role=${role["manager"]}&role=${role["owner"]}`)).toEqual(["boss", "quote", "slash"]);
    expect(await found("status=suspended&status=active&search=jose")).toEqual(["jose", "jose2"]);
  });
  test("and all of them count", async () => {
    expect(await found(`role=${role["billing"]}&status=suspended`)).toEqual(["jose2"]);
    expect(await found(`role=${role["billing"]}&role=${role["editor"]}&status=active&search=soko`)).toEqual([
      "jose",
      "quote",
    ]);
    expect(await found(`role=${role["owner"]}&status=suspended`)).toEqual([]);
  });
  test("by a role that the element does not show are refused as one that is not there", async () => {
    const hidden = await acme.database.value<string>("select id from role where key = 'support'");
    for (const route of ["GET /people", "GET /people/count"]) {
      const refusal = await owner.refusal(`${route}?role=${hidden}`);
      expect(refusal).toMatchObject({ status: 422, fields: [{ path: "role" }] });
      const gone = await owner.refusal(`${route}?role=3f0c6d3e-1111-4222-8333-444455556666`);
      expect(refusal.message).toBe(gone.message);
      expect((await owner.refusal(`${route}?role=${role["editor"]}&role=${hidden}`)).status).toBe(422);
    }
  });
  test("see a role from its beginning to its end", async () => {
    const user = await acme.user("under2");
    const ends_at = new Date(Date.now() + 1500).toISOString();
    await owner.json("POST /people/roles", {
      changes: [{ user, grant: [{ role: role["billing"], ends_at }] }],
    });
    expect(await found(`role=${role["billing"]}`)).toContain("under2");
    await owner.json("POST /people/roles", { changes: [{ user, revoke: [{ role: role["billing"] }] }] });
    expect(await found(`role=${role["billing"]}`)).not.toContain("under2");
  });
});

describe("what is shown of somebody", () => {
  test("is exact, and roles out of sight are a number only", async () => {
    const { people } = await page("search=lukasz");
    expect(people).toMatchObject([
      {
        key: "lukasz",
        name: "Łukasz Straße",
        email: "lukasz@other.example",
        status: "active",
        you: false,
        roles: [{ role: role["editor"], begins_at: null, ends_at: null }],
        masked_roles: 1,
        instance_roles: [],
        attributes: { department: null },
      },
    ]);
    expect(JSON.stringify(people)).not.toMatch(/support/i);
    const hidden = await acme.database.value<string>("select id from role where key = 'support'");
    expect(await (await owner.send("GET /people?limit=100")).text()).not.toContain(hidden);
  });
  test("is nobody of another tenant, by any search", async () => {
    expect(await search("olivia")).toEqual([]);
    expect(await search("globex")).toEqual([]);
  });
});

describe("the total", () => {
  test("is exact where nothing is filtered, and counted apart where something is", async () => {
    expect(await page("limit=1")).toMatchObject({ total: cast.length });
    expect(await page("limit=1&search=twin")).toMatchObject({ total: null });
    expect(await owner.json("GET /people/count?search=twin")).toEqual({ total: 30 });
    expect(await owner.json("GET /people/count")).toEqual({ total: cast.length });
  });
  test("follows who comes and goes", async () => {
    await acme.permit.importPeople("soko", [
      { key: "passing", email: "passing@soko.example", roles: ["viewer"] },
    ]);
    expect(await page("limit=1")).toMatchObject({ total: cast.length + 1 });
    await owner.json("POST /people/remove", { people: [{ user: await acme.user("passing") }] });
    expect(await page("limit=1")).toMatchObject({ total: cast.length });
  });
});

describe("pages", () => {
  const sorts = ["name", "email", "status", "changed"].flatMap((sort) =>
    ["asc", "desc"].map((direction) => ({ sort, direction })),
  );

  async function byCursor(query: string, limit: number): Promise<string[]> {
    const keys: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const { people, next }: PeoplePage = await page(
        `${query}&limit=${limit}${cursor && `&cursor=${cursor}`}`,
      );
      expect(people.length).toBeLessThanOrEqual(limit);
      keys.push(...people.map(({ key }) => key));
      cursor = next;
    }
    return keys;
  }

  test.each(sorts)(
    "by $sort $direction show everybody exactly once, by cursor and by offset alike",
    async ({ sort, direction }) => {
      for (const filter of ["", "&search=same", "&status=active&search=soko"]) {
        const query = `sort=${sort}&direction=${direction}${filter}`;
        const whole = (await page(`${query}&limit=100`)).people.map(({ key }) => key);
        expect(new Set(whole).size).toBe(whole.length);
        expect(await byCursor(query, 7)).toEqual(whole);
        const byOffset: string[] = [];
        for (let offset = 0; offset < whole.length; offset += 7) {
          byOffset.push(...(await page(`${query}&limit=7&offset=${offset}`)).people.map(({ key }) => key));
        }
        expect(byOffset).toEqual(whole);
      }
    },
  );

  test.each(sorts)("by $sort $direction are in that order", async ({ sort, direction }) => {
    const { people } = await page(`sort=${sort}&direction=${direction}&limit=100`);
    const compare = new Intl.Collator("und").compare;
    const values = people.map((each) =>
      sort === "changed"
        ? each.changed_at
        : sort === "email"
          ? (each.email ?? "")
          : each[sort as "name" | "status"],
    );
    for (let n = 1; n < values.length; n += 1) {
      const [before = "", after = ""] = [values[n - 1], values[n]];
      const order = sort === "name" ? compare(before, after) : before < after ? -1 : before > after ? 1 : 0;
      expect(direction === "asc" ? order : -order, `${before} before ${after}`).toBeLessThanOrEqual(0);
    }
    const backwards = (await page(`sort=${sort}&direction=${direction === "asc" ? "desc" : "asc"}&limit=100`))
      .people;
    expect(backwards.map(({ key }) => key).reverse()).toEqual(people.map(({ key }) => key));
  });

  test("of exactly as many as there are end there", async () => {
    const { people, next } = await page(`limit=${cast.length}`);
    expect(people).toHaveLength(cast.length);
    const after = next === null ? null : await page(`limit=10&cursor=${next}`);
    expect(after?.people ?? []).toEqual([]);
    expect(await page(`limit=10&offset=${cast.length}`)).toMatchObject({ people: [], next: null });
    expect(await page("limit=10&offset=9999999")).toMatchObject({ people: [], next: null });
  });

  test("go on from where they were, though somebody there has gone", async () => {
    await acme.permit.importPeople("soko", [
      { key: "aaa", name: "Aaa Aaa", email: "aaa@soko.example", roles: ["viewer"] },
    ]);
    const { people: first, next } = await page("limit=3");
    const last = first.at(-1);
    await acme.permit.importPeople("soko", [
      { key: "aab", name: "Aaa Aab", email: "aab@soko.example", roles: ["viewer"] },
    ]);
    await owner.json("POST /people/remove", { people: [{ user: await acme.user("aaa") }] });
    const { people: second } = await page(`limit=3&cursor=${next}`);
    expect(second.map(({ key }) => key)).not.toContain(last?.key);
    const all = (await page("limit=100")).people.map(({ key }) => key);
    expect(all.slice(all.indexOf(last?.key ?? "") + 1).slice(0, 3)).toEqual(second.map(({ key }) => key));
    await owner.json("POST /people/remove", { people: [{ user: await acme.user("aab") }] });
  });

  test("of one tenant lead to nobody else's in another", async () => {
    const { next } = await page("limit=3");
    const olivia = await acme.as("olivia");
    const { people } = await page(`limit=100&cursor=${next}`, olivia);
    expect(people.map(({ key }) => key).filter((key) => cast.some((each) => each.key === key))).toEqual([]);
  });

  test("by a cursor of another order, or by cursor and offset at once, are refused", async () => {
    const { next } = await page("limit=3&sort=name");
    expect(await owner.refusal(`GET /people?sort=email&cursor=${next}`)).toMatchObject({
      status: 422,
      fields: [{ path: "cursor" }],
    });
    expect(await owner.refusal(`GET /invitations?cursor=${next}`)).toMatchObject({
      status: 422,
      fields: [{ path: "cursor" }],
    });
    expect(await owner.refusal(`GET /people?offset=3&cursor=${next}`)).toMatchObject({
      status: 422,
      fields: [{ path: "offset" }],
    });
  });
});
