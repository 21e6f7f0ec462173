import { createHash, randomUUID } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { PeoplePage, PersonDetail } from "../../src/api/people/contract.js";
import type { Session } from "../../src/api/wire.js";
import {
  asHost,
  call,
  openAcme,
  openFresh,
  refusalOf,
  SignedIn,
  signIn,
  type Acme,
} from "../support/acme.js";

let acme: Acme;
beforeAll(async () => {
  acme = await openAcme();
});
afterAll(() => acme.close());

const opening = (headers: Record<string, string>, input: object = {}) =>
  call(acme.permit, "POST", "/session", { type: "user-management", ...input }, headers);
const opened = async (headers: Record<string, string>, input: object = {}) => {
  const response = await opening(headers, input);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Session;
};
/** The host knows who it is, but not where they work. */
const nowhere = (user: string) => ({ as: user, "permit-element": "1" });

describe("a session", () => {
  test("is a token for ten minutes that names user, tenant, element, instance and verbs, and no roles", async () => {
    const { token, expires_at } = await opened(asHost("olivia"));
    const claims = decodeJwt(token);
    expect(Object.keys(claims).sort()).toEqual(
      [
        "aud",
        "configuration",
        "environment",
        "epoch",
        "exp",
        "iat",
        "instance",
        "sub",
        "tenant",
        "type",
        "verbs",
      ].sort(),
    );
    expect(claims).toMatchObject({
      sub: await acme.user("olivia"),
      tenant: acme.tenants["acme"],
      type: "user-management",
      aud: "permit-element",
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(600);
    expect(Math.abs(Date.parse(expires_at) - Date.now() - 600_000)).toBeLessThan(5000);
    expect(claims["verbs"]).not.toContain("delegation.edit");
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: "HS256", typ: "permit-session+jwt" });
    for (const word of ["owner", "olivia", "Marsh", "acme.example"])
      expect(JSON.stringify(claims)).not.toContain(word);
  });

  test("brings configuration, abilities and, when asked, the first page", async () => {
    const session = await opened(asHost("olivia"), { with_first_page: true });
    expect(session).toMatchObject({
      you: { name: "Olivia Marsh", email: "olivia@acme.example" },
      tenant: { key: "acme", name: "Acme" },
      element: {
        key: "team",
        type: "user-management",
        columns: [{ attribute: "department", label: "Department" }],
      },
      refused: {},
      justification: false,
      meters: [],
    });
    expect(session.roles.map(({ key }) => key)).toEqual(["owner", "manager", "billing", "editor", "viewer"]);
    const page = await new SignedIn(acme.permit, session).json<PeoplePage>(
      "GET /people?sort=name&direction=asc&limit=50",
    );
    expect(session.first_page).toEqual(page);
    expect(await opened(asHost("olivia"))).not.toHaveProperty("first_page");
  });

  test("says what its holder may not do, and who could", async () => {
    const maria = await opened(asHost("maria"));
    expect(maria.roles.find(({ key }) => key === "owner")?.cannot_give).toMatchObject({
      code: "role_out_of_reach",
      people: { names: ["Olivia Marsh"], total: 1 },
    });
    expect(maria.roles.find(({ key }) => key === "editor")?.cannot_give).toBeNull();
    const victor = await opened(asHost("victor"));
    expect(Object.keys(victor.refused).sort()).toEqual([
      "audit.read",
      "role.grant",
      "user.edit-attributes",
      "user.edit-profile",
      "user.invite",
      "user.reactivate",
      "user.remove",
      "user.suspend",
    ]);
  });

  test("shows how full the tenant is", async () => {
    await acme.permit.define({
      tenants: {
        full: {
          name: "Full",
          guardrails: { least: { owner: 1 }, seats: 7, most: { billing: 2, support: 3 } },
        },
      },
    });
    await acme.permit.importPeople("full", [
      { key: "fuller", email: "fuller@acme.example", roles: ["owner", "billing"] },
    ]);
    const { meters } = await opened(asHost("fuller", "full"));
    expect(meters).toEqual([
      { label: "Seats", used: 1, most: 7 },
      { label: "Billing", used: 1, most: 2 },
    ]);
  });

  test("is refused to those whom the element does not serve, with the reason", async () => {
    const refusal = await refusalOf(await opening(asHost("ana")));
    expect(refusal).toMatchObject({
      status: 403,
      error_code: "forbidden",
      reasons: [{ code: "verb_not_given" }],
    });
    expect((await refusalOf(await opening(asHost("sam")))).reasons).toMatchObject([
      { code: "not_active_here" },
    ]);
    await acme.permit.importPeople("acme", [
      { key: "helper", email: "helper@acme.example", roles: ["support"] },
    ]);
    expect((await opening(asHost("helper"))).status).toBe(403);
  });

  test("ends for all of somebody's pages when their epoch is raised", async () => {
    const [one, two] = [await acme.as("maria"), await acme.as("maria")];
    await acme.database.rows("update app_user set epoch = epoch + 1 where key = 'maria'");
    for (const each of [one, two]) {
      expect(await each.refusal("GET /people")).toMatchObject({ status: 401, error_code: "session_expired" });
    }
    expect((await (await acme.as("maria")).send("GET /people")).status).toBe(200);
  });

  test("and every other answer is kept by no cache", async () => {
    const victor = await acme.as("victor");
    const answers = [
      await opening(asHost("victor")),
      await opening(asHost("ana")),
      await victor.send("GET /people"),
      await victor.send("GET /invitations"),
      await victor.send("GET /nowhere"),
      await victor.send("POST /people/remove", {}),
    ];
    for (const each of answers) expect(each.headers.get("cache-control"), each.url).toBe("no-store");
  });
});

