import { describe, expect, it } from "vitest";
import { asHost, call, openFresh, type SignedIn } from "../../support/acme.js";
import { altered, bearing, noted, type Scene } from "./scene.js";

/** Element sessions, also those that a backend opened by its key; invitations; API keys. */
export function tamperWithTokens(scene: () => Scene): void {
  const preview = (token: string) =>
    call(scene().acme.permit, "POST", "/invitations/preview", { token }, asHost("guest"));
  const logIn = (key: string, as: object = { user_id: "olivia", tenant_id: "acme" }) =>
    call(scene().acme.permit, "POST", "/v2/auth/elements_login_as", as, { authorization: `Bearer ${key}` });
  const loggedIn = async (user_id: string, tenant_id: string) => {
    const answer = (await (await logIn(scene().apiKey, { user_id, tenant_id })).json()) as { token: string };
    return answer.token;
  };
  const invited = async (by: SignedIn, email: string) =>
    (await scene().acme.invite(by, email, "viewer")).token;

  describe("no character of a token can be another", () => {
    const survivors = async (token: string, isRefused: (token: string) => Promise<boolean>) => {
      const accepted: string[] = [];
      for (const other of [...altered(token), token.slice(0, -1), `${token}A`, `${token}=`])
        if (!noted(await isRefused(other))) accepted.push(other);
      return accepted;
    };
    const isUnknown = async (token: string, route?: string) =>
      (await bearing(scene(), token, route)).status === 401;

    it.each<[string, () => Promise<string>, string]>([
      ["of a session", () => Promise.resolve(scene().olivia.session.token), "GET /people"],
      ["of a session that listens", () => Promise.resolve(scene().olivia.session.token), "GET /live"],
      ["of a session opened by a key", () => loggedIn("olivia", "acme"), "GET /people"],
      [
        "of a session for one document",
        async () => (await scene().acme.sharing("olivia", "document:42")).session.token,
        "GET /instances/document:42/access",
      ],
    ])("%s", async (_, token, route) => {
      const good = await token();
      const answer = await bearing(scene(), good, route);
      expect(answer.status).toBe(200);
      await answer.body?.cancel();
      expect(await survivors(good, (other) => isUnknown(other, route))).toEqual([]);
    });

    it("of an invitation", async () => {
      const token = await invited(scene().olivia, "guest@acme.example");
      expect((await preview(token)).status).toBe(200);
      expect(await survivors(token, async (other) => (await preview(other)).status === 404)).toEqual([]);
    });

    it("of an API key", async () => {
      const { apiKey } = scene();
      expect((await logIn(apiKey)).status).toBe(200);
      expect(await survivors(apiKey, async (other) => (await logIn(other)).status === 401)).toEqual([]);
    });
  });

  describe("a token opens what it was made for, and nothing else", () => {
    type Token = () => string | Promise<string>;
    const session: Token = () => scene().olivia.session.token;
    const key: Token = () => scene().apiKey;
    const invitation: Token = () => invited(scene().olivia, `guest${Math.random()}@acme.example`);
    const cursor: Token = async () =>
      (await scene().olivia.json<{ next: string }>("GET /people?limit=2")).next;
    const checkpoint: Token = () => scene().kept[0] ?? "";

    it.each<[string, Token, string[]]>([
      ["a session", session, ["POST /v2/auth/elements_login_as"]],
      ["a session of user management", session, ["GET /audit-log", "GET /audit-log/export?format=csv"]],
      ["an API key", key, ["GET /people", "GET /live", "POST /people/roles"]],
      ["an invitation", invitation, ["GET /people", "GET /live", "POST /v2/auth/elements_login_as"]],
      ["a cursor", cursor, ["GET /people", "GET /live", "POST /v2/auth/elements_login_as"]],
      ["a checkpoint of the audit trail", checkpoint, ["GET /people", "GET /live"]],
    ])("%s", async (_, token, routes) => {
      const given = await token();
      expect(given).not.toBe("");
      for (const route of routes) {
        const { status } = await bearing(scene(), given, route);
        expect(noted(status === 401 || status === 403), `${route} answered ${status}`).toBe(true);
      }
    });

    it.each<[string, Token]>([
      ["a session", session],
      ["an API key", key],
      ["a cursor", cursor],
    ])("%s is no invitation", async (_, token) => {
      const given = await token();
      const { status } = await preview(given);
      expect(noted(status === 404 || status === 422), `it answered ${status}`).toBe(true);
    });

    it("a session of another installation", async () => {
      const other = await openFresh();
      const { status } = await call(other.permit, "GET", "/people", undefined, {
        authorization: `Bearer ${scene().olivia.session.token}`,
      });
      await other.close();
      expect(noted(status === 401)).toBe(true);
    });
  });

  describe("a token of one tenant meets nobody of another", () => {
    it.each<[string, () => Promise<string>]>([
      ["a session", () => Promise.resolve(scene().gloria.session.token)],
      ["a session opened by a key", () => loggedIn("gloria", "globex")],
    ])("%s", async (_, token) => {
      const given = await token();
      const { acme, olivia } = scene();
      const theirs = olivia.session.you.user;
      expect((await bearing(scene(), given, `GET /people/${await acme.user("victor")}`)).status).toBe(200);
      expect(noted((await bearing(scene(), given, `GET /people/${theirs}`)).status === 404)).toBe(true);
      const shown = await (await bearing(scene(), given, "GET /people?limit=100")).text();
      expect(noted(shown.includes("Gloria") && !shown.includes(theirs))).toBe(true);
    });

    it("an invitation", async () => {
      const token = await invited(scene().gloria, "guest@globex.example");
      const shown = await (await preview(token)).text();
      expect(noted(shown.includes("Globex") && !shown.includes("Acme"))).toBe(true);
    });
  });
}
