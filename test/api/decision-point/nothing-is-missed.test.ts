import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPermit } from "../../../src/api/index.js";
import { openChecks, until, type Checks } from "../../support/checks.js";
import { Chance } from "../../support/random-input.js";

const seed = Number(process.env["PERMIT_SEED"] ?? 20261122);
const rounds = Number(process.env["PERMIT_ROUNDS"] ?? 60);

let checks: Checks;
beforeAll(async () => void (checks = await openChecks()));
afterAll(() => checks.close());

const suspend = (user: string) =>
  `update membership set status = 'suspended' where user_id = (select id from app_user where key = '${user}')`;

describe("however late a transaction commits", () => {
  test("what it took away counts no more, even if one that began after it was read before", async () => {
    await checks.permit.importPeople("acme", [
      { key: "early", roles: ["viewer"] },
      { key: "late", roles: ["viewer"] },
    ]);
    expect(await checks.may("late", "read", "document")).toBe(true);
    await checks.database.within({}, async (run) => {
      await run(suspend("late"));
      // Another transaction begins after this one, commits before it, and is read.
      await checks.sql(suspend("early"));
      await until(async () => !(await checks.may("early", "read", "document")));
      expect(await checks.may("late", "read", "document")).toBe(true);
    });
    await until(async () => !(await checks.may("late", "read", "document")));
  });
});

const users = ["ann", "bob", "cleo", "dan"];
const tenants = ["acme", "default"];
const instances = ["document:one", "document:two", "folder:plans", "folder:drafts"];

/** Statements that change what checks are judged by; where they make no sense they do nothing. */
const changes: ((chance: Chance) => string)[] = [
  (c) =>
    `insert into app_user (environment_id, key) select id, '${c.of(users)}' from environment on conflict do nothing`,
  (c) => `delete from app_user where key = '${c.of(users)}'`,
  (c) =>
    `update app_user set attributes = '{"level": ${c.below(3)}}', email = null where key = '${c.of(users)}'`,
  (c) => `insert into membership (environment_id, tenant_id, user_id) select t.environment_id, t.id, u.id
    from tenant t, app_user u where t.key = '${c.of(tenants)}' and u.key <> '${c.of(users)}' on conflict do nothing`,
  (c) => `delete from membership where user_id = (select id from app_user where key = '${c.of(users)}')`,
  (
    c,
  ) => `update membership set status = '${c.of(["active", "active", "suspended"])}', attributes = '{"level": ${c.below(3)}}'
    where user_id = (select id from app_user where key = '${c.of(users)}')`,
  (
    c,
  ) => `insert into assignment (environment_id, tenant_id, user_id, role_id, begins_at) select m.environment_id, m.tenant_id, m.user_id, r.id, now()
    from membership m join app_user u on u.id = m.user_id, role r where u.key = '${c.of(users)}' and r.key = '${c.of(["viewer", "editor"])}' on conflict do nothing`,
  (c) => `insert into assignment (environment_id, tenant_id, user_id, role_id, instance_id, begins_at)
    select m.environment_id, m.tenant_id, m.user_id, r.id, i.id, now() from membership m join app_user u on u.id = m.user_id
    join resource_instance i on i.tenant_id = m.tenant_id join resource s on s.id = i.resource_id join role r on r.resource_id = s.id
    where u.key = '${c.of(users)}' and s.key || ':' || i.key = '${c.of(instances)}' on conflict do nothing`,
  (
    c,
  ) => `delete from assignment where role_id in (select id from role where key = '${c.of(["viewer", "editor", "keeper", "reader"])}')
    and user_id = (select id from app_user where key = '${c.of(users)}')`,
  (c) =>
    `update assignment set ends_at = begins_at + interval '1 millisecond' where user_id = (select id from app_user where key = '${c.of(users)}')`,
  (c) =>
    `insert into tenant (environment_id, key, name) select id, '${c.of(tenants)}', 'T' from environment on conflict do nothing`,
  (c) =>
    `update tenant set status = '${c.of(["active", "active", "suspended"])}' where key = '${c.of(tenants)}'`,
  (c) => (c.happens(0.5) ? `delete from tenant where key = '${c.of(tenants)}'` : "select 1"),
  (c) => {
    const [type = "", key = ""] = c.of(instances).split(":");
    return `insert into resource_instance (environment_id, tenant_id, resource_id, key, name, search) select r.environment_id, t.id, r.id, '${key}', '', ''
      from resource r, tenant t where r.key = '${type}' and t.key = '${c.of(tenants)}' on conflict do nothing`;
  },
  (c) => `delete from resource_instance where key = '${c.of(instances).split(":")[1] ?? ""}'`,
  (c) =>
    `update resource_instance set attributes = '{"level": ${c.below(3)}}' where key = '${c.of(instances).split(":")[1] ?? ""}'`,
  () => `insert into relationship_tuple (environment_id, tenant_id, subject_id, relation_id, object_id)
    select s.environment_id, s.tenant_id, s.id, l.id, o.id from relation l join resource_instance s on s.resource_id = l.subject_resource_id
    join resource_instance o on o.resource_id = l.resource_id and o.tenant_id = s.tenant_id on conflict do nothing`,
  (c) =>
    `delete from relationship_tuple where object_id in (select id from resource_instance where key = '${c.of(["one", "two"])}')`,
  (c) =>
    `delete from role_permission where role_id in (select id from role where key = '${c.of(["viewer", "keeper", "reader"])}')`,
  () => `insert into role_permission (environment_id, role_id, action_id) select r.environment_id, r.id, a.id from role r, resource_action a
    where r.key in ('viewer', 'reader') and a.key = 'read' on conflict do nothing`,
  (c) => (c.happens(0.2) ? "delete from relation" : "select 1"),
  (c) => (c.happens(0.1) ? "delete from resource where key = 'folder'" : "select 1"),
  () => `insert into relation (environment_id, resource_id, key, subject_resource_id) select d.environment_id, d.id, 'parent', f.id
    from resource d, resource f where d.key = 'document' and f.key = 'folder' on conflict do nothing`,
];