describe("the tenant", () => {
  test("is the one the host names", async () => {
    expect((await opened(asHost("victor", "acme"))).tenant.key).toBe("acme");
    expect((await opened(asHost("victor", "globex"))).tenant.key).toBe("globex");
  });
  test("is the only one of the user, where nobody names one", async () => {
    expect((await opened(nowhere("gloria"))).tenant.key).toBe("globex");
  });
  test("is the one the page names, where the host leaves it open", async () => {
    expect((await opened(nowhere("victor"), { tenant: "globex" })).tenant.key).toBe("globex");
    expect((await opened(nowhere("victor"), { tenant: acme.tenants["acme"] })).tenant.key).toBe("acme");
  });
  test("must be named by somebody who is in several", async () => {
    expect(await refusalOf(await opening(nowhere("victor")))).toMatchObject({
      status: 422,
      fields: [{ path: "tenant" }],
    });
  });
  test("can't be another than the host's", async () => {
    expect(await refusalOf(await opening(asHost("victor", "acme"), { tenant: "globex" }))).toMatchObject({
      status: 403,
    });
  });
  test("that is not there, one has no place in, or one has left, is answered alike", async () => {
    await acme.permit.importPeople("globex", [
      { key: "gone", email: "gone@acme.example", roles: ["viewer"] },
    ]);
    const gloria = await acme.as("gloria", "globex");
    await gloria.json("POST /people/remove", { people: [{ user: await acme.user("gone") }] });
    const words = async (response: Response) => ({ ...(await refusalOf(response)), id: "" });
    const unknown = await words(await opening(asHost("olivia", "nowhere")));
    expect(unknown).toMatchObject({ status: 404, error_code: "not_found" });
    expect(await words(await opening(asHost("olivia", "globex")))).toEqual(unknown);
    expect(await words(await opening(asHost("gone", "globex")))).toEqual(unknown);
    expect(await words(await opening(nowhere("gone")))).toEqual(unknown);
    expect(await words(await opening(nowhere("olivia"), { tenant: "globex" }))).toEqual(unknown);
    expect(await words(await opening(nowhere("olivia"), { tenant: randomUUID() }))).toEqual(unknown);
  });
  test("that is suspended lets in nobody, with the reason", async () => {
    const gloria = await acme.as("gloria", "globex");
    await acme.database.rows("update tenant set status = 'suspended' where key = 'globex'");
    try {
      expect((await refusalOf(await opening(asHost("gloria", "globex")))).reasons).toMatchObject([
        { code: "tenant_suspended" },
      ]);
      expect(await gloria.refusal("GET /people")).toMatchObject({ status: 403 });
      expect((await opening(nowhere("gloria"))).status).toBe(404);
    } finally {
      await acme.database.rows("update tenant set status = 'active' where key = 'globex'");
    }
  });
});

