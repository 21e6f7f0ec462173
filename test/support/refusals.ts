import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { decodeJwt } from "jose";
import type { SessionClaims } from "../../src/api/sessions/tokens.js";
import type { ElementType } from "../../src/api/wire.js";
import { asHost, call, describedBy, refusalOf, send, type Acme, type SignedIn } from "./acme.js";
import { forgeries } from "./forgeries.js";
import { spoiled, unstorable, withDuplicateKey, withKey } from "./spoiled-json.js";

/** The one suite of refusals that every route runs. Whatever is refused must leave the database as it was. */

export interface World {
  acme: Acme;
  /** An owner's sessions of each element. */
  olivia: SignedIn;
  reader: SignedIn;
  sharer: SignedIn;
  approver: SignedIn;
  asker: SignedIn;
  limits: SignedIn;
  /** Somebody of the vendor's team, a delegation written by them, and something they have marked as meant. */
  operator: SignedIn;
  delegation: string;
  mark: string;
  /** Ids of people by key, those of Globex too. */
  ids: Readonly<Record<string, string>>;
  roles: Readonly<Record<string, string>>;
  /** Invitations of Acme and of Globex that are open, and the token of the first. */
  invitation: string;
  foreignInvitation: string;
  invitationToken: string;
  /** Requests that are open: one that the owner may answer, one of the owner's, one of Globex. */
  request: string;
  ownRequest: string;
  foreignRequest: string;
  /** The database before anything was refused. */
  state: string;
}

/** What is asked for at a route when nothing is wrong. */
export interface Good {
  params?: Record<string, string>;
  input?: Record<string, unknown>;
}

/** `session`: a bearer token of an element. `operator`: one of the vendor's own console. `host`: the host's own session. `stream`: a token, and an endless answer. */
export interface Route {
  route: string;
  door: "session" | "operator" | "host" | "stream";
  /** The element whose session it takes, where it is not user management. */
  element?: ElementType;
  /** Elements whose sessions it takes besides. */
  also?: readonly ElementType[];
  /** Who sends the good request, by key, where it is not the owner. */
  guest?: string;
  /** Of the query, what can't be left out. */
  query?: string;
  good: (world: World) => Good;
}

export function refusals(route: Route, world: () => World): void {
  describe(route.route, () => {
    afterEach(async () => {
      const before = world().state;
      // What one test has changed is not laid at the door of the next.
      world().state = await world().acme.database.state();
      expect(world().state, "nothing has changed").toBe(before);
    });
    if (route.door === "host") unvouched(route, world);
    else {
      unauthenticated(route, world);
      if (route.door === "operator") delegated(route, world);
      else unentitled(route, world);
    }
    illAddressed(route, world);
    if (route.door === "session") absent(route, world);
    if (isWriting(route)) illFormed(route, world);
    const isByToken = route.door === "session" || route.door === "operator";
    if (isWriting(route) && isByToken) badRetries(route, world);
    if (route.route.startsWith("GET") && isByToken) badQueries(route, world);
  });
}

const isWriting = ({ route }: Route) => !route.startsWith("GET ");
const elementOf = ({ element }: Route): ElementType => element ?? "user-management";
export function ownersSession(route: Route, world: World): SignedIn {
  const { olivia, reader, sharer, approver, asker, limits, operator } = world;
  if (route.door === "operator") return operator;
  return {
    "user-management": olivia,
    "audit-log": reader,
    "role-assignment": sharer,
    approvals: approver,
    "access-request": asker,
    delegations: limits,
  }[elementOf(route)];
}
const methodOf = ({ route }: Route) => route.split(" ")[0] ?? "";
/**
 * Leaving gives up rights and needs none; anybody may ask, and see what they have asked for; what one may do oneself,
 * everybody may know.
 */
const needsNoRight = ({ route }: Route) =>
  ["POST /leave", "GET /delegations"].includes(route) || /^\w+ \/request(s|able-roles)\b/.test(route);
/** What is wrong only with tokens of people. */
const ofPeople = /for nobody|who is no id|with verbs|with an epoch/;

