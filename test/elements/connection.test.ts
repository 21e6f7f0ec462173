import { aTimeout, expect, fixture, html } from "@open-wc/testing";
import type { Session } from "../../src/api/wire.js";
import type { PeoplePage } from "../../src/api/people/contract.js";
import type { UserManagementRoutes } from "../../src/api/user-management/contract.js";
import { Client, type TokenHolder } from "../../src/elements/connection/client.js";
import { ApiError, ConnectionLost, WrongSetup } from "../../src/elements/connection/errors.js";
import { LiveFeed, type LiveState } from "../../src/elements/connection/live-feed.js";
import { RowSheet } from "../../src/elements/connection/row-sheet.js";
import { ElementSession, type AuthToken } from "../../src/elements/connection/session.js";
import "../../src/elements/index.js";
import { nextEvent, until, waitForText, World } from "../support/permit-in-browser.js";

/** The network between the page and the server, for once. */
function onNetwork(answer: (request: Request, next: typeof fetch) => Promise<Response>): () => void {
  const { fetch } = window;
  window.fetch = (input, init) =>
    answer(new Request(input instanceof URL ? input.href : input, init), (request) => fetch(request));
  return () => (window.fetch = fetch);
}

describe("connection", () => {
  const world = new World();
  const endpoint = world.endpoint("olivia@acme");
  let restore = (): void => undefined;
  afterEach(() => restore());
  after(() => world.close());

  function sessionFor(more: { endpoint?: string; tenant?: string; authToken?: AuthToken } = {}) {
    const opened: Session[] = [];
    const failed: unknown[] = [];
    const session = new ElementSession(
      {
        endpoint: more.endpoint ?? endpoint,
        type: "user-management",
        element: undefined,
        tenant: more.tenant,
        authToken: () => more.authToken,
      },
      { opened: (one) => opened.push(one), failed: (error) => failed.push(error) },
    );
    return { session, opened, failed };
  }

  describe("client", () => {
    it("answers what the route answers", async () => {
      const { session } = sessionFor();
      const client = new Client<UserManagementRoutes>(endpoint, session);
      const page = await client.send("GET /people", {
        query: { search: "dmitri", status: ["active"], limit: 1 },
      });
      expect(page.people.map(({ name }) => name)).to.deep.equal(["Dmitri Halloran"]);
      session.close();
    });

    it("turns a refusal into an ApiError with the server’s own words", async () => {
      const { session } = sessionFor();
      const client = new Client<UserManagementRoutes>(endpoint, session);
      const error = await failure(client.send("GET /people/{user}", { path: { user: crypto.randomUUID() } }));
      expect(error).to.be.instanceOf(ApiError);
      expect((error as ApiError).status).to.equal(404);
      expect((error as ApiError).problem.id).to.be.a("string");
      session.close();
    });

    it("renews a refused token once for all who wait for it", async () => {
      const { session } = sessionFor();
      let renewals = 0;
      let renewing: Promise<string> | undefined;
      const holder: TokenHolder = {
        token: () => Promise.resolve("stale"),
        renew: () => (renewing ??= session.token().finally(() => (renewals += 1))),
      };
      const client = new Client<UserManagementRoutes>(endpoint, holder);
      const pages = await Promise.all(
        [1, 2, 3].map((limit) => client.send("GET /people", { query: { limit } })),
      );
      expect(pages.map(({ people }) => people.length)).to.deep.equal([1, 2, 3]);
      expect(renewals).to.equal(1);
      session.close();
    });

    it("does not try a third time", async () => {
      const tokens: (string | null)[] = [];
      restore = onNetwork((request, next) => {
        tokens.push(request.headers.get("authorization"));
        return next(request);
      });
      const client = new Client<UserManagementRoutes>(endpoint, {
        token: () => Promise.resolve("stale"),
        renew: () => Promise.resolve("stale as well"),
      });
      const error = await failure(client.send("GET /people", { query: {} }));
      expect((error as ApiError).status).to.equal(401);
      expect(tokens).to.deep.equal(["Bearer stale", "Bearer stale as well"]);
    });

    it("repeats a command that got lost under the same key, so that it is done once", async () => {
      const { session } = sessionFor();
      const client = new Client<UserManagementRoutes>(endpoint, session);
      await session.token();
      const keys: (string | null)[] = [];
      restore = onNetwork(async (request, next) => {
        if (request.method !== "POST") return next(request);
        keys.push(request.headers.get("idempotency-key"));
        const response = await next(request);
        if (keys.length === 1) throw new TypeError("The answer got lost");
        return response;
      });
      const { roles } = await session.open();
      keys.length = 0;
      const viewer = roles.find(({ key }) => key === "viewer")?.id ?? "";
      const input = { invitations: [{ email: "once@acme.example", roles: [{ role: viewer }] }] };
      const { rows } = await client.send("POST /invitations", { input });
      expect(rows[0]?.outcome).to.equal("invited");
      expect(keys).to.have.lengthOf(2);
      expect(keys[0]).to.be.a("string").and.to.equal(keys[1]);
      const { total } = await client.send("GET /invitations", { query: {} });
      expect(total).to.equal(1);
      session.close();
    });

    it("waits once where a read is asked to", async () => {
      const { session } = sessionFor();
      const client = new Client<UserManagementRoutes>(endpoint, session);
      await session.token();
      let asked = 0;
      restore = onNetwork((request, next) => {
        asked += 1;
        const later = { status: 429, headers: { "retry-after": "0.1", "content-type": "application/json" } };
        return asked === 1 ? Promise.resolve(new Response("{}", later)) : next(request);
      });
      expect((await client.send("GET /people", { query: { limit: 1 } })).people).to.have.lengthOf(1);
      expect(asked).to.equal(2);
      session.close();
    });

    it("tells a lost connection from a wrong set-up", async () => {
      const holder = { token: () => Promise.resolve(""), renew: () => Promise.resolve("") };
      const nowhere = new Client<UserManagementRoutes>("/nowhere", holder);
      const wrong = await failure(nowhere.send("GET /people", { query: {} }));
      expect(wrong).to.be.instanceOf(WrongSetup);
      expect((wrong as Error).message)
        .to.contain("/nowhere")
        .and.to.contain("app.mount(");
      restore = onNetwork(() => Promise.reject(new TypeError("Failed to fetch")));
      expect(await failure(nowhere.send("GET /people", { query: {} }))).to.be.instanceOf(ConnectionLost);
    });

    it("stops when it is aborted", async () => {
      const { session } = sessionFor();
      const client = new Client<UserManagementRoutes>(endpoint, session);
      const stop = new AbortController();
      const answer = failure(client.send("GET /people", { query: {}, signal: stop.signal }));
      stop.abort();
      expect(await answer).to.have.property("name", "AbortError");
      session.close();
    });
  });

  describe("session", () => {
    it("opens once, however many ask", async () => {
      const { session, opened } = sessionFor();
      const tokens = await Promise.all([session.token(), session.token(), session.renew()]);
      expect(new Set(tokens).size).to.equal(1);
      expect(opened).to.have.lengthOf(1);
      session.close();
    });

    it("brings the first page along when asked to", async () => {
      const { session } = sessionFor();
      const { first_page } = await session.open(true);
      expect((first_page as PeoplePage).total).to.equal(7);
      session.close();
    });

    it("renews itself before it expires", async () => {
      let asked = 0;
      restore = onNetwork(async (request, next) => {
        asked += 1;
        const response = await next(request);
        const session = (await response.json()) as Session;
        const expires_at = new Date(Date.now() + 2000).toISOString();
        return Response.json({ ...session, expires_at }, { headers: { date: new Date().toUTCString() } });
      });
      const { session } = sessionFor();
      await session.token();
      await until(() => asked === 2, "it renewed itself");
      session.close();
    });

    it("takes an element token from the host, or a function that fetches one", async () => {
      const sent: (string | null)[] = [];
      restore = onNetwork((request, next) => {
        sent.push(request.headers.get("authorization"));
        return next(request);
      });
      const { session: first } = sessionFor();
      const token = await first.token();
      first.close();
      for (const authToken of [token, () => Promise.resolve(token)]) {
        const { session } = sessionFor({ endpoint: world.endpoint("@"), authToken });
        expect((await session.open()).you.name).to.equal("Olivia Marsh");
        session.close();
      }
      expect(sent).to.deep.equal([null, `Bearer ${token}`, `Bearer ${token}`]);
    });

    it("keeps the token out of sight", async () => {
      const { session } = sessionFor();
      const token = await session.token();
      expect(JSON.stringify(session)).not.to.contain(token);
      expect(JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie).not.to.contain(token);
      session.close();
    });
  });

  describe("live feed", () => {
    const heard = (): { rang: string[]; states: LiveState[] } => ({ rang: [], states: [] });
    const feed = (session: ElementSession, into: ReturnType<typeof heard>, at = endpoint): LiveFeed =>
      new LiveFeed(at, `test ${at}`, session, {
        rang: (list) => into.rang.push(list),
        stateChanged: (state) => into.states.push(state),
      });

    it("is one stream for all, which another reads on when the reader goes", async () => {
      let streams = 0;
      restore = onNetwork((request, next) => {
        if (request.url.endsWith("/live")) streams += 1;
        return next(request);
      });
      const { session } = sessionFor();
      const [first, second] = [heard(), heard()];
      const reader = feed(session, first);
      reader.start();
      await until(() => first.states.includes("connected"), "the first is connected");
      const other = feed(session, second);
      other.start();
      await until(() => second.states.includes("connected"), "the second is connected");
      expect(streams).to.equal(1);

      const olivia = await world.elsewhere("olivia@acme");
      const invite = (email: string) =>
        olivia.send("POST /invitations", {
          invitations: [{ email, roles: [{ role: olivia.role("viewer") }] }],
        });
      await invite("one@acme.example");
      await until(
        () => first.rang.includes("invitations") && second.rang.includes("invitations"),
        "both heard",
      );

      second.rang.length = 0;
      reader.stop();
      await until(() => second.rang.includes("*"), "it looks at what it may have missed");
      expect(streams).to.equal(2);
      await invite("two@acme.example");
      await until(() => second.rang.includes("invitations"), "it hears");
      expect(second.states).to.deep.equal(["connected"]);
      other.stop();
      session.close();
    });

    it("says lost after a while, not at once, and comes back by itself", async () => {
      const world = new World();
      const endpoint = world.endpoint("olivia@acme");
      const { session } = sessionFor({ endpoint });
      const into = heard();
      const one = feed(session, into, endpoint);
      one.start();
      await until(() => into.states.includes("connected"), "connected");
      await world.unplug();
      await aTimeout(1000);
      expect(into.states).to.deep.equal(["connected"]);
      await until(() => into.states.at(-1) === "lost", "lost");
      await world.plug();
      await until(() => into.states.at(-1) === "connected", "connected again");
      one.stop();
      session.close();
      await world.close();
    });
  });

  describe("rows", () => {
    const page = (from: number, next: string | null, total: number | null = null) => ({
      rows: Array.from({ length: 50 }, (_, index) => from + index),
      next,
      total,
    });

    it("follow one another by cursor, and are jumped to by offset", () => {
      const sheet = new RowSheet<object, number>({});
      expect(sheet.placeOf(0)).to.deep.equal({ limit: 50 });
      sheet.keep(0, page(0, "after 49"), sheet.placeOf(0), 0);
      expect(sheet.placeOf(1)).to.deep.equal({ cursor: "after 49", limit: 50 });
      expect(sheet.placeOf(7)).to.deep.equal({ offset: 350, limit: 50 });
      expect(sheet.row(49)).to.equal(49);
      expect(sheet.row(50)).to.equal(undefined);
    });

    it("are as many as the server said, or as have been seen to the end", () => {
      const sheet = new RowSheet<object, number>({});
      sheet.keep(0, page(0, "more"), sheet.placeOf(0), 0);
      expect([sheet.total, sheet.length]).to.deep.equal([null, 100]);
      sheet.counted = 320;
      expect([sheet.total, sheet.length]).to.deep.equal([320, 320]);
      sheet.keep(1, { rows: [50], next: null, total: null }, sheet.placeOf(1), 1);
      expect([sheet.total, sheet.length]).to.deep.equal([51, 51]);
    });

    it("are asked again where they no longer follow on", () => {
      const sheet = new RowSheet<object, number>({});
      sheet.keep(0, page(0, "a"), sheet.placeOf(0), 0);
      sheet.keep(1, page(50, "b"), sheet.placeOf(1), 1);
      expect(sheet.needs(1)).to.equal(false);
      sheet.keep(0, page(0, "somewhere else"), sheet.placeOf(0), 0);
      expect(sheet.needs(1)).to.equal(true);
      expect(sheet.row(60)).to.equal(60);
    });

    it("are forgotten when they are far away", () => {
      const sheet = new RowSheet<object, number>({});
      for (let number = 0; number < 100; number++) {
        sheet.keep(number, page(number * 50, "more", 10_000), sheet.placeOf(number), number);
      }
      expect([...sheet.rows()].length).to.be.at.most(40 * 50);
      expect(sheet.has(99)).to.equal(true);
      expect(sheet.has(0)).to.equal(false);
    });
  });

  describe("<permit-connection>", () => {
    it("tells the elements inside where the server is, and for whom", async () => {
      const provider = document.createElement("permit-connection");
      provider.endpoint = world.endpoint("olivia@");
      provider.tenant = "acme";
      const element = document.createElement("permit-user-management");
      provider.append(element);
      await Promise.all([nextEvent(element, "permit-ready"), fixture(html`${provider}`)]);
      await waitForText(element, /^People 7 /);
      provider.tenant = "initech";
      await waitForText(element, /^People 400 /);
    });

    it("sends by the host’s own function", async () => {
      const provider = document.createElement("permit-connection");
      provider.endpoint = world.endpoint("olivia@acme");
      const sent = new Set<string>();
      provider.fetch = (address, init) => {
        sent.add(`${init.method ?? "GET"} ${address.replace(world.endpoint("olivia@acme"), "")}`);
        return fetch(address, init);
      };
      const element = document.createElement("permit-user-management");
      provider.append(element);
      await Promise.all([nextEvent(element, "permit-ready"), fixture(html`${provider}`)]);
      await until(() => sent.has("GET /live"), "The live feed does not go that way");
      expect([...sent]).to.include("POST /session");
    });

    it("lets an element’s own attribute go before its own", async () => {
      const provider = document.createElement("permit-connection");
      provider.endpoint = "/nowhere";
      const element = document.createElement("permit-user-management");
      element.endpoint = world.endpoint("olivia@acme");
      provider.append(element);
      await Promise.all([nextEvent(element, "permit-ready"), fixture(html`${provider}`)]);
    });
  });
});

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error("It did not fail");
    },
    (error: unknown) => error,
  );
}