describe("the element", () => {
  test("is named by key, or is the only one of its type", async () => {
    expect((await opened(asHost("olivia"), { element: "team" })).element.key).toBe("team");
    expect(await refusalOf(await opening(asHost("olivia"), { element: "another" }))).toMatchObject({
      status: 404,
    });
  });

  test("counts: a token for one does nothing by the levels of another", async () => {
    await acme.permit.define({
      elements: {
        guests: {
          type: "user-management",
          name: "Guests",
          roles_to_levels: { LEVEL_1: ["editor"], LEVEL_4: ["viewer"] },
        },
      },
    });
    const ana = new SignedIn(acme.permit, await opened(asHost("ana"), { element: "guests" }));
    expect(ana.session.roles.map(({ key }) => key)).toEqual(["editor", "viewer"]);
    const users = [{ user: await acme.user("maria") }];
    expect(await ana.refusal("POST /people/remove", { people: users })).toMatchObject({ status: 403 });
    const olivia = await refusalOf(await opening(asHost("olivia"), { element: "guests" }));
    expect(olivia).toMatchObject({ status: 403 });
    await acme.database.rows("delete from element_configuration where key = 'guests'");
    expect(await ana.refusal("GET /people")).toMatchObject({ status: 401, error_code: "session_expired" });
  });
});

describe("a session by a token that the host's backend got", () => {
  const withToken = (token: string, input: object = {}) =>
    opening({ authorization: `Bearer ${token}` }, input);

  test("is answered without the host's session, and lives no longer", async () => {
    const short = await acme.forge("maria", {}, { now: new Date(Date.now() - 300_000) });
    const response = await withToken(short.session.token, { with_first_page: true });
    const session = (await response.json()) as Session;
    expect(session).toMatchObject({ token: short.session.token, you: { name: "Maria Santos" } });
    expect(Date.parse(session.expires_at) - Date.now()).toBeLessThan(301_000);
  });
  test("is refused where the page names another tenant or element than the token", async () => {
    const { token } = (await acme.as("victor")).session;
    expect((await withToken(token, { tenant: "acme" })).status).toBe(200);
    expect((await withToken(token, { tenant: acme.tenants["acme"] })).status).toBe(200);
    for (const tenant of ["globex", "nowhere", acme.tenants["globex"]]) {
      expect(await refusalOf(await withToken(token, { tenant }))).toMatchObject({ status: 404 });
    }
    expect((await withToken(token, { element: "team" })).status).toBe(200);
    expect(await refusalOf(await withToken(token, { element: "another" }))).toMatchObject({ status: 403 });
  });
  test("is refused with a token that is not valid, whoever the host knows", async () => {
    for (const token of ["nonsense", (await acme.forge("maria", { epoch: 99 })).session.token]) {
      const response = await opening({ ...asHost("olivia"), authorization: `Bearer ${token}` });
      expect(await refusalOf(response)).toMatchObject({ status: 401 });
    }
  });
});