interface Spoiling {
  path?: string;
  method?: string;
  query?: string;
  input?: unknown;
  /** In place of the good authorization. */
  headers?: Record<string, string>;
  also?: Record<string, string>;
}

/** The route's good request, but for what is spoiled about it. */
function ask(route: Route, world: World, spoiling: Spoiling = {}): Promise<Response> {
  const good = route.good(world);
  const path = spoiling.path ?? pathOf(route, good.params);
  const query = spoiling.query ?? (route.query ? `?${route.query}` : "");
  const input = "input" in spoiling ? spoiling.input : isWriting(route) ? (good.input ?? {}) : undefined;
  const ours =
    route.door === "host"
      ? asHost(route.guest ?? "olivia")
      : { authorization: `Bearer ${ownersSession(route, world).session.token}` };
  return call(world.acme.permit, spoiling.method ?? methodOf(route), path + query, input, {
    ...(spoiling.headers ?? ours),
    ...spoiling.also,
  });
}

const pathOf = ({ route }: Route, params: Record<string, string> = {}) =>
  (route.split(" ")[1] ?? "").replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");

async function refused(asking: Promise<Response>, status: number | readonly number[]) {
  const problem = await refusalOf(await asking);
  expect([status].flat(), problem.message).toContain(problem.status);
  return problem;
}

/** What was answered, without the number of the request. */
const wordsOf = ({ id: _, ...words }: Awaited<ReturnType<typeof refusalOf>>) => words;

