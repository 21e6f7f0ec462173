import { expect } from "vitest";
import { asHost, call, openFresh, refusalOf } from "../../support/acme.js";
import { codesOf, type Attack, type Scene } from "./scene.js";

const accept = ({ acme }: Scene, token: string, key: string, more: Record<string, string> = {}) =>
  call(acme.permit, "POST", "/invitations/accept", { token }, { ...asHost(key), ...more });

async function invited(scene: Scene, by = scene.olivia) {
  const key = scene.name("guest");
  return { key, ...(await scene.acme.invite(by, `${key}@acme.example`, "viewer")) };
}

/** D: invitations, links and first starts. */
export const invitations: Attack[] = [
  {
    line: 46,
    tries: "a token's content is trusted without its signature",
    async fails({ acme, victor, olivia }) {
      const [head, body = "", signature] = victor.session.token.split(".");
      const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as object;
      for (const other of [
        { sub: olivia.session.you.user },
        { tenant: acme.tenants["globex"] },
        { exp: 4e9 },
      ]) {
        const text = Buffer.from(JSON.stringify({ ...claims, ...other })).toString("base64url");
        const headers = { authorization: `Bearer ${head}.${text}.${signature}` };
        expect((await call(acme.permit, "GET", "/people", undefined, headers)).status).toBe(401);
      }
    },
  },
  {
    line: 47,
    tries: "an address that nobody has verified accepts what was sent to it",
    async fails(scene) {
      const { key, token } = await invited(scene);
      expect((await accept(scene, token, key, { "as-unverified": "1" })).status).toBe(403);
      expect((await accept(scene, token, key)).status).toBe(200);
    },
  },
  {
    line: 48,
    tries: "somebody with another address uses the link",
    async fails(scene) {
      const { token } = await invited(scene);
      const refusal = await refusalOf(await accept(scene, token, scene.name("other")));
      expect(refusal).toMatchObject({ status: 403, reasons: [{ code: "another_address" }] });
    },
  },
  {
    line: 49,
    tries: "an owner of another tenant cancels, renews or reads an invitation",
    async fails(scene) {
      const { id, key, token } = await invited(scene);
      for (const verb of ["cancel", "resend", "link"])
        expect((await scene.gloria.refusal(`POST /invitations/${id}/${verb}`, {})).status).toBe(404);
      expect(await (await scene.gloria.send("GET /invitations")).text()).not.toContain(key);
      expect((await accept(scene, token, key)).status).toBe(200);
    },
  },
  {
    line: 50,
    tries: "a token made for one purpose serves another",
    async fails(scene) {
      const { acme, olivia } = scene;
      const { token, key } = await invited(scene);
      const headers = { authorization: `Bearer ${token}`, "permit-element": "1" };
      expect((await call(acme.permit, "GET", "/people", undefined, headers)).status).toBe(401);
      expect((await accept(scene, olivia.session.token, key)).ok).toBe(false);
      const login = new Request("http://app.example/v2/auth/elements_login_as", {
        method: "POST",
        headers,
        body: "{}",
      });
      expect((await acme.permit.fetch(login)).status).toBe(401);
    },
  },
  {
    line: 51,
    tries: "what has just run out is still accepted",
    async fails(scene) {
      const { id, token, key } = await invited(scene);
      await scene.acme.database.rows("update invitation set expires_at = clock_timestamp() where id = $1", [
        id,
      ]);
      expect((await refusalOf(await accept(scene, token, key))).reasons?.[0]?.code).toBe(
        "invitation_expired",
      );
    },
  },
  {
    line: 52,
    tries: "one invitation brings several accounts in",
    async fails(scene) {
      const { token, key } = await invited(scene);
      expect((await accept(scene, token, key)).status).toBe(200);
      const second = scene.name("second");
      const same = { "as-email": encodeURIComponent(`${key}@acme.example`) };
      expect((await accept(scene, token, second, same)).ok).toBe(false);
      expect((await accept(scene, token, key)).ok).toBe(false);
    },
  },
  {
    line: 53,
    tries: "an invitation that was ended on one page lives on",
    async fails(scene) {
      for (const verb of ["cancel", "resend", "link"]) {
        const { id, token, key } = await invited(scene);
        await scene.olivia.json(`POST /invitations/${id}/${verb}`, {});
        expect((await accept(scene, token, key)).ok, verb).toBe(false);
      }
    },
  },
  {
    line: 54,
    tries: "a link is made from what can be read, or guessed",
    async fails(scene) {
      const { acme, victor } = scene;
      const { id, token, key } = await invited(scene);
      expect(Buffer.from(token, "base64url")).toHaveLength(32);
      const kept = await acme.database.value<Buffer>("select token_hash from invitation where id = $1", [id]);
      expect(kept.toString("base64url")).not.toBe(token);
      expect(await (await victor.send("GET /invitations")).text()).not.toContain(token);
      for (const guess of [id, kept.toString("hex"), kept.toString("base64url"), ""])
        expect((await accept(scene, guess, key)).ok).toBe(false);
    },
  },
  {
    line: 55,
    tries: "inviting somebody who is here already goes past the limit on giving",
    async fails({ acme, delegate, role, invite, newcomer, heldBy }) {
      const by = await delegate({
        verbs: ["user.view", "user.invite"],
        roles: { keys: ["editor"] },
        mode: "bind",
      });
      const { key, user } = await newcomer([]);
      const response = await invite(by, `${key}@acme.example`, { role: role["editor"] });
      expect(await codesOf(response)).toContain("verb_not_given");
      expect(await heldBy(user)).toEqual([]);
      expect(acme.mails.some(({ to }) => to.startsWith(key))).toBe(false);
    },
  },
  {
    line: 56,
    tries: "what was promised is given without being judged again",
    async fails(scene) {
      const { acme, role, newcomer } = scene;
      const { key: manager, user } = await newcomer(["manager"]);
      const { token, key } = await invited(scene, await acme.as(manager));
      await scene.olivia.json("POST /people/roles", {
        changes: [{ user, grant: [{ role: role["viewer"] }], revoke: [{ role: role["manager"] }] }],
      });
      expect((await accept(scene, token, key)).status).toBe(403);
    },
  },
  {
    line: 57,
    tries: "what was asked for before the limits were tightened is had after it",
    async fails(scene) {
      const { acme, delegate, name } = scene;
      const limits = {
        verbs: ["user.view", "user.invite"] as ("user.view" | "user.invite")[],
        mode: "bind" as const,
      };
      const by = await delegate({ ...limits, roles: { keys: ["editor"] } });
      const key = name("guest");
      await scene.invite(by, `${key}@acme.example`, { role: scene.role["editor"] });
      const token = acme.mails.at(-1)?.link.split("=")[1] ?? "";
      const role = await acme.database.value<string>(
        "select r.key from assignment a join role r on r.id = a.role_id where a.user_id = $1",
        [by.session.you.user],
      );
      await acme.permit.define({ delegations: [{ role, ...limits, roles: { keys: ["billing"] } }] });
      expect((await accept(scene, token, key)).status).toBe(403);
    },
  },
  {
    line: 58,
    tries: "a page elsewhere acts with the cookies of who visits it",
    async fails(scene) {
      const { acme } = scene;
      const { token, key } = await invited(scene);
      const { "permit-element": _, ...cookies } = asHost(key);
      const doors = { "/session": { type: "user-management" }, "/invitations/accept": { token } };
      for (const [path, input] of Object.entries(doors)) {
        expect((await call(acme.permit, "POST", path, input, cookies)).status).toBe(403);
        const crossing = { ...asHost(key), "sec-fetch-site": "cross-site" };
        expect((await call(acme.permit, "POST", path, input, crossing)).status).toBe(403);
      }
      for (const path of ["/people/remove", "/leave", "/invitations"])
        expect((await call(acme.permit, "POST", path, {}, asHost("olivia"))).status).toBe(401);
    },
  },
  {
    line: 59,
    tries: "headers of the request choose where a link leads",
    async fails({ acme, olivia, role, name }) {
      await olivia.send(
        "POST /invitations",
        { invitations: [{ email: `${name("guest")}@acme.example`, roles: [{ role: role["viewer"] }] }] },
        {
          origin: "https://evil.example",
          "x-forwarded-host": "evil.example",
          forwarded: "host=evil.example",
        },
      );
      expect(acme.mails.at(-1)?.link).toMatch(/^https:\/\/acme\.example\/join#invitation=/);
    },
  },
  {
    line: 60,
    tries: "a list where one address belongs sends the link to two",
    async fails({ acme, olivia, role }) {
      const sent = acme.mails.length;
      for (const email of [["a@acme.example", "b@acme.example"], { a: 1 }, 7, null]) {
        const invitations = [{ email, roles: [{ role: role["viewer"] }] }];
        expect((await olivia.refusal("POST /invitations", { invitations })).status).toBe(422);
      }
      const listed = {
        invitations: [{ email: "a@acme.example,b@acme.example", roles: [{ role: role["viewer"] }] }],
      };
      expect((await olivia.refusal("POST /invitations", listed)).status).toBe(422);
      expect(acme.mails).toHaveLength(sent);
    },
  },
  {
    line: 61,
    tries: "another spelling or a look-alike of an address passes for it",
    async fails(scene) {
      const { olivia, role, invite, name } = scene;
      const key = name("guest");
      const viewer = { role: role["viewer"] };
      expect((await invite(olivia, `${key}@acme.example`, viewer)).status).toBe(200);
      for (const same of [
        `${key.toUpperCase()}@ACME.example`,
        `${key}＠acme.example`,
        `${key}@acme。example`,
      ])
        expect((await invite(olivia, same, viewer)).status, same).toBe(409);
      const token = scene.acme.mails.at(-1)?.link.split("=")[1] ?? "";
      const alike = { "as-email": encodeURIComponent(`${key.replace("e", "е")}@acme.example`) };
      expect((await accept(scene, token, name("alike"), alike)).status).toBe(403);
    },
  },
  {
    line: 63,
    tries: "whoever comes first to an empty installation owns it",
    async fails() {
      const fresh = await openFresh();
      try {
        const session = { type: "user-management" };
        const response = await call(fresh.permit, "POST", "/session", session, asHost("first", "acme"));
        expect(response.ok).toBe(false);
        expect(await fresh.database.value("select count(*)::int from assignment")).toBe(0);
      } finally {
        await fresh.close();
      }
    },
  },
];