describe("what the host says of a user", () => {
  const row = (key: string) =>
    acme.database.rows(
      "select email, email_verified, name, known_at is not null as known from app_user where key = $1",
      [key],
    );

  test("is kept, shown in every tenant, and recorded; saying it again writes nothing", async () => {
    await acme.permit.importPeople("acme", [{ key: "newly", roles: ["viewer"] }]);
    const as = { ...asHost("newly"), "as-email": "Newly@Acme.EXAMPLE" };
    await opened(as);
    expect(await row("newly")).toEqual([
      { email: "newly@acme.example", email_verified: true, name: "newly", known: true },
    ]);
    const before = await acme.database.state();
    await opened(as);
    expect(await acme.database.state()).toBe(before);
    await opened({ ...as, "as-email": "renamed@acme.example" });
    const { people } = await (await acme.as("olivia")).json<PeoplePage>("GET /people?search=renamed");
    expect(people).toMatchObject([{ key: "newly", email: "renamed@acme.example" }]);
    const entries = await acme.database.rows(
      "select body, people from audit_entry where target_id = $1 and action = 'user.sync'",
      [await acme.user("newly")],
    );
    expect(entries.at(-1)).toMatchObject({
      body: { actor_kind: "system" },
      people: { email: "renamed@acme.example" },
    });
  });

  test("may be an address that somebody else has verified only as a claim", async () => {
    const claim = { ...asHost("victor"), "as-email": "maria@acme.example" };
    expect(await refusalOf(await opening(claim))).toMatchObject({ status: 409, error_code: "duplicate" });
    expect((await opening({ ...claim, "as-unverified": "1" })).status).toBe(200);
    expect((await opening(asHost("maria"))).status).toBe(200);
    await opened(asHost("victor"));
  });

  describe("is taken over", () => {
    let times = 0;
    let address: string;
    let former: string;
    let newcomer: string;
    const as = (key: string) => ({ ...asHost(key), "as-email": address });
    const verified = () =>
      acme.database.rows("select key, email_verified from app_user where email = $1 order by created_at", [
        address,
      ]);
    const unverified = async (key: string) =>
      (
        await acme.database.rows<{ body: object }>(
          "select body from audit_entry where target_id = $1 and action = 'user.unverify'",
          [await acme.user(key)],
        )
      ).map(({ body }) => body);
    beforeEach(async () => {
      times += 1;
      address = `again-${times}@acme.example`;
      former = `former-${times}`;
      newcomer = `newcomer-${times}`;
      await acme.permit.importPeople("acme", [{ key: former, email: address, roles: ["manager"] }]);
      await opened(as(former));
    });

    test("by the same person who has registered anew, and can be invited and accept then", async () => {
      const before = await acme.as("olivia");
      // They are known at the host, and have no place yet.
      expect((await opening(as(newcomer))).status).toBe(404);
      expect(await verified()).toEqual([
        { key: former, email_verified: false },
        { key: newcomer, email_verified: true },
      ]);
      expect(await unverified(former)).toMatchObject([
        { actor_kind: "system", after: { address_of: await acme.user(newcomer) } },
      ]);
      const { token } = await acme.invite(before, address, "viewer");
      const accepted = await call(acme.permit, "POST", "/invitations/accept", { token }, as(newcomer));
      expect(accepted.status).toBe(200);
      await opened(as(newcomer));
    });

    test("so that the former self is signed out, and nobody acts twice under one address", async () => {
      const signedIn = new SignedIn(acme.permit, (await (await opening(as(former))).json()) as Session);
      expect((await signedIn.send("GET /people")).status).toBe(200);
      await opening(as(newcomer));
      expect(await signedIn.refusal("GET /people")).toMatchObject({
        status: 401,
        error_code: "session_expired",
      });
    });

    test("back by whoever has a place, as long as the newcomer has none", async () => {
      await opening(as(newcomer));
      await opened(as(former));
      expect(await verified()).toEqual([
        { key: former, email_verified: true },
        { key: newcomer, email_verified: false },
      ]);
      // The newcomer is new no more: two users of one address do not take it from each other in turns.
      expect(await refusalOf(await opening(as(newcomer)))).toMatchObject({
        status: 409,
        error_code: "duplicate",
      });
      expect(await unverified(former)).toHaveLength(1);
    });

    test("by nobody whom the host does not vouch for", async () => {
      await opening({ ...as(newcomer), "as-unverified": "1" });
      expect(await verified()).toEqual([
        { key: former, email_verified: true },
        { key: newcomer, email_verified: false },
      ]);
    });
  });

  test.each([
    ["a key that looks like an id", { key: randomUUID() }],
    ["an empty key", { key: "" }],
    ["a key with blanks", { key: "a b" }],
    ["a key longer than can be kept", { key: "k".repeat(3000) }],
  ])("can't be %s, and the page is told so", async (_, user) => {
    const host = await acme.another({ session: () => Promise.resolve({ user, tenant: "acme" }) });
    const refusal = await refusalOf(
      await call(host, "POST", "/session", { type: "user-management" }, { "permit-element": "1" }),
    );
    expect(refusal).toMatchObject({ status: 503, error_code: "unavailable" });
    expect(refusal.message).toContain("user key");
    await host.close();
  });

  test("is cut where a name is longer than can be shown", async () => {
    const user = {
      key: "longname",
      email: "longname@acme.example",
      emailVerified: true,
      name: "Ž".repeat(5000),
    };
    const host = await acme.another({ session: () => Promise.resolve({ user, tenant: "acme" }) });
    await acme.permit.importPeople("acme", [{ key: "longname", roles: ["viewer"] }]);
    const you = await signIn(host, "longname");
    expect(you.session.you.name).toHaveLength(200);
    const page = await you.json<PeoplePage>("GET /people?sort=name&direction=desc&limit=1");
    expect(page.people).toMatchObject([{ key: "longname" }]);
    expect((await you.send(`GET /people?sort=name&direction=desc&limit=1&cursor=${page.next}`)).status).toBe(
      200,
    );
    await host.close();
  });

  test("stays with the server when it fails to say anything", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const host = await acme.another({ session: () => Promise.reject(new Error("password is hunter2")) });
    const response = await host.fetch(
      new Request("http://app.example/session", {
        method: "POST",
        headers: { "permit-element": "1" },
        body: '{"type":"user-management"}',
      }),
    );
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      error_code: "internal",
      id: response.headers.get("permit-request-id"),
    });
    expect(JSON.stringify(log.mock.calls)).not.toContain("hunter2");
    log.mockRestore();
    await host.close();
  });
});