function unauthenticated(route: Route, world: () => World) {
  test.each([
    ["nothing", {}],
    ["an empty authorization", { authorization: "" }],
    ["another scheme", { authorization: "Basic b2xpdmlhOm9saXZpYQ==" }],
    ["a scheme without a token", { authorization: "Bearer" }],
    ["a token that is none", { authorization: "Bearer nonsense" }],
    ["three parts of nothing", { authorization: "Bearer .." }],
    ["the host's session alone", asHost("olivia")],
  ])("signed out: %s", async (_, headers) => {
    await refused(ask(route, world(), { headers }), 401);
  });

  const forged = Object.entries(forgeries).filter(
    ([what]) => route.door !== "operator" || !ofPeople.test(what),
  );
  test.each(forged)("a token %s", async (_, forge) => {
    const token = await forge(world().acme, ownersSession(route, world()).session.token);
    await refused(ask(route, world(), { headers: { authorization: `Bearer ${token}` } }), 401);
  });

  test("a token of which any one character is another", async () => {
    const { token } = ownersSession(route, world()).session;
    const { params, input } = route.good(world());
    const accepted: number[] = [];
    // One route tries every character, the others some of them, and the last, which is the oddest.
    const step = route.route === "GET /people" ? 1 : 11;
    for (let at = token.length - 1; at >= 0; at -= step) {
      const other = token[at] === "A" ? "B" : token[at] === "." ? "A" : nextOf(token[at] ?? "");
      const authorization = `Bearer ${token.slice(0, at)}${other}${token.slice(at + 1)}`;
      const request = new Request(`http://app.example${pathOf(route, params)}`, {
        method: methodOf(route),
        headers: { authorization },
        ...(isWriting(route) && { body: JSON.stringify(input ?? {}) }),
      });
      if ((await world().acme.permit.fetch(request)).status !== 401) accepted.push(at);
    }
    expect(accepted, "characters that may be another").toEqual([]);
  });

  test("a token that is cut short or goes on", async () => {
    const { token } = ownersSession(route, world()).session;
    const cut = [1, 2, 10, token.length / 2, token.length - 2, token.length - 1].map((n) =>
      token.slice(0, n),
    );
    for (const other of [
      ...cut,
      `${token}A`,
      `${token}=`,
      `${token}.`,
      `${token}.A`,
      `.${token}`,
      `${token},`,
    ]) {
      await refused(ask(route, world(), { headers: { authorization: `Bearer ${other}` } }), 401);
    }
  });
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** The next letter of the alphabet: in the last place of a token, one that stands for the same bytes. */
const nextOf = (letter: string) => alphabet[(alphabet.indexOf(letter) ^ 1) % 64] ?? "A";

function unentitled(route: Route, world: () => World) {
  const by = async (user: string, claims: Parameters<Acme["forge"]>[1] = {}) => {
    const { token } = (await world().acme.forge(user, { type: elementOf(route), ...claims })).session;
    return ask(route, world(), { headers: { authorization: `Bearer ${token}` } });
  };

  test("the session of somebody whose sessions were all ended", async () => {
    const problem = await refused(by("olivia", { epoch: 0 }), 401);
    expect(problem.error_code).toBe("session_expired");
  });
  test("the session of somebody who has no place here any more", async () => {
    await refused(by("gloria"), 401);
  });
  test("a session for a tenant that is not there", async () => {
    await refused(by("olivia", { tenant: randomUUID() }), 404);
  });
  test("a session for another element", async () => {
    const other = elementOf(route) === "audit-log" ? "user-management" : "audit-log";
    const { olivia, reader } = world();
    const { configuration } = decodeJwt<SessionClaims>(ownersSession(route, world()).session.token);
    await refused(by("olivia", { type: other, configuration }), [401, 403]);
    if (route.door === "session") {
      const { token } = (other === "audit-log" ? reader : olivia).session;
      await refused(ask(route, world(), { headers: { authorization: `Bearer ${token}` } }), 403);
    }
    await refused(by("olivia", { configuration: randomUUID() }), 401);
  });
  test("somebody suspended", async () => {
    const problem = await refused(by("sam"), 403);
    expect(problem.reasons).toMatchObject([{ code: "not_active_here" }]);
  });
  if (needsNoRight(route)) return;
  test("an editor, whom the element does not serve", async () => {
    const problem = await refused(by("ana"), 403);
    expect(problem.reasons).toMatchObject([{ code: "verb_not_given" }]);
  });
  test("a session that carries no verb", async () => {
    const problem = await refused(by("olivia", { verbs: [] }), 403);
    expect(problem.reasons).toMatchObject([{ code: "verb_not_in_session" }]);
  });
  if (!isWriting(route)) return;
  test("a viewer", async () => {
    const problem = await refused(by("victor"), 403);
    expect(problem.reasons?.length).toBeGreaterThan(0);
  });
  test("an owner's session that is for viewing only", async () => {
    const problem = await refused(by("olivia", { verbs: ["user.view"] }), 403);
    expect(problem.reasons?.map(({ code }) => code)).toContain("verb_not_in_session");
  });
}

/** No delegate's session, whatever it may do, is an operator's. */
function delegated(route: Route, world: () => World) {
  test.each(["olivia", "reader", "sharer", "limits"] as const)("an owner's session (%s)", async (name) => {
    const { token } = world()[name].session;
    const problem = await refused(
      ask(route, world(), { headers: { authorization: `Bearer ${token}` } }),
      403,
    );
    expect(problem.reasons).toMatchObject([{ code: "operators_only" }]);
  });
  test("an owner's session that claims the verb", async () => {
    const { token } = (
      await world().acme.forge("olivia", { type: "delegations", verbs: ["delegation.edit"] })
    ).session;
    await refused(ask(route, world(), { headers: { authorization: `Bearer ${token}` } }), 403);
  });
}

function unvouched(route: Route, world: () => World) {
  const { "permit-element": _, ...withoutHeader } = asHost(route.guest ?? "olivia");

  test("somebody whom the host does not know", async () => {
    await refused(ask(route, world(), { headers: { "permit-element": "1" } }), 401);
  });
  test("a request without the header that other origins can't send", async () => {
    await refused(ask(route, world(), { headers: withoutHeader }), 403);
  });
  test.each(["cross-site", "same-site", "", "anything"])("a request from elsewhere (%s)", async (site) => {
    await refused(ask(route, world(), { also: { "sec-fetch-site": site } }), 403);
  });
  test("a forged session instead of the host's", async () => {
    const headers = { authorization: "Bearer nonsense", "permit-element": "1" };
    await refused(ask(route, world(), { headers }), 401);
  });
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

function illAddressed(route: Route, world: () => World) {
  test("the same address with another method", async () => {
    const described = await describedBy(world().acme.permit);
    const [, pattern] = route.route.split(" ");
    const served = described.operations.filter(({ path }) => path === pattern).map(({ method }) => method);
    // A name in the place of an id is one more way to get to a route with an id.
    if (
      described.operations.some(({ path }) => /^\/people\/\{user\}$/.test(path)) &&
      /^\/people\/\w+$/.test(pattern ?? "")
    )
      served.push("GET");
    for (const method of methods.filter((each) => !served.includes(each))) {
      const input = method === "GET" ? undefined : {};
      expect((await refused(ask(route, world(), { method, input }), 404)).error_code).toBe("not_found");
    }
  });
  test("an address that is nearly the same", async () => {
    const path = pathOf(route, route.good(world()).params);
    const first = path.slice(1).split("/")[0] ?? "";
    const near = [
      `${path}/`,
      `/${path}`,
      path.replace(first, first.toUpperCase()),
      `${path}%20`,
      `${path};x`,
      `/.${path}%2e`,
    ];
    for (const each of near) await refused(ask(route, world(), { path: each }), 404);
  });
  if (!route.route.includes("{")) return;
  test("an id that is none is answered as one that is not there", async () => {
    const at = (id: string) =>
      ask(route, world(), {
        path: pathOf(
          route,
          Object.fromEntries(
            ["user", "invitation", "instance", "request", "delegation", "mark"].map((name) => [name, id]),
          ),
        ),
      })
        .then(refusalOf)
        .then(wordsOf);
    const unknown = await at(randomUUID());
    expect(unknown.status).toBe(404);
    const { ids, foreignInvitation, foreignRequest, invitation } = world();
    const own = Object.values(route.good(world()).params ?? {})[0] ?? "";
    const wrong = [
      ...["0", "me", "null", "undefined", "%00", "%ED%A0%80", "..%2f", "%25", "'", "a".repeat(4000)],
      ...[
        `${own}0`,
        `${own}%20`,
        own.replaceAll("-", ""),
        `{${own}}`,
        "00000000-0000-0000-0000-000000000000",
      ],
      ...[
        route.route.includes("{user}") ? invitation : ids["ana"],
        ids["gloria"],
        foreignInvitation,
        foreignRequest,
      ],
    ];
    for (const id of wrong) expect(await at(id ?? ""), id).toEqual(unknown);
  });
}

/** Somebody else's ids are nobody's. */
function absent(route: Route, world: () => World) {
  test("what lies in another tenant is answered as what never was", async () => {
    const { acme, ids, invitation, foreignInvitation, request, ownRequest, foreignRequest } = world();
    const owner = await acme.forge("gloria", {
      type: elementOf(route),
      tenant: acme.tenants["globex"] ?? "",
    });
    const answer = async (by: SignedIn, replace: (id: string) => string) => {
      const good = JSON.stringify(route.good(world())).replaceAll(
        /"([0-9a-f-]{36})"/g,
        (_, id: string) => `"${replace(id)}"`,
      );
      const { params, input } = JSON.parse(good) as Good;
      const response = await ask(route, world(), {
        path: pathOf(route, params),
        ...(isWriting(route) && { input: input ?? {} }),
        headers: { authorization: `Bearer ${by.session.token}` },
      });
      return { status: response.status, text: await response.text() };
    };
    const never = randomUUID();
    const requests = [request, ownRequest, foreignRequest];
    const known = new Set([...Object.values(ids), invitation, foreignInvitation, ...requests]);
    const here = [...known].filter((id) => JSON.stringify(route.good(world())).includes(id));
    if (here.length === 0) {
      // Nothing is named: nothing of another tenant may be shown.
      if (isWriting(route)) return;
      const { text } = await answer(owner, (id) => id);
      for (const key of ["olivia", "ana", "mei"]) expect(text).not.toContain(ids[key]);
      return;
    }
    const anonymous = ({ status, text }: { status: number; text: string }) => ({
      status,
      text: text.replaceAll(/"(id|request_id)":"[^"]+"/g, "").replaceAll(/[0-9a-f-]{36}/g, "an id"),
    });
    const asNever = async (by: SignedIn) => anonymous(await answer(by, (id) => (known.has(id) ? never : id)));
    expect(anonymous(await answer(owner, (id) => id))).toEqual(await asNever(owner));
    expect((await asNever(owner)).status).toBe(404);
    const foreign = (id: string) =>
      id === invitation
        ? foreignInvitation
        : requests.includes(id)
          ? foreignRequest
          : known.has(id)
            ? (ids["gloria"] ?? "")
            : id;
    expect(anonymous(await answer(ownersSession(route, world()), foreign))).toEqual(
      await asNever(ownersSession(route, world())),
    );
  });
}

function illFormed(route: Route, world: () => World) {
  const good = () => route.good(world()).input ?? {};
  const sending = (input: unknown) => ask(route, world(), { input });

  test.each([
    ["broken off", '{"a":'],
    ["not JSON", "hello"],
    ["single-quoted", "{'a':1}"],
    ["two values", "{}{}"],
    ["with a comma too many", '{"a":1,}'],
    ["NaN", "NaN"],
    ["a zero byte", "\0"],
    ["with a comment", "// x\n{}"],
  ])("a body that is %s", async (_, body) => {
    expect((await refused(sending(body), 400)).error_code).toBe("malformed");
  });
  test.each(["null", "[]", "[{}]", "1", "true", '"text"', '""'])(
    "a body that is %s, no object",
    async (body) => {
      await refused(sending(body), 422);
    },
  );
  test("a body that is no UTF-8", async () => {
    const { input: _, ...rest } = route.good(world());
    const request = new Request(`http://app.example${pathOf(route, rest.params)}`, {
      method: methodOf(route),
      headers: {
        authorization: `Bearer ${ownersSession(route, world()).session.token}`,
        ...(route.door === "host" && withoutToken(route)),
      },
      body: new Uint8Array([0x7b, 0xff, 0xfe, 0x22, 0x7d]),
    });
    await refused(send(world().acme.permit, request), 400);
  });
  test("a body of 3 MB", async () => {
    await refused(sending({ ...good(), padding: "x".repeat(3 * 1024 * 1024) }), 413);
  });
  test("a body nested 100,000 deep", async () => {
    const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);
    await refused(sending(`{"x":${deep("[", "]")}}`), [400, 422]);
    await refused(sending(withKey(good(), "attributes", deep('{"a":', "}").replace("}", "1}"))), [400, 422]);
  });
  test("a key that nobody knows, at any depth", async () => {
    for (const key of [
      "unknown",
      "tenant",
      "tenant_id",
      "user_id",
      "__proto__",
      "constructor",
      "prototype",
      "toString",
      "",
    ]) {
      for (const each of withKey.everywhere(good(), key, "{}")) {
        await refused(sending(each), key === "__proto__" ? 400 : 422);
      }
    }
  });
  test("a key that comes twice", async () => {
    for (const text of withDuplicateKey(good())) await refused(sending(text), 400);
  });
  test("any field of another type, beyond its bounds, missing, or text where there is none", async () => {
    const described = await describedBy(world().acme.permit);
    const { input: schema } = described.operation(route.route);
    const wrong = spoiled(good()).filter((each) => described.inputs.faults(schema ?? {}, each).length > 0);
    if (Object.keys(good()).length > 0) expect(wrong.length).toBeGreaterThan(10);
    for (const each of wrong) {
      const response = await sending(each);
      expect(response.status, JSON.stringify(each).slice(0, 500)).toBe(422);
      expect((await refusalOf(response)).fields?.length).toBeGreaterThan(0);
    }
  });
  test("text that no database can hold", async () => {
    for (const each of unstorable(good())) {
      const response = await sending(each);
      expect([403, 404, 409, 422], JSON.stringify(each)).toContain(response.status);
    }
  });
}

const withoutToken = (route: Route) => ({ ...asHost(route.guest ?? "olivia"), authorization: "" });

function badRetries(route: Route, world: () => World) {
  test.each([
    ["empty", ""],
    ["of 201 characters", "x".repeat(201)],
    ["with a space", "a b"],
    ["beyond ASCII", "schlüssel"],
    ["a control character", "a\tb"],
  ])("an Idempotency-Key that is %s", async (_, key) => {
    await refused(ask(route, world(), { also: { "idempotency-key": key } }), 400);
  });
}

function badQueries(route: Route, world: () => World) {
  test("a parameter that nobody knows", async () => {
    for (const name of ["unknown", "tenant", "__proto__", "constructor", "filter[role]", "%00"]) {
      await refused(ask(route, world(), { query: `?${name}=1${route.query ? `&${route.query}` : ""}` }), 422);
    }
  });
  test("any parameter with a value of another kind, or twice", async () => {
    const { query } = (await describedBy(world().acme.permit)).operation(route.route);
    const single = query.filter(({ schema }) => !("anyOf" in schema)).map(({ name }) => name);
    const values: Record<string, string[]> = {
      limit: ["0", "-1", "201", "1.5", "1e400", "NaN", "Infinity", "ten", "", "1;2", "%D9%A3", "null", "[]"],
      offset: ["-1", "10000001", "0.5", "1e400", "NaN", "zero", "%F0%9D%9F%99x", "null"],
      sort: ["", "Name", "name desc", "membership.name", "name;drop table x", "__proto__", "0"],
      direction: ["", "ASC", "up", "asc,desc"],
      role: ["", "editor", "0", "%27", "' or 1=1", world().ids["ana"] ?? "", randomUUID()],
      status: ["", "gone", "Active", "active,suspended", "%00"],
      search: ["%00", "a%00b", "x".repeat(201)],
      person: ["", "ana", "0", "%27", "' or 1=1", randomUUID()],
      actor: ["", "olivia", "0", "%27", "' or 1=1"],
      target: ["", "ana", "%00", "null"],
      action: ["x".repeat(61)],
      outcome: ["", "Done", "done,refused", "%00"],
      from: ["", "yesterday", "2026-01-01", "0", "%00"],
      to: ["", "now()", "2026-13-01T00:00:00Z", "1e9"],
      show: ["", "all", "Mine", "mine,ended", "%00"],
      instance: ["", "document", "42", ":", "%00"],
      format: ["", "xml", "CSV", "%00"],
      cursor: ["", "x", "%00", "e30", "W10", "bnVsbA", "x".repeat(1001), ...otherCursors],
    };
    const besides = (name: string) =>
      route.query && !route.query.startsWith(`${name}=`) ? `&${route.query}` : "";
    const unknown = query.filter(({ name }) => !(name in values));
    expect(unknown, "parameters that are not tried here").toEqual([]);
    for (const { name } of query) {
      for (const value of values[name] ?? []) {
        const problem = await refused(
          ask(route, world(), { query: `?${name}=${value}${besides(name)}` }),
          422,
        );
        expect(problem.fields ?? [{ path: name }], value).toMatchObject([
          { path: expect.stringContaining(name) as string },
        ]);
      }
    }
    for (const name of single)
      await refused(ask(route, world(), { query: `?${name}=1&${name}=2${besides(name)}` }), 422);
  });
}

const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");
const someone = "3f0c6d3e-1111-4222-8333-444455556666";
/** Cursors of other lists, and some made by hand. */
const otherCursors = [
  cursor("history", "2026-01-01T00:00:00Z", someone),
  cursor("people badge", "Ana", someone),
  cursor("people email", "Ana", someone),
  cursor("people name", "Ana"),
  cursor("people name", "Ana", "' or 1=1"),
  cursor("people name", "Ana", someone, someone),
  cursor("people name", { $gt: "" }, someone),
  cursor("people name", "Ana\0", someone),
  cursor("people changed", "yesterday", someone),
  cursor("invitations", "yesterday", someone),
  cursor("invitations", someone),
  cursor("requests review", "yesterday", someone),
  cursor("requests mine", someone),
  cursor(),
];
