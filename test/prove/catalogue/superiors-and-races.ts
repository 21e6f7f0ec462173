import { expect } from "vitest";
import { asHost, call } from "../../support/acme.js";
import { codesOf, type Attack } from "./scene.js";

/** B and C: acting on superiors, peers and oneself; two at the same moment. */
export const superiorsAndRaces: Attack[] = [
  {
    line: 29,
    tries: "a manager puts an owner out: suspends or removes them",
    async fails({ maria, olivia }) {
      const people = [{ user: olivia.session.you.user }];
      for (const verb of ["suspend", "remove"])
        expect((await maria.refusal(`POST /people/${verb}`, { people })).status, verb).toBe(403);
    },
  },
  {
    line: 31,
    tries: "a manager who may edit people edits an owner",
    async fails({ maria, olivia }) {
      const at = `PATCH /people/${olivia.session.you.user}`;
      expect((await maria.refusal(`${at}/profile`, { name: "Mine" })).status).toBe(403);
      expect((await maria.refusal(`${at}/attributes`, { attributes: { badge: 1 } })).status).toBe(403);
    },
  },
  {
    line: 33,
    tries: "who holds a superior role only by what it follows from is treated as an inferior",
    async fails({ acme, newcomer, delegate, role, olivia }) {
      const shared = "document:shared-plan";
      await acme.permit.define({
        resources: {
          shelf: {
            name: "Shelf",
            actions: { dust: "Dust shelves" },
            roles: { librarian: { name: "Librarian", permissions: ["dust"] } },
          },
          document: {
            name: "Document",
            actions: { read: "Read documents" },
            relations: { shelf: "shelf" },
            derivations: [
              { role: "owner", from: { resource: "shelf", role: "librarian" }, relation: "shelf" },
            ],
          },
        },
        instances: [
          { instance: "shelf:one", tenant: "acme" },
          { instance: shared, tenant: "acme" },
        ],
        tuples: [{ tenant: "acme", subject: "shelf:one", relation: "shelf", object: shared }],
      });
      const by = await delegate({
        verbs: ["user.view", "user.remove", "role.revoke"],
        roles: { keys: ["viewer"] },
        mode: "bind",
      });
      const plain = await newcomer();
      const heir = await newcomer([], {
        roles: ["viewer", { role: "librarian", instance: "shelf:one" }],
      });
      const remove = (user: string) => by.send("POST /people/remove", { people: [{ user }] });
      expect(role["document:owner"]).toBeDefined();
      expect((await remove(heir.user)).status).toBe(403);
      expect((await remove(plain.user)).status).toBe(200);
      await olivia.json("POST /people/remove", { people: [{ user: heir.user }] }).catch(() => undefined);
    },
  },
  {
    line: 34,
    tries: "a superior's address is changed, to take over what is sent there",
    async fails({ acme, maria, olivia }) {
      const you = olivia.session.you.user;
      for (const field of ["email", "email_verified", "key"])
        expect((await maria.refusal(`PATCH /people/${you}/profile`, { [field]: "x@y.example" })).status).toBe(
          422,
        );
      expect(await acme.database.value("select email from app_user where key = 'olivia'")).toBe(
        "olivia@acme.example",
      );
    },
  },
  {
    line: 35,
    tries: "somebody changes their own rights",
    async fails({ maria, role, grant }) {
      const { user } = maria.session.you;
      expect(await codesOf(await grant(maria, user, { role: role["billing"] }))).toContain("oneself");
      for (const more of [{ roles: [] }, { permissions: ["*"] }, { status: "active" }])
        expect((await maria.refusal(`PATCH /people/${user}/profile`, more)).status).toBe(422);
    },
  },
  {
    line: 36,
    tries: "one's own session is exchanged for one of somebody above",
    async fails({ acme, maria, olivia }) {
      const headers = { authorization: `Bearer ${maria.session.token}`, "permit-element": "1" };
      const open = (more: object) =>
        call(acme.permit, "POST", "/session", { type: "user-management", ...more }, headers);
      const { you } = (await (await open({})).json()) as { you: { user: string } };
      expect(you.user).toBe(maria.session.you.user);
      const other = await open({ user: olivia.session.you.user });
      if (other.ok)
        expect(((await other.json()) as { you: { user: string } }).you.user).toBe(maria.session.you.user);
      expect((await open({ verbs: ["role.grant"] })).status).toBe(422);
      expect((await open({ as: "olivia" })).status).toBe(422);
    },
  },
  {
    line: 37,
    tries: "a manager takes an owner's role away",
    async fails({ maria, olivia, role, heldBy }) {
      const { user } = olivia.session.you;
      const changes = [{ user, revoke: [{ role: role["owner"] }] }];
      expect((await maria.refusal("POST /people/roles", { changes })).status).toBe(403);
      const ending = [{ user, grant: [{ role: role["owner"], ends_at: "2099-01-01T00:00:00Z" }] }];
      expect((await maria.refusal("POST /people/roles", { changes: ending })).status).toBe(403);
      expect(await heldBy(user)).toEqual(["owner"]);
    },
  },
  {
    line: 38,
    tries: "whoever registers says themselves what they are",
    async fails({ acme, name }) {
      const key = name("registering");
      for (const more of [{ roles: ["owner"] }, { admin: true }, { verbs: ["user.view"] }])
        expect(
          (await call(acme.permit, "POST", "/session", { type: "user-management", ...more }, asHost(key)))
            .status,
        ).toBe(422);
      expect(
        (await call(acme.permit, "POST", "/session", { type: "user-management" }, asHost(key))).status,
      ).toBe(404);
    },
  },
  {
    line: 39,
    tries: "who is being demoted promotes somebody at the same moment, and both succeed in the wrong order",
    async fails({ acme, olivia, newcomer, grant, role }) {
      for (let n = 0; n < 5; n += 1) {
        const one = await newcomer(["manager"]);
        const { user } = await newcomer([]);
        const by = await acme.as(one.key);
        const [promoted, demoted] = await Promise.all([
          grant(by, user, { role: role["manager"] }),
          olivia.send("POST /people/roles", {
            changes: [{ user: one.user, revoke: [{ role: role["manager"] }] }],
          }),
        ]);
        expect(demoted.status).toBe(200);
        const seq = (action: string, target: string) =>
          acme.database.rows<{ seq: number }>(
            "select e.seq::int as seq from audit_entry e where action = $1 and target_id = $2",
            [action, target],
          );
        const [revoke] = await seq("role.revoke", one.user);
        const [granted] = await seq("role.grant", user);
        if (promoted.ok) expect(granted?.seq).toBeLessThan(revoke?.seq ?? 0);
        else expect(granted).toBeUndefined();
      }
    },
  },
  {
    line: 40,
    tries: "two last owners put each other out at the same moment",
    async fails({ acme, name, role }) {
      const tenant = name("tenant");
      await acme.permit.define({
        tenants: { [tenant]: { name: tenant, guardrails: { least: { owner: 1 } } } },
      });
      const keys = [name("owner"), name("owner")];
      await acme.permit.importPeople(
        tenant,
        keys.map((key) => ({ key, roles: ["owner"] })),
      );
      const [one, two] = await Promise.all(keys.map((key) => acme.as(key, tenant)));
      if (!one || !two) throw new Error("Two are needed.");
      const demote = (by: typeof one, user: string) =>
        by.send("POST /people/roles", { changes: [{ user, revoke: [{ role: role["owner"] }] }] });
      const answers = await Promise.all([
        demote(one, two.session.you.user),
        demote(two, one.session.you.user),
      ]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    },
  },
  {
    line: 41,
    tries: "a role is taken for another by its name",
    async fails({ acme, olivia, newcomer, grant, heldBy, name, role }) {
      const { user } = await newcomer([]);
      for (const named of ["viewer", "Viewer", "owner"])
        expect((await grant(olivia, user, { role: named })).ok, named).toBe(false);
      await acme.permit.define({
        roles: { [name("twin")]: { name: "Viewer", permissions: ["invoice:pay"] } },
      });
      expect((await grant(olivia, user, { role: role["viewer"] })).status).toBe(200);
      expect(await heldBy(user)).toEqual(["viewer"]);
    },
  },
  {
    line: 42,
    tries: "one invitation is accepted sixteen times at once",
    async fails({ acme, olivia, name }) {
      const key = name("guest");
      const { token } = await acme.invite(olivia, `${key}@acme.example`, "viewer");
      const answers = await Promise.all(
        Array.from({ length: 16 }, () =>
          call(acme.permit, "POST", "/invitations/accept", { token }, asHost(key)),
        ),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    },
  },
  {
    line: 43,
    tries: "the last seat is taken by several at once",
    async fails({ acme, name, role, invite }) {
      const [tenant, key] = [name("tenant"), name("owner")];
      await acme.permit.define({ tenants: { [tenant]: { name: tenant, guardrails: { seats: 2 } } } });
      await acme.permit.importPeople(tenant, [{ key, roles: ["owner"] }]);
      const by = await acme.as(key, tenant);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) => invite(by, `seat-${n}@acme.example`, { role: role["viewer"] })),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    },
  },
  {
    line: 44,
    tries: "under load one request is answered as somebody else's",
    async fails({ acme, olivia, maria, victor, gloria }) {
      const all = [olivia, maria, victor, gloria];
      await Promise.all(
        Array.from({ length: 40 }, async (_, n) => {
          const by = all[n % all.length];
          if (!by) throw new Error("Nobody asks.");
          const headers = { authorization: `Bearer ${by.session.token}`, "permit-element": "1" };
          const answer = await call(acme.permit, "POST", "/session", { type: "user-management" }, headers);
          expect(await answer.json()).toMatchObject({ you: by.session.you, tenant: by.session.tenant });
        }),
      );
    },
  },
  {
    line: 45,
    tries: "a right is looked up first, and used after it was taken away",
    async fails({ acme, newcomer, heldBy }) {
      const { key, user: own } = await newcomer(["manager"]);
      const { user } = await newcomer(["viewer"]);
      const by = await acme.as(key);
      const { answer } = await acme.database.within({}, async (run) => {
        await run("select from tenant where key = 'acme' for update");
        const asked = by.send("POST /people/remove", { people: [{ user }] });
        await run("delete from assignment where user_id = $1", [own]);
        return { answer: asked };
      });
      expect((await answer).status).toBe(403);
      expect(await heldBy(user)).toEqual(["viewer"]);
    },
  },
  {
    line: 62,
    tries: "whoever has asked, their second account or whom it is for agrees to a request",
    async fails({ acme, newcomer, name, role, heldBy }) {
      const [boss, friend] = [await newcomer(["owner"]), await newcomer(["manager"])];
      const grant = [{ role: role["manager"] }];
      const ask = async (by: string, user: string) =>
        (
          await (
            await acme.as(by, "acme", "approvals")
          ).json<{ request: string }>("POST /requests", { kind: "access", person: { user, grant } })
        ).request;
      const agree = async (key: string, request: string) =>
        (await acme.as(key, "acme", "approvals")).send(`POST /requests/${request}/review`, { agrees: true });
      const own = await ask(boss.key, boss.user);
      expect((await agree(boss.key, own)).status).toBe(403);
      const second = name("second");
      const email = `${boss.key}@acme.example`;
      await acme.permit.importPeople("acme", [{ key: second, email, roles: ["owner"] }]).catch(() => null);
      const bySecond = await agree(second, own).catch(() => null);
      expect(bySecond?.ok ?? false).toBe(false);
      expect((await agree(boss.key, await ask(friend.key, boss.user))).status).toBe(404);
      expect(await heldBy(boss.user)).toEqual(["owner"]);
    },
  },
];