describe("several processes", () => {
  test("on one database accept each other's sessions", async () => {
    const second = await acme.another();
    const { session } = await signIn(second, "olivia");
    expect((await new SignedIn(acme.permit, session).send("GET /people")).status).toBe(200);
  });

  test("with one secret accept each other's sessions, and none that were signed without it", async () => {
    const secret = "a secret of at least thirty-two characters";
    const [one, two] = [await acme.another({ secret }), await acme.another({ secret })];
    const { session } = await signIn(one, "olivia");
    expect((await new SignedIn(two, session).send("GET /people")).status).toBe(200);
    expect((await new SignedIn(acme.permit, session).send("GET /people")).status).toBe(401);
    const kept = await acme.as("olivia");
    expect((await new SignedIn(one, kept.session).send("GET /people")).status).toBe(401);
    const other = await acme.another({ secret: `${secret}!` });
    expect((await new SignedIn(other, session).send("GET /people")).status).toBe(401);
    const stored = await acme.database.value<string>(
      "select string_agg(encode(secret, 'escape'), ' ') from server_key",
    );
    expect(stored).not.toContain(secret);
  });

  test("don't start with a secret that is too short, and leave no connection behind", async () => {
    const connections = () =>
      acme.database.value<number>(
        "select count(*)::int from pg_stat_activity where datname = current_database() and application_name like 'permit%'",
      );
    const before = await connections();
    await expect(acme.another({ secret: "too short" })).rejects.toThrow(
      "The secret must have at least 32 characters.",
    );
    await vi.waitFor(async () => expect(await connections()).toBeLessThanOrEqual(before), 3000);
  });
});