const everyQuestion = users.flatMap((user) =>
  tenants.flatMap((tenant) => [
    ...["read", "write"].map((action) => ({ user, action, resource: { type: "document", tenant } })),
    ...instances.flatMap((name) => {
      const [type, key] = name.split(":");
      return ["read", "write", "open"].map((action) => ({ user, action, resource: { type, key, tenant } }));
    }),
  ]),
);

/** What a process says of everything there is to ask. */
async function everything(fetch: (request: Request) => Promise<Response>): Promise<string> {
  const post = async (path: string, body: unknown) => {
    const response = await fetch(
      new Request(`http://any.example${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${checks.key}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    );
    if (!response.ok) throw new Error(`${path} answers ${response.status}`);
    return response.text();
  };
  // What is told with each decision tells more of what is known than the decision alone.
  const answers = [await post("/allowed/bulk", everyQuestion)];
  for (const user of users)
    answers.push(await post("/user-permissions", { user }), await post("/user-tenants", { user }));
  return answers.join("\n");
}

test(`after ${rounds} random changes everything is answered as by a process that has read everything anew (seed ${seed})`, async () => {
  const chance = new Chance(seed);
  const live = (request: Request) => checks.permit.fetch(request);
  await everything(live);
  for (let round = 0; round < rounds; round += 1) {
    const statements = Array.from({ length: 1 + chance.below(8) }, () => chance.of(changes)(chance));
    await checks.database.within({}, async (run) => {
      for (const statement of statements) await run(statement);
    });
    expect((await checks.ask("POST", "/data-updater/trigger", {})).status).toBe(200);
    const fresh = await createPermit({
      database: checks.database.url,
      acceptUrl: "https://app.example/join",
      session: () => Promise.resolve(null),
    });
    try {
      const expected = await everything((request) => fresh.fetch(request));
      expect(await everything(live), `round ${round}: ${statements.join(";\n")}`).toBe(expected);
    } finally {
      await fresh.close();
    }
  }
}, 180_000);
