import { expect } from "vitest";
import type { PeopleAnswer } from "../../../src/api/people/contract.js";
import { asHost, call, definition, refusalOf } from "../../support/acme.js";
import { codesOf, type Attack } from "./scene.js";

const giving = ["user.view", "user.invite", "role.grant", "role.revoke", "role.extend"] as const;

/** A: giving more than one's limits. */
export const moreThanOnesOwn: Attack[] = [
  {
    line: 1,
    tries: "a manager gives what only owners have, by every path there is",
    async fails({ maria, role, newcomer, grant, invite, name }) {
      const { user } = await newcomer();
      const owner = { role: role["owner"] };
      expect((await grant(maria, user, owner)).status).toBe(403);
      expect((await invite(maria, `${name("new")}@acme.example`, owner)).status).toBe(403);
      expect((await invite(maria, "victor@acme.example", owner)).status).toBe(403);
      const dry = { changes: [{ user, grant: [owner] }], dry_run: true };
      expect((await maria.json<PeopleAnswer>("POST /people/roles", dry)).rows).toMatchObject([
        { outcome: "refused" },
      ]);
    },
  },
  {
    line: 2,
    tries: "the least of all roles changes something, at any route that changes something",
    async fails({ acme, victor, newcomer, role }) {
      const { user } = await newcomer();
      const { user: suspended } = await newcomer(["editor"], { status: "suspended" });
      const id = (await acme.invite(await acme.as("olivia"), `${user}@acme.example`, "editor")).id;
      const inputs: Record<string, object> = {
        "POST /people/roles": { changes: [{ user, grant: [{ role: role["editor"] }] }] },
        "POST /people/suspend": { people: [{ user }] },
        "POST /people/reactivate": { people: [{ user: suspended }] },
        "POST /people/remove": { people: [{ user }] },
        [`PATCH /people/${user}/profile`]: { title: "x" },
        [`PATCH /people/${user}/attributes`]: { attributes: { badge: 1 } },
        "POST /invitations": { invitations: [{ email: "x@y.example", roles: [{ role: role["viewer"] }] }] },
        [`POST /invitations/${id}/resend`]: {},
        [`POST /invitations/${id}/link`]: {},
        [`POST /invitations/${id}/cancel`]: {},
      };
      for (const [route, input] of Object.entries(inputs))
        expect((await victor.refusal(route, input)).status, route).toBe(403);
    },
  },
  {
    line: 4,
    tries: "who manages members makes themselves, or one another, an owner",
    async fails({ acme, maria, role, newcomer, grant, heldBy }) {
      const { key, user } = await newcomer(["manager"]);
      const other = await acme.as(key);
      const owner = { role: role["owner"] };
      for (const [by, target] of [
        [maria, maria.session.you.user],
        [maria, user],
        [other, maria.session.you.user],
        [other, user],
      ] as const)
        expect((await grant(by, target, owner)).status).toBe(403);
      expect(await heldBy(user)).toEqual(["manager"]);
    },
  },
  {
    line: 6,
    tries: "a role that is called alike but gives more is given by whoever has the lesser one",
    async fails({ acme, delegate, role, newcomer, grant }) {
      await acme.permit.define({
        roles: { editor2: { name: "Editor", permissions: ["document:write", "invoice:pay"] } },
      });
      const by = await delegate({ verbs: [...giving], roles: { keys: ["editor2", "editor"] } }, [
        "document:read",
        "document:write",
      ]);
      const id = await acme.database.value("select id from role where key = 'editor2'");
      const { user } = await newcomer([]);
      expect(await codesOf(await grant(by, user, { role: id }))).toContain("more_than_you_have");
      expect((await grant(by, user, { role: role["editor"] })).status).toBe(200);
    },
  },
  {
    line: 7,
    tries: "what may not be made is made anew: a manager renews an invitation that promises an owner",
    async fails({ acme, olivia, maria, name }) {
      const { id } = await acme.invite(olivia, `${name("new")}@acme.example`, "owner");
      for (const verb of ["resend", "link", "cancel"])
        expect((await maria.refusal(`POST /invitations/${id}/${verb}`, {})).status, verb).toBe(403);
    },
  },
  {
    line: 8,
    tries: "a role that was widened since is given on by whoever has not what it gives now",
    async fails({ acme, delegate, newcomer, grant, name }) {
      const key = name("growing");
      const defined = (permissions: string[]) =>
        acme.permit.define({ roles: { [key]: { name: key, permissions } } });
      await defined(["document:read"]);
      const id = await acme.database.value("select id from role where key = $1", [key]);
      const by = await delegate({ verbs: [...giving], roles: { keys: [key] } }, ["document:read"]);
      expect((await grant(by, (await newcomer([])).user, { role: id })).status).toBe(200);
      await defined(["document:read", "invoice:pay"]);
      expect(await codesOf(await grant(by, (await newcomer([])).user, { role: id }))).toContain(
        "more_than_you_have",
      );
    },
  },
  {
    line: 9,
    tries: "a role is given that leads to another elsewhere, which its giver could not give",
    async fails({ delegate, role, newcomer, grant }) {
      const by = await delegate(
        {
          verbs: [...giving],
          roles: { keys: ["folder:keeper"] },
          places: { tenant: true, types: ["folder"] },
        },
        ["folder:open"],
      );
      const keeper = { role: role["folder:keeper"], instance: "folder:plans" };
      expect(await codesOf(await grant(by, (await newcomer([])).user, keeper))).toContain(
        "more_than_you_have",
      );
    },
  },
  {
    line: 10,
    tries: "a role is given that has its permissions from one it extends",
    async fails({ acme, delegate, newcomer, grant, name }) {
      const key = name("heir");
      await acme.permit.define({ roles: { [key]: { name: key, permissions: [], extends: ["billing"] } } });
      const by = await delegate({ verbs: [...giving], roles: { keys: [key] } }, ["document:read"]);
      const id = await acme.database.value("select id from role where key = $1", [key]);
      expect(await codesOf(await grant(by, (await newcomer([])).user, { role: id }))).toContain(
        "more_than_you_have",
      );
    },
  },
  {
    line: 11,
    tries: "a harmless edit carries what is no harmless field along",
    async fails({ acme, olivia, newcomer }) {
      const { user } = await newcomer();
      const before = await acme.database.state();
      for (const more of [
        { email: "x@y.example" },
        { status: "suspended" },
        { roles: [] },
        { key: "olivia" },
      ])
        for (const route of [`PATCH /people/${user}/profile`, `PATCH /people/${user}/attributes`])
          expect((await olivia.refusal(route, { name: "x", attributes: {}, ...more })).status).toBe(422);
      expect(await acme.database.state()).toBe(before);
    },
  },
  {
    line: 13,
    tries: "whoever owns document:4 reaches document:42",
    async fails({ acme, newcomer }) {
      await acme.permit.define({ instances: [{ instance: "document:4", tenant: "acme" }] });
      const { key } = await newcomer([], { roles: [{ role: "owner", instance: "document:4" }] });
      const by = await acme.sharing(key, "document:4");
      expect((await by.send("GET /instances/document:4/access")).status).toBe(200);
      for (const other of ["document:42", "document:", "document:4%2f", "document:43"])
        expect((await by.send(`GET /instances/${other}/access`)).ok, other).toBe(false);
    },
  },
  {
    line: 14,
    tries: "doors of the administration open to the least of all roles",
    async fails({ acme, victor }) {
      expect((await victor.refusal("GET /audit-log")).status).toBe(403);
      expect((await victor.refusal("GET /audit-log/export?format=csv")).status).toBe(403);
      const input = { user_id: "olivia", tenant_id: "acme" };
      const headers = { authorization: `Bearer ${victor.session.token}` };
      const login = await acme.permit.fetch(
        new Request("http://app.example/v2/auth/elements_login_as", {
          method: "POST",
          headers,
          body: JSON.stringify(input),
        }),
      );
      expect(login.status).toBe(401);
    },
  },
  {
    line: 15,
    tries: "an owner of one tenant acts as one in another, where they are a viewer",
    async fails({ acme, newcomer, grant, role }) {
      const { key, user } = await newcomer(["viewer"]);
      await acme.permit.importPeople("globex", [{ key, roles: ["owner"] }]);
      const here = await acme.as(key);
      const there = await acme.as(key, "globex");
      const target = await newcomer();
      expect((await grant(here, target.user, { role: role["editor"] })).status).toBe(403);
      expect((await grant(there, target.user, { role: role["editor"] })).status).toBe(404);
      expect((await there.send(`GET /people/${user}`)).status).toBe(200);
      const { people } = await here.json<{ people: { user: string; roles: object[] }[] }>(
        `GET /people?search=${key}`,
      );
      expect(people).toMatchObject([{ user, roles: [{ role: role["viewer"] }] }]);
    },
  },
  {
    line: 16,
    tries: "a star in a delegation stands for every verb or every role",
    async fails({ acme }) {
      const star = (more: object) => acme.permit.define({ delegations: [{ role: "manager", ...more }] });
      for (const more of [{ verbs: ["*"] }, { roles: { keys: ["*"] } }, { places: { types: ["*"] } }])
        await expect(star(more), JSON.stringify(more)).rejects.toThrow();
    },
  },
  {
    line: 17,
    tries: "limits that can't be read count as no limits",
    async fails({ acme, delegate, newcomer, role, grant }) {
      const by = await delegate({ verbs: [...giving], roles: { keys: ["editor"] }, mode: "bind" });
      const give = async () => grant(by, (await newcomer([])).user, { role: role["editor"] });
      expect((await give()).status).toBe(200);
      await acme.database.rows(
        `update delegation set limits = limits || '{"unheard_of": 1}' where role_id =
           (select role_id from assignment where user_id = $1)`,
        [by.session.you.user],
      );
      expect((await give()).status).toBe(403);
    },
  },
  {
    line: 18,
    tries: "a role that nobody can look up is given",
    async fails({ olivia, newcomer, grant, role }) {
      const { user } = await newcomer();
      for (const id of [crypto.randomUUID(), user, role["support"]])
        expect(await codesOf(await grant(olivia, user, { role: id }))).toEqual(["unknown_role"]);
    },
  },
  {
    line: 19,
    tries: "from any delegate's profile a chain of acts leads to the whole",
    async fails({ acme, maria, newcomer, role, grant, heldBy }) {
      const { key } = await newcomer([], { roles: [{ role: "owner", instance: "document:43" }] });
      const { key: manager } = await newcomer(["manager", "billing"]);
      const { user } = await newcomer();
      for (const by of [maria, await acme.as(manager), await acme.sharing(key, "document:43")]) {
        await grant(by, user, { role: role["manager"] });
        await grant(by, user, { role: role["document:owner"], instance: "document:43" });
        expect((await grant(by, user, { role: role["owner"] })).ok).toBe(false);
        expect((await grant(by, by.session.you.user, { role: role["owner"] })).ok).toBe(false);
      }
      const raised = await acme.as(
        await acme.database.value<string>("select key from app_user where id = $1", [user]),
      );
      expect((await grant(raised, user, { role: role["owner"] })).ok).toBe(false);
      expect((await grant(raised, maria.session.you.user, { role: role["owner"] })).ok).toBe(false);
      expect(await heldBy(user)).not.toContain("support");
    },
  },
  {
    line: 20,
    tries: "whoever may bring people in chooses any role for them",
    async fails({ delegate, invite, role, name }) {
      const by = await delegate({
        verbs: ["user.view", "user.invite"],
        roles: { keys: ["editor"] },
        mode: "bind",
      });
      expect((await invite(by, `${name("new")}@acme.example`, { role: role["billing"] })).ok).toBe(false);
      expect((await invite(by, `${name("new")}@acme.example`, { role: role["editor"] })).status).toBe(200);
    },
  },
  {
    line: 21,
    tries: "what the page hides is sent by hand",
    async fails({ olivia, newcomer, grant, invite, role, name }) {
      const hidden = { role: role["support"] };
      expect(JSON.stringify(olivia.session)).not.toContain(role["support"]);
      expect((await grant(olivia, (await newcomer()).user, hidden)).ok).toBe(false);
      expect((await invite(olivia, `${name("new")}@acme.example`, hidden)).ok).toBe(false);
    },
  },
  {
    line: 22,
    tries: "a request brings fields along that nobody asked for",
    async fails({ olivia, newcomer, role }) {
      const { user } = await newcomer();
      const change = { user, grant: [{ role: role["viewer"] }] };
      for (const input of [
        { changes: [change], admin: true },
        { changes: [{ ...change, admin: true }] },
        { changes: [{ user, grant: [{ role: role["viewer"], begins_at: "2020-01-01T00:00:00Z" }] }] },
        { changes: [change], actor: olivia.session.you.user },
      ])
        expect((await olivia.refusal("POST /people/roles", input)).status).toBe(422);
    },
  },
  {
    line: 23,
    tries: "one row of a batch that may pass takes those along that may not",
    async fails({ maria, olivia, newcomer, role, heldBy }) {
      const [{ user }, { user: other }] = [await newcomer([]), await newcomer([])];
      const { rows } = await maria.json<PeopleAnswer>("POST /people/roles", {
        changes: [
          { user, grant: [{ role: role["viewer"] }] },
          { user: olivia.session.you.user, grant: [{ role: role["viewer"] }] },
          { user: other, grant: [{ role: role["owner"] }] },
        ],
      });
      expect(rows.map(({ outcome }) => outcome)).toEqual(["done", "refused", "refused"]);
      expect([await heldBy(user), await heldBy(other)]).toEqual([["viewer"], []]);
    },
  },
  {
    line: 25,
    tries: "somebody takes another's place by an account with the same address",
    async fails({ acme, newcomer, heldBy, name }) {
      const { key, user } = await newcomer(["manager"]);
      const impostor = name("impostor");
      const headers = { ...asHost(impostor), "as-email": `${key}@acme.example` };
      const response = await call(acme.permit, "POST", "/session", { type: "user-management" }, headers);
      expect(response.status).toBe(404);
      const claimant = await acme.database.value<string>("select id from app_user where key = $1", [
        impostor,
      ]);
      expect(await heldBy(claimant)).toEqual([]);
      expect(await heldBy(user)).toEqual(["manager"]);
    },
  },
  {
    line: 26,
    tries: "whoever owns a document gives everything on it, and in the tenant",
    async fails({ acme, newcomer, grant, role }) {
      const { key } = await newcomer([], { roles: [{ role: "owner", instance: "document:year-end" }] });
      const by = await acme.sharing(key, "document:year-end");
      const { user } = await newcomer();
      const instance = "document:year-end";
      expect((await grant(by, user, { role: role["document:owner"], instance })).ok).toBe(false);
      expect((await grant(by, user, { role: role["viewer"] })).ok).toBe(false);
      expect((await grant(by, user, { role: role["document:reader"], instance: "document:42" })).ok).toBe(
        false,
      );
      expect((await grant(by, user, { role: role["document:reader"], instance })).status).toBe(200);
    },
  },
  {
    line: 27,
    tries: "whoever holds a link names the role it brings",
    async fails({ acme, olivia, role, name, heldBy }) {
      const key = name("guest");
      const { token } = await acme.invite(olivia, `${key}@acme.example`, "viewer");
      const accept = (input: object) =>
        call(acme.permit, "POST", "/invitations/accept", { token, ...input }, asHost(key));
      for (const more of [
        { roles: [{ role: role["owner"] }] },
        { role: role["owner"] },
        { tenant: "globex" },
      ])
        expect((await refusalOf(await accept(more))).status).toBe(422);
      expect((await accept({})).status).toBe(200);
      expect(await heldBy(await acme.user(key))).toEqual(["viewer"]);
    },
  },
  {
    line: 28,
    tries: "definitions that are applied again widen what is held",
    async fails({ acme }) {
      const all = async () =>
        acme.database.rows(
          `select a.user_id, a.role_id, a.instance_id, array(select role_permissions(a.environment_id, a.role_id) order by 1)
           from assignment a order by 1, 2, 3`,
        );
      const before = await all();
      await acme.permit.define(definition);
      expect(await all()).toEqual(before);
    },
  },
];