describe("too many requests", () => {
  test("of one user are refused for a while, and nobody else's", async () => {
    const narrow = await acme.another({ requestsPerMinute: 5 });
    const victor = await signIn(narrow, "victor");
    for (let n = 0; n < 4; n += 1) expect((await victor.send("GET /people/count")).status).toBe(200);
    const before = await acme.database.state();
    for (const route of ["GET /people", "POST /leave", "GET /live"]) {
      const response = await victor.send(route, route.startsWith("POST") ? {} : undefined);
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await refusalOf(response)).toMatchObject({ status: 429, error_code: "too_many" });
    }
    expect(
      (await call(narrow, "POST", "/session", { type: "user-management" }, asHost("victor"))).status,
    ).toBe(429);
    expect((await (await signIn(narrow, "maria")).send("GET /people")).status).toBe(200);
    expect(await acme.database.state()).toBe(before);
  });
});

describe("elements_login_as", () => {
  let key: string;
  beforeAll(async () => {
    key = `given-${randomUUID()}-${"x".repeat(60)}`;
    await acme.another({ apiKey: key });
  });
  const login = (input: unknown, headers: Record<string, string> = { authorization: `Bearer ${key}` }) =>
    call(acme.permit, "POST", "/v2/auth/elements_login_as", input, headers);
  const good = { user_id: "maria", tenant_id: "acme" };

  test("gets a session for a user, which opens an element", async () => {
    const response = await login({
      ...good,
      element_type: "user-management",
      element_id: "team",
      something: "new",
    });
    const body = (await response.json()) as {
      token: string;
      element_bearer_token: string;
      redirect_url: string;
    };
    expect(body).toEqual({
      token: expect.any(String) as string,
      element_bearer_token: body.token,
      redirect_url: expect.stringMatching(
        /^http:\/\/app\.example\/v2\/auth\/login_elements\?token=[\w-]{43}$/,
      ) as string,
    });
    const session = (await (await opening({ authorization: `Bearer ${body.token}` })).json()) as Session;
    expect(session).toMatchObject({ you: { name: "Maria Santos" }, tenant: { key: "acme" } });
    const { person } = await new SignedIn(acme.permit, session).json<PersonDetail>(
      `GET /people/${await acme.user("ana")}`,
    );
    expect(person.key).toBe("ana");
  });
  test("names user and tenant by key or by id", async () => {
    const byId = await login({ user_id: await acme.user("maria"), tenant_id: acme.tenants["acme"] });
    expect(await byId.json()).toHaveProperty("token", expect.stringMatching(/^eyJ/));
  });
  test.each([
    ["a user that is not there", { ...good, user_id: "nobody" }, "USER_NOT_FOUND", "User not found"],
    ["a user of another tenant", { ...good, user_id: "gloria" }, "USER_NOT_FOUND", "User not found"],
    ["a tenant that is not there", { ...good, tenant_id: "nowhere" }, "TENANT_NOT_FOUND", "Tenant not found"],
    [
      "an element that is not there",
      { ...good, element_id: "nothing" },
      "ELEMENT_NOT_FOUND",
      "There is no element nothing of type user-management.",
    ],
    [
      "an element of another type",
      { ...good, element_id: "activity" },
      "ELEMENT_NOT_FOUND",
      "There is no element activity of type user-management.",
    ],
    [
      "a user whom the element does not serve",
      { ...good, user_id: "ana", element_type: "user-management" },
      "INVALID_PERMISSION_LEVEL",
      "Invalid user permission level",
    ],
    [
      "a suspended user",
      { ...good, user_id: "sam" },
      "INVALID_PERMISSION_LEVEL",
      "Invalid user permission level",
    ],
  ])("answers 200 with an error for %s", async (_, input, error_code, error) => {
    const response = await login(input);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      error,
      error_code,
      token: "",
      element_bearer_token: "",
      redirect_url: `http://app.example/v2/auth/login_elements?error=${error_code}`,
    });
  });
  test("answers 422 with detail for what is not a login", async () => {
    for (const input of [
      {},
      { user_id: 1, tenant_id: "acme" },
      { ...good, user_id: "" },
      { ...good, user_id: ["maria"] },
      null,
      [],
    ]) {
      const response = await login(input);
      expect(response.status).toBe(422);
      const { detail } = (await response.json()) as { detail: unknown[] };
      expect(detail[0]).toMatchObject({
        loc: expect.arrayContaining(["body"]) as string[],
        msg: expect.any(String) as string,
      });
    }
    expect((await login("{")).status).toBe(422);
    expect((await login({ ...good, user_id: "a\0" })).status).toBeLessThan(500);
  });
  test("refuses every key but a good one", async () => {
    const { token } = (await acme.as("olivia")).session;
    const wrong = [
      "",
      "Bearer",
      "Basic x",
      `Bearer ${key}x`,
      `Bearer ${key.slice(1)}`,
      `Bearer ${token}`,
      `bearer ${key.toUpperCase()}`,
    ];
    for (const authorization of wrong) {
      expect(await refusalOf(await login(good, { authorization }))).toMatchObject({ status: 401 });
    }
    expect((await login(good, asHost("olivia"))).status).toBe(401);
  });
  test("refuses a key that has run out, was deleted, or is for another place", async () => {
    const stored = createHash("sha256").update(key).digest();
    const organization = await acme.database.value<string>(
      "insert into organization (key, name) values ('other', 'Other') returning id",
    );
    const [project, environment] = [
      await acme.database.value<string>(
        "insert into project (organization_id, key, name) select id, 'other', 'Other' from organization where key = 'default' returning id",
      ),
      await acme.database.value<string>(
        "insert into environment (project_id, key, name) select id, 'other', 'Other' from project where key = 'default' returning id",
      ),
    ];
    for (const [status, change, back] of [
      [
        403,
        `project_id = '${project}', environment_id = null`,
        `project_id = (select id from project where key = 'default'), environment_id = '${acme.environment}'`,
      ],
      [401, "expires_at = now()", "expires_at = null"],
      [401, "deleted_at = now()", "deleted_at = null"],
      [
        403,
        `organization_id = '${organization}', project_id = null, environment_id = null`,
        `organization_id = (select id from organization where key = 'default'),
          project_id = (select id from project where key = 'default'), environment_id = '${acme.environment}'`,
      ],
    ] as const) {
      await acme.database.rows(`update api_key set ${change} where secret_hash = $1`, [stored]);
      expect((await login(good)).status, change).toBe(status);
      await acme.database.rows(`update api_key set ${back} where secret_hash = $1`, [stored]);
      expect((await login(good)).status, back).toBe(200);
    }
    await acme.database.rows("update api_key set environment_id = $2 where secret_hash = $1", [
      stored,
      environment,
    ]);
    expect(await (await login(good)).json()).toMatchObject({ error: "Tenant not found", token: "" });
    await acme.database.rows(
      "update api_key set environment_id = null, project_id = null where secret_hash = $1",
      [stored],
    );
    expect((await login(good)).status).toBe(200);
  });
  test("leaves nothing changed", async () => {
    await login(good);
    const before = await acme.database.state();
    await login(good);
    await login({ ...good, user_id: "nobody" });
    expect(await acme.database.state()).toBe(before);
  });
});

describe("the first API key", () => {
  test("is shown on the very first start only, is long, and only its hash is stored", async () => {
    const fresh = await openFresh();
    const { apiKey } = fresh.permit;
    expect(apiKey?.length).toBeGreaterThanOrEqual(97);
    expect(apiKey).toMatch(/^permit_key_[A-Za-z0-9]+$/);
    const again = await fresh.another();
    expect(again.apiKey).toBeNull();
    const hash = await fresh.database.value<Buffer>("select secret_hash from api_key");
    expect(hash).toEqual(
      createHash("sha256")
        .update(apiKey ?? "")
        .digest(),
    );
    for (const table of await fresh.database.tables()) {
      expect(
        await fresh.database.value(`select coalesce(string_agg(x::text, ' '), '') from ${table} x`),
      ).not.toContain(apiKey);
    }
    await fresh.close();
  });
});
