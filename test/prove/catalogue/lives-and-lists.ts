import { expect } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InviteAnswer } from "../../../src/api/user-management/contract.js";
import { lockFolder } from "../../../src/api/store/folder-lock.js";
import { asHost, call } from "../../support/acme.js";
import { LiveStream } from "../../support/live-stream.js";
import { apiKeyOf } from "./api-key.js";
import { codesOf, type Attack } from "./scene.js";

const giving = ["user.view", "role.grant", "role.revoke", "role.extend"] as const;

/** G and H: what was taken away; updates, bulks, exports, lists, the log. */
export const livesAndLists: Attack[] = [
  {
    line: 88,
    tries: "a right that was put out of force counts on",
    async fails({ acme, newcomer, olivia }) {
      const { key, user } = await newcomer(["manager"]);
      const by = await acme.as(key);
      await olivia.json("POST /people/suspend", { people: [{ user }] });
      expect((await by.send("GET /people")).status).toBe(403);
      const open = await call(acme.permit, "POST", "/session", { type: "user-management" }, asHost(key));
      expect(open.status).toBe(403);
    },
  },
  {
    line: 89,
    tries: "what is deleted leaves rights behind",
    async fails({ acme, name }) {
      const [role, key] = [name("passing"), name("holder")];
      await acme.permit.define({
        roles: { [role]: { name: role, permissions: ["document:read"] } },
        instances: [{ instance: `document:${role}`, tenant: "acme" }],
      });
      const roles = [role, { role: "reader", instance: `document:${role}` }];
      await acme.permit.importPeople("acme", [{ key, roles }]);
      const held = async () =>
        acme.database.value("select count(*)::int from assignment where user_id = $1", [
          await acme.user(key),
        ]);
      expect(await held()).toBe(2);
      await acme.database.rows("delete from role where key = $1", [role]);
      expect(await held()).toBe(1);
      await acme.database.rows("delete from resource_instance where key = $1", [role]);
      expect(await held()).toBe(0);
    },
  },
  {
    line: 90,
    tries: "an open stream goes on telling whoever has lost the right to look",
    async fails({ acme, newcomer, olivia }) {
      const { key, user } = await newcomer(["viewer"]);
      const stream = await LiveStream.open(await acme.as(key));
      await olivia.json("POST /people/suspend", { people: [{ user }] });
      expect(await stream.next("end")).toMatchObject({ data: { reason: "denied" } });
    },
  },
  {
    line: 91,
    tries: "a session for one document outlives the document, or the role on it",
    async fails({ acme, newcomer, name }) {
      for (const take of [
        "delete from resource_instance where key = $1",
        "delete from assignment where instance_id = (select id from resource_instance where key = $1)",
      ]) {
        const instance = name("short-lived");
        await acme.permit.define({ instances: [{ instance: `document:${instance}`, tenant: "acme" }] });
        const { key } = await newcomer([], { roles: [{ role: "owner", instance: `document:${instance}` }] });
        const by = await acme.sharing(key, `document:${instance}`);
        expect((await by.send(`GET /instances/document:${instance}/access`)).status).toBe(200);
        await acme.database.rows(take, [instance]);
        expect((await by.send(`GET /instances/document:${instance}/access`)).ok).toBe(false);
      }
    },
  },
  {
    line: 92,
    tries: "a grant with an end is extended after its role was widened past its giver",
    async fails({ acme, delegate, newcomer, grant, name }) {
      const key = name("growing");
      const defined = (permissions: string[]) =>
        acme.permit.define({ roles: { [key]: { name: key, permissions } } });
      await defined(["document:read"]);
      const role = await acme.database.value("select id from role where key = $1", [key]);
      const by = await delegate({ verbs: [...giving], roles: { keys: [key] } }, ["document:read"]);
      const { user } = await newcomer([]);
      expect((await grant(by, user, { role, ends_at: "2098-01-01T00:00:00Z" })).status).toBe(200);
      await defined(["document:read", "invoice:pay"]);
      expect(await codesOf(await grant(by, user, { role, ends_at: "2099-01-01T00:00:00Z" }))).toContain(
        "more_than_you_have",
      );
    },
  },
  {
    line: 93,
    tries: "a change is judged by how things were, and not by how it leaves them",
    async fails({ acme, name, role, grant }) {
      const [tenant, key, other] = [name("tenant"), name("owner"), name("person")];
      await acme.permit.define({
        tenants: { [tenant]: { name: tenant, guardrails: { exclusive: [["billing", "editor"]] } } },
      });
      await acme.permit.importPeople(tenant, [
        { key, roles: ["owner"] },
        { key: other, roles: ["billing"] },
      ]);
      const by = await acme.as(key, tenant);
      const user = await acme.user(other);
      expect(await codesOf(await grant(by, user, { role: role["editor"] }))).toContain("exclusive_roles");
      const swap = {
        changes: [{ user, grant: [{ role: role["editor"] }], revoke: [{ role: role["billing"] }] }],
      };
      expect((await by.send("POST /people/roles", swap)).status).toBe(200);
    },
  },
  {
    line: 94,
    tries: "two limits are laid together: the role of one, the people of the other",
    async fails({ acme, newcomer, grant, role, name }) {
      const key = name("aide");
      const to = (department: string, given: string) => ({
        role: key,
        verbs: [...giving],
        roles: { keys: [given] },
        mode: "bind" as const,
        targets: { attributes: { department } },
      });
      await acme.permit.define({
        roles: { [key]: { name: key } },
        delegations: [to("Legal", "editor"), to("Design", "billing")],
      });
      const by = await acme.as((await newcomer([key])).key);
      const { user } = await newcomer([], { attributes: { department: "Design" } });
      expect((await grant(by, user, { role: role["editor"] })).ok).toBe(false);
      expect((await grant(by, user, { role: role["billing"] })).status).toBe(200);
    },
  },
  {
    line: 95,
    tries: "a bulk comes to something else than the same acts one by one",
    async fails({ acme, name, role }) {
      const outcomes: unknown[] = [];
      for (const isBulk of [true, false]) {
        const [tenant, key, one, two] = [name("tenant"), name("owner"), name("one"), name("two")];
        const guardrails = { exclusive: [["billing", "editor"]], most: { manager: 1 }, seats: 4 };
        await acme.permit.define({ tenants: { [tenant]: { name: tenant, guardrails } } });
        const people = [one, two].map((each) => ({
          key: each,
          email: `${each}@acme.example`,
          roles: ["viewer"],
        }));
        await acme.permit.importPeople(tenant, [{ key, roles: ["owner"] }, ...people]);
        const by = await acme.as(key, tenant);
        const give = (who: string, given: string) => ({
          email: `${who}@acme.example`,
          roles: [{ role: role[given] }],
        });
        const rows = [
          give(one, "billing"),
          give(one, "editor"),
          give(two, "manager"),
          give(one, "manager"),
          give(two, "editor"),
          give(`${tenant}-guest`, "viewer"),
          give(`${tenant}-late-guest`, "viewer"),
        ];
        const said: string[] = [];
        const send = async (invitations: object[]) => {
          const response = await by.send("POST /invitations", { invitations });
          const body = (await response.json()) as InviteAnswer;
          said.push(...(response.ok ? body.rows.map(({ outcome }) => outcome) : ["refused"]));
        };
        for (const some of isBulk ? [rows] : rows.map((row) => [row])) await send(some);
        const held = await Promise.all(
          [one, two].map(async (each) =>
            acme.database.rows(
              "select r.key from assignment a join role r on r.id = a.role_id where a.user_id = $1 order by 1",
              [await acme.user(each)],
            ),
          ),
        );
        outcomes.push({ said, held });
      }
      expect(outcomes[0]).toEqual(outcomes[1]);
      expect(outcomes[0]).toMatchObject({
        said: ["granted", "refused", "granted", "refused", "granted", "invited", "refused"],
      });
    },
  },
  {
    line: 96,
    tries: "a cell of an export is a formula where it is opened",
    async fails({ acme, olivia, newcomer }) {
      const starts = ["=", "+", "-", "@", "\t=", "\r="];
      for (const start of starts) {
        const { user } = await newcomer();
        await olivia.json(`PATCH /people/${user}/profile`, { name: `${start}cmd|' /C calc'!A0` });
        await olivia.json("POST /people/remove", {
          people: [{ user }],
          justification: `${start}HYPERLINK("x,y")`,
        });
      }
      const reader = await acme.as("olivia", "acme", "audit-log");
      const text = await (await reader.send("GET /audit-log/export?format=csv")).text();
      const cells = [...text.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(?:,|\r\n)/g)].map(([, cell = ""]) =>
        cell.replace(/^"/, ""),
      );
      for (const start of ["=", "+", "-", "@"])
        expect(
          cells.some((cell) => cell.startsWith(`'${start}cmd`)),
          start,
        ).toBe(true);
      expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    },
  },
  {
    line: 97,
    tries: "a filter or an order tells what is not shown",
    async fails({ olivia, newcomer, role }) {
      const { key } = await newcomer(["viewer"], { attributes: { badge: 77123, clearance: "ultra" } });
      for (const hidden of ["77123", "ultra", "support", "Support"])
        expect(await (await olivia.send(`GET /people?search=${hidden}`)).text()).not.toContain(key);
      for (const query of [
        `role=${role["support"]}`,
        "sort=badge",
        "sort=epoch",
        "attributes=x",
        "email_verified=1",
      ])
        expect((await olivia.send(`GET /people?${query}`)).status, query).toBe(422);
    },
  },
  {
    line: 98,
    tries: "a page marker is made up, and reaches the database",
    async fails({ acme, olivia, gloria }) {
      const made = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");
      const id = crypto.randomUUID();
      for (const cursor of [
        made("people name", "'; drop table membership; --", "x"),
        made("people name", "a", `${id}' or '1'='1`),
        made("invitations", "now()", id),
        "x",
        made(),
      ])
        expect((await olivia.send(`GET /people?cursor=${cursor}`)).status).toBe(422);
      const own = made("people name", "", "00000000-0000-4000-8000-000000000000");
      const text = await (await olivia.send(`GET /people?limit=100&cursor=${own}`)).text();
      expect(text).not.toContain(gloria.session.you.user);
      await expect(acme.another({ secret: "changeme" })).rejects.toThrow(/32 characters/);
    },
  },
  {
    line: 99,
    tries: "two names run into one by the sign between their parts",
    async fails({ acme, newcomer }) {
      const [one, two] = ["document:a:b", "document:a"];
      await acme.permit.define({
        instances: [one, two].map((instance) => ({ instance, tenant: "acme" })),
      });
      const { key } = await newcomer([], { roles: [{ role: "owner", instance: one }] });
      const by = await acme.sharing(key, one);
      expect((await by.send(`GET /instances/${one}/access`)).status).toBe(200);
      expect((await by.send(`GET /instances/${two}/access`)).ok).toBe(false);
      expect((await by.send("GET /instances/document:b/access")).ok).toBe(false);
    },
  },
  {
    line: 100,
    tries: "a right that does not hold yet, or not any more, counts as one that holds",
    async fails({ acme, newcomer }) {
      for (const time of [
        "begins_at = clock_timestamp() + interval '1 hour'",
        "ends_at = clock_timestamp()",
      ]) {
        const { key, user } = await newcomer(["manager"]);
        const by = await acme.as(key);
        await acme.database.rows(`update assignment set ${time} where user_id = $1`, [user]);
        expect((await by.send("GET /people")).status, time).toBe(403);
      }
    },
  },
  {
    line: 101,
    tries: "what somebody calls themselves runs where others read it",
    async fails({ olivia, newcomer }) {
      const { user } = await newcomer();
      const name = `<img src=x onerror=alert(1)>"';</script>`;
      await olivia.json(`PATCH /people/${user}/profile`, { name });
      const response = await olivia.send(`GET /people/${user}`);
      expect(response.headers.get("content-type")).toMatch(/^application\/json/);
      expect(await response.json()).toMatchObject({ person: { name } });
      const refused = await olivia.send(`GET /people?search=${encodeURIComponent(name)}&sort=<b>`);
      expect(refused.headers.get("content-type")).toMatch(/^application\/json/);
      await refused.text();
    },
  },
  {
    line: 102,
    tries: "the log keeps what must stay secret",
    async fails({ acme, olivia, name }) {
      const guest = name("guest");
      const { token, id } = await acme.invite(olivia, `${guest}@acme.example`, "viewer");
      const { link } = await olivia.json<{ link: string }>(`POST /invitations/${id}/link`, {});
      const key = await apiKeyOf(acme);
      await call(acme.permit, "POST", "/invitations/accept", { token }, asHost(guest));
      const log = await acme.database.value<string>(
        "select string_agg(body::text || coalesce(people::text, ''), ' ') from audit_entry",
      );
      for (const secret of [token, link.split("=")[1] ?? "", key, olivia.session.token])
        expect(log.includes(secret)).toBe(false);
    },
  },
  {
    line: 103,
    tries: "an entry stands outside of every chain, and nobody notices",
    async fails({ acme }) {
      const outside = await acme.database.value(
        `select count(*)::int from audit_entry e where not exists (select from audit_chain c where c.id = e.chain_id
           and c.tenant_id is not distinct from e.tenant_id and e.seq between 1 and c.length)`,
      );
      expect(outside).toBe(0);
      const [sum] = await acme.database.rows(
        "select (select sum(length) from audit_chain)::int as told, (select count(*) from audit_entry)::int as kept",
      );
      expect(sum?.["told"]).toBe(sum?.["kept"]);
    },
  },
  {
    line: 104,
    tries: "something is done by the API that the log does not say",
    async fails({ acme, olivia, newcomer, role }) {
      const { user } = await newcomer([]);
      const kept = () =>
        acme.database.rows(
          "select action from audit_entry where target_id = $1 and action <> 'user.import' order by seq",
          [user],
        );
      const acts: [string, object][] = [
        ["POST /people/roles", { changes: [{ user, grant: [{ role: role["editor"] }] }] }],
        [`PATCH /people/${user}/profile`, { title: "x" }],
        [`PATCH /people/${user}/attributes`, { attributes: { badge: 1 } }],
        ["POST /people/suspend", { people: [{ user }] }],
        ["POST /people/reactivate", { people: [{ user }] }],
        ["POST /people/remove", { people: [{ user }] }],
      ];
      for (const [n, [route, input]] of acts.entries()) {
        await olivia.json(route, input);
        expect(await kept(), route).toHaveLength(n + 1);
      }
    },
  },
  {
    line: 105,
    tries: "a second process opens the same folder of data",
    async fails() {
      const folder = mkdtempSync(join(tmpdir(), "permit-lock-"));
      const { release } = await lockFolder(folder);
      await expect(lockFolder(folder)).rejects.toThrow(/already/);
      release();
      rmSync(folder, { recursive: true });
    },
  },
];
