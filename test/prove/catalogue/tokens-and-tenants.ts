import { expect } from "vitest";
import type { RequestsPage } from "../../../src/api/approvals/contract.js";
import { apiKeyOf } from "./api-key.js";
import { backendOf, bearing } from "./backend.js";
import { asHost, call } from "../../support/acme.js";
import { codesOf, type Attack } from "./scene.js";

/** E and F: keys, tokens and scopes; one tenant and another. */
export const tokensAndTenants: Attack[] = [
  {
    line: 64,
    tries: "a field of the body says who asks",
    async fails({ acme, olivia, newcomer }) {
      const { user } = await newcomer();
      for (const more of [{ user: olivia.session.you.user }, { userId: "olivia" }, { actor: "olivia" }]) {
        const input = { people: [{ user }], ...more };
        expect((await call(acme.permit, "POST", "/people/remove", input)).status).toBe(401);
      }
    },
  },
  {
    line: 70,
    tries: "a session is minted after the right to it has gone",
    async fails(scene) {
      const { acme, newcomer } = scene;
      const { key, user } = await newcomer(["manager"]);
      const { logIn, pages } = await backendOf(scene, key);
      const before = await logIn();
      expect(await pages(before)).toEqual({ theirs: 200, ours: 200 });
      await acme.database.rows("delete from assignment where user_id = $1", [user]);
      const open = await call(acme.permit, "POST", "/session", { type: "user-management" }, asHost(key));
      expect(open.status).toBe(403);
      for (const element_type of ["user-management", "audit-log", "role-assignment"])
        expect(await logIn({ element_type }), element_type).toMatchObject({
          error_code: "INVALID_PERMISSION_LEVEL",
          token: "",
          element_bearer_token: "",
        });
      // One's own requests need no role, so a login that names no element opens these, and nothing else.
      const after = await logIn();
      for (const login of [before, after]) expect(await pages(login)).toEqual({ theirs: 403, ours: 403 });
      const other = await newcomer();
      const person = { user: other.user, grant: [{ role: scene.role["billing"] }] };
      const asker = await acme.as(other.key, "acme", "access-request");
      await asker.json("POST /requests", { kind: "access", person });
      const reviewer = await acme.as("olivia", "acme", "approvals");
      expect((await reviewer.json<RequestsPage>("GET /requests")).requests).not.toEqual([]);
      const requests = await call(acme.permit, "GET", "/requests", undefined, bearing(after.token));
      expect(await requests.json()).toEqual({ requests: [], next: null });
      await acme.database.rows("update membership set status = 'suspended' where user_id = $1", [user]);
      expect(await logIn()).toMatchObject({ error_code: "INVALID_PERMISSION_LEVEL", token: "" });
    },
  },
  {
    line: 71,
    tries: "one's rights are remembered for the next who asks",
    async fails({ maria, victor, olivia, newcomer }) {
      const { user } = await newcomer();
      for (let n = 0; n < 4; n += 1) {
        expect((await maria.send(`PATCH /people/${user}/profile`, { title: `${n}` })).status).toBe(200);
        expect((await victor.send(`PATCH /people/${user}/profile`, { title: "no" })).status).toBe(403);
        expect((await olivia.send("GET /people")).status).toBe(200);
      }
    },
  },
  {
    line: 72,
    tries: "a request that only reads changes something",
    async fails({ acme, olivia, newcomer }) {
      const { user } = await newcomer();
      const reader = await acme.as("olivia", "acme", "audit-log");
      const sharer = await acme.as("olivia", "acme", "role-assignment");
      const reading = {
        olivia: ["/people", "/people/count", `/people/${user}`, "/invitations"],
        reader: [
          "/audit-log",
          "/audit-log/activity",
          "/audit-log/verification",
          "/audit-log/export?format=csv",
        ],
        sharer: ["/instances", "/instances/document:42/access", "/instances/document:42/candidates?search=a"],
      };
      const before = await acme.database.state();
      for (const [who, paths] of Object.entries(reading))
        for (const path of paths) {
          const by = { olivia, reader, sharer }[who as keyof typeof reading];
          const response = await by.send(`GET ${path}`);
          expect(response.status, path).toBe(200);
          await response.text();
        }
      expect(await acme.database.state()).toBe(before);
    },
  },
  {
    line: 73,
    tries: "a narrow session opens one that is not",
    async fails({ acme, newcomer }) {
      const { user } = await newcomer();
      const narrow = await acme.forge("olivia", { verbs: ["user.view"] });
      const headers = { authorization: `Bearer ${narrow.session.token}`, "permit-element": "1" };
      const opened = await call(acme.permit, "POST", "/session", { type: "user-management" }, headers);
      const { token } = (await opened.json()) as { token: string };
      const again = { authorization: `Bearer ${token}` };
      const removed = await call(acme.permit, "POST", "/people/remove", { people: [{ user }] }, again);
      expect(removed.status).toBe(403);
    },
  },
  {
    line: 74,
    tries: "an owner's narrow session is an owner's all the same",
    async fails({ acme, newcomer, role, grant }) {
      const narrow = await acme.forge("olivia", { verbs: ["user.view", "user.suspend"] });
      const { user } = await newcomer();
      expect(await codesOf(await grant(narrow, user, { role: role["editor"] }))).toContain(
        "verb_not_in_session",
      );
    },
  },
  {
    line: 75,
    tries: "what a session includes is forgotten at one of the doors",
    async fails({ acme, newcomer, role }) {
      const narrow = await acme.forge("olivia", { verbs: ["user.view"] });
      const { user } = await newcomer();
      const inputs: Record<string, object> = {
        "POST /people/roles": { changes: [{ user, grant: [{ role: role["editor"] }] }] },
        "POST /people/suspend": { people: [{ user }] },
        "POST /people/remove": { people: [{ user }] },
        [`PATCH /people/${user}/profile`]: { title: "x" },
        [`PATCH /people/${user}/attributes`]: { attributes: { badge: 1 } },
        "POST /invitations": { invitations: [{ email: "x@y.example", roles: [{ role: role["viewer"] }] }] },
      };
      for (const [route, input] of Object.entries(inputs))
        expect((await narrow.refusal(route, input)).reasons?.[0]?.code, route).toBe("verb_not_in_session");
    },
  },
  {
    line: 76,
    tries: "an id that is a path leads to another door",
    async fails({ olivia }) {
      for (const id of ["..%2finvitations", "%2e%2e", "..", ".%2f", "x/../../people", "%00"]) {
        expect((await olivia.send(`PATCH /people/${id}/profile`, { title: "x" })).status, id).toBe(404);
        expect((await olivia.send(`POST /invitations/${id}/cancel`, {})).status, id).toBe(404);
      }
    },
  },
  {
    line: 77,
    tries: "what nobody knows, a tenant or a version, is let pass",
    async fails({ acme, olivia }) {
      const session = { type: "user-management", tenant: "nowhere" };
      expect((await call(acme.permit, "POST", "/session", session, asHost("olivia", ""))).status).toBe(404);
      for (const path of ["/v1/people", "/v3/people", "/nowhere/people"])
        expect((await olivia.send(`GET ${path}`)).status, path).toBe(404);
      // What is not there is told to API keys alone, so that nobody else learns what is.
      const key = bearing(await apiKeyOf(acme));
      for (const path of ["/v2/people", "/v2/nowhere/people", "/v2/auth/people"]) {
        expect((await olivia.send(`GET ${path}`)).status, path).toBe(401);
        expect((await call(acme.permit, "GET", path, undefined, key)).status, path).toBe(404);
      }
    },
  },
  {
    line: 78,
    tries: "a token that was cut short, or goes on, is good",
    async fails({ acme, olivia, name }) {
      const key = name("guest");
      const { token } = await acme.invite(olivia, `${key}@acme.example`, "viewer");
      const changed = (text: string) => [
        text.slice(0, -1),
        text.slice(1),
        `${text}A`,
        `${text} `,
        `${text}=`,
      ];
      for (const other of changed(token))
        expect(
          (await call(acme.permit, "POST", "/invitations/accept", { token: other }, asHost(key))).ok,
        ).toBe(false);
      for (const other of [...changed(olivia.session.token)].filter((each) => each.trim() === each))
        expect(
          (await call(acme.permit, "GET", "/people", undefined, { authorization: `Bearer ${other}` })).status,
        ).toBe(401);
    },
  },
  {
    line: 81,
    tries: "the host's key of a user is another user's id",
    async fails({ acme, olivia }) {
      for (const key of [
        olivia.session.you.user,
        olivia.session.you.user.replaceAll("-", "").toUpperCase(),
      ]) {
        const open = await call(acme.permit, "POST", "/session", { type: "user-management" }, asHost(key));
        expect(open.ok, key).toBe(false);
        expect(open.status).not.toBe(200);
      }
      const there = await acme.database.rows("select from app_user where key::text = $1", [
        olivia.session.you.user,
      ]);
      expect(there).toEqual([]);
    },
  },
  {
    line: 82,
    tries: "path, query and body name different things, and one is judged and another changed",
    async fails({ acme, olivia, newcomer }) {
      const [one, two] = [await newcomer(), await newcomer()];
      const before = await acme.database.state();
      for (const more of [{ user: two.user }, { id: two.user }, { tenant: "globex" }])
        expect(
          (await olivia.refusal(`PATCH /people/${one.user}/profile`, { title: "x", ...more })).status,
        ).toBe(422);
      expect(await acme.database.state()).toBe(before);
      await olivia.json(`PATCH /people/${one.user}/profile?user=${two.user}&tenant=globex`, { title: "One" });
      const titled = await acme.database.rows(
        "select user_id from membership where profile ->> 'title' = 'One'",
      );
      expect(titled).toEqual([{ user_id: one.user }]);
    },
  },
  {
    line: 83,
    tries: "a header names the tenant, and the session another",
    async fails({ acme, olivia, gloria }) {
      const headers = { "x-tenant": "globex", "x-tenant-id": acme.tenants["globex"] ?? "", tenant: "globex" };
      const response = await olivia.send("GET /people?limit=100", undefined, headers);
      expect(await response.text()).not.toContain(gloria.session.you.user);
      const removing = { people: [{ user: gloria.session.you.user }] };
      expect((await olivia.send("POST /people/remove", removing, headers)).status).toBe(404);
    },
  },
  {
    line: 84,
    tries: "who comes after under the same key inherits what is left of who was before",
    async fails({ acme, name }) {
      const [tenant, key] = [name("tenant"), name("owner")];
      const make = async () => {
        await acme.permit.define({ tenants: { [tenant]: { name: tenant } } });
        await acme.permit.importPeople(tenant, [{ key, roles: ["owner"] }]);
      };
      await make();
      const before = await acme.as(key, tenant);
      await acme.database.rows("delete from tenant where key = $1", [tenant]);
      await make();
      expect((await before.send("GET /people")).status).toBe(404);
      expect((await acme.as(key, tenant)).session.tenant.id).not.toBe(before.session.tenant.id);
    },
  },
  {
    line: 85,
    tries: "something is made under an id that is somebody else's already",
    async fails({ acme, olivia, gloria, role, name }) {
      const { id } = await acme.invite(gloria, `${name("guest")}@globex.example`, "viewer");
      const invitations = [{ id, email: `${name("guest")}@acme.example`, roles: [{ role: role["viewer"] }] }];
      expect((await olivia.refusal("POST /invitations", { invitations })).status).toBe(422);
      expect(await acme.database.value("select tenant_id from invitation where id = $1", [id])).toBe(
        acme.tenants["globex"],
      );
    },
  },
  {
    line: 86,
    tries: "a role of one kind of place is given at another",
    async fails({ olivia, newcomer, grant, role }) {
      const { user } = await newcomer([]);
      for (const wrong of [
        { role: role["viewer"], instance: "document:42" },
        { role: role["document:reader"] },
        { role: role["document:reader"], instance: "folder:plans" },
      ])
        expect((await grant(olivia, user, wrong)).ok, JSON.stringify(wrong)).toBe(false);
    },
  },
  {
    line: 87,
    tries: "another tenant's document is shared, or looked at",
    async fails({ acme, newcomer, grant, role }) {
      const sharer = await acme.as("olivia", "acme", "role-assignment");
      const { user } = await newcomer([]);
      const answers = ["document:harbour", "document:never-was"].map(async (instance) => {
        const looked = await sharer.refusal(`GET /instances/${instance}/access`);
        const shared = await grant(sharer, user, { role: role["document:reader"], instance });
        return [looked.status, looked.message, shared.status, await codesOf(shared)];
      });
      const [there, nowhere] = await Promise.all(answers);
      expect(there).toEqual(nowhere);
      expect(there?.[0]).toBe(404);
      expect(there?.[2]).not.toBe(200);
    },
  },
];
