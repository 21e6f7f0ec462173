import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AskAnswer } from "../../src/api/approvals/contract.js";
import { openAcme, type Acme } from "../support/acme.js";

let acme: Acme;
let here: { role: string; environment: string; tenant: string };
let tables: string[];
beforeAll(async () => {
  acme = await openAcme();
  here = { role: "permit_server", environment: acme.environment, tenant: acme.tenants["acme"] ?? "" };
  tables = await acme.database.tables();
  // Something of Globex in every table, for the tests that must not see it.
  const olivia = await acme.as("olivia");
  const gloria = await acme.as("gloria", "globex");
  for (const each of [olivia, gloria]) {
    const invite = {
      invitations: [{ email: "guest@acme.example", roles: [{ role: olivia.role("editor").id }] }],
    };
    await each.send("POST /invitations", invite, { "idempotency-key": "1" });
    await each.refusal("POST /people/remove", { people: [{ user: each.session.you.user }] });
  }
  for (const [tenant, owner] of [
    ["acme", "olivia"],
    ["globex", "gloria"],
  ] as const) {
    const asker = await acme.as("victor", tenant, "access-request");
    const person = { user: asker.session.you.user, grant: [{ role: asker.role("editor").id }] };
    const { request } = await asker.json<AskAnswer>("POST /requests", { kind: "access", person });
    const reviewer = await acme.as(owner, tenant, "approvals");
    await reviewer.json(`POST /requests/${request}/review`, { agrees: false });
  }
  const exclusive = [["viewer", "billing"]];
  await acme.permit.define({
    tenants: {
      globex: { name: "Globex", guardrails: { least: { owner: 1 }, most: { billing: 5 }, exclusive } },
    },
    instances: ["document:7", "folder:7"].map((instance) => ({ instance, tenant: "globex" })),
    tuples: [{ tenant: "globex", subject: "folder:7", relation: "parent", object: "document:7" }],
    delegations: [{ role: "billing", tenant: "globex", roles: { keys: ["viewer"] } }],
  });
  for (const tenant of ["acme", "globex"]) {
    const roles = "(select id from role where key = 'owner' and resource_id is null)";
    const values = `(select id from environment), '${acme.tenants[tenant]}', ${roles}, ${roles}, ${roles}, '[null]'`;
    const path = "environment_id, tenant_id, role_id, via_id, gives_id, places";
    await acme.database.rows(`insert into leak (${path}) values (${values})`);
    await acme.database.rows(
      `insert into meant (${path}, why, marked_at, marked_by) values (${values}, 'why', now(), 'Vera')`,
    );
  }
});
afterAll(() => acme.close());

const asServer = (sql: string, where: Partial<typeof here> = {}) =>
  acme.database.within({ ...here, ...where }, (run) => run(sql));
const denied = { code: "42501" };
const notOfExtensions = "not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')";

describe("the server's own role", () => {
  test("can write no table directly", async () => {
    expect(tables.length).toBeGreaterThan(20);
    for (const table of tables) {
      const columns = await acme.database.rows<{ name: string }>(
        "select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and attgenerated = '' and not attisdropped",
        [`permit.${table}`],
      );
      const names = columns.map(({ name }) => name).join(", ");
      const [column] = columns;
      const attempts = [
        `insert into ${table} default values`,
        `insert into ${table} (${names}) select ${names} from ${table} limit 0`,
        `update ${table} set ${column?.name} = ${column?.name}`,
        `delete from ${table}`,
        `truncate ${table}`,
        `copy ${table} from stdin`,
        `lock table ${table} in exclusive mode`,
      ];
      for (const sql of attempts) await expect(asServer(sql), sql).rejects.toMatchObject(denied);
    }
  });

  test("can't read keys, nor the users of the app", async () => {
    for (const table of [
      "server_key",
      "api_key",
      "app_user",
      "organization",
      "project",
      "audit_checkpoint",
    ]) {
      await expect(asServer(`select * from ${table}`), table).rejects.toMatchObject(denied);
    }
  });

  test("may call these functions that write, and no other", async () => {
    const rows = await acme.database.rows<{ name: string }>(
      `select proname as name from pg_proc where pronamespace = 'permit'::regnamespace and provolatile = 'v' and ${notOfExtensions}
         and prorettype <> 'trigger'::regtype and has_function_privilege('permit_server', oid, 'execute') order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      "apply_changes",
      "lock_tenant",
      "record_refusals",
      "remember_answer",
      "sync_user",
    ]);
  });

  test.each([
    "append_audit(gen_random_uuid(), null, 'changes', now(), '[]')",
    "refresh_list_rows(gen_random_uuid(), gen_random_uuid(), '{}', now())",
    "taken_seats(gen_random_uuid(), gen_random_uuid(), now())",
    "holders(gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now())",
    "lasting_holders(gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now())",
  ])("can't call %s", async (call) => {
    await expect(asServer(`select ${call}`)).rejects.toMatchObject(denied);
  });

  test("has no way to become another, to create anything, or to look past row-level security", async () => {
    const [role] = await acme.database.rows(
      "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication from pg_roles where rolname = 'permit_server'",
    );
    expect(new Set(Object.values(role ?? {}))).toEqual(new Set([false]));
    await expect(asServer("create table permit.mine ()")).rejects.toMatchObject(denied);
    await expect(asServer("create table public.mine ()")).rejects.toMatchObject(denied);
    const memberships = await acme.database.value(
      "select count(*)::int from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = 'permit_server'",
    );
    expect(memberships).toBe(0);
  });

  test("is the only one that was given anything: the public has nothing", async () => {
    const grants = await acme.database.rows(
      `select 'table' as kind, c.relname::text as name from pg_class c, aclexplode(c.relacl) a where c.relnamespace = 'permit'::regnamespace and a.grantee = 0
       union all select 'function', p.proname from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
         where p.pronamespace = 'permit'::regnamespace and a.grantee = 0
       union all select 'schema', n.nspname from pg_namespace n, aclexplode(n.nspacl) a where n.nspname = 'permit' and a.grantee = 0`,
    );
    expect(grants).toEqual([]);
  });
});

test("every function that runs as its owner fixes where it looks for names", async () => {
  const loose = await acme.database.rows(
    `select proname from pg_proc where pronamespace = 'permit'::regnamespace and prosecdef
       and not exists (select from unnest(proconfig) c where c like 'search_path=%pg_temp')`,
  );
  expect(loose).toEqual([]);
});

describe("row-level security", () => {
  const readable = () =>
    tables.filter(
      (table) =>
        ![
          ...["server_key", "api_key", "app_user", "organization", "project", "audit_checkpoint"],
          ...["user_invite", "decision_change", "element_webhook", "login_ticket"],
        ].includes(table),
    );
  const count = async (table: string, where: Partial<typeof here>, condition = "true") =>
    (await asServer(`select count(*)::int as count from ${table} where ${condition}`, where))[0]?.[
      "count"
    ] as number;

  test("is on for every table that is about tenants", async () => {
    const open = await acme.database.rows<{ name: string }>(
      `select relname as name from pg_class c where relnamespace = 'permit'::regnamespace and relkind = 'r' and not relrowsecurity
         and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('tenant_id', 'environment_id') and not a.attisdropped)
         and has_table_privilege('permit_server', c.oid, 'select') order by 1`,
    );
    expect(open).toEqual([]);
  });

  test("shows a select without any filter nothing of another tenant", async () => {
    for (const table of readable()) {
      const columns = await acme.database.rows<{ name: string }>(
        "select attname as name from pg_attribute where attrelid = $1::regclass and attname = any ('{tenant_id,id}')",
        [`permit.${table}`],
      );
      const isOfTenants = columns.some(({ name }) => name === "tenant_id");
      if (!isOfTenants && table !== "tenant") continue;
      const column = isOfTenants ? "tenant_id" : "id";
      const others = `${column} is not null and ${column} <> '${here.tenant}'`;
      const hidden = await acme.database.value<number>(`select count(*)::int from ${table} where ${others}`);
      expect(hidden, `there is something of others in ${table} to hide`).toBeGreaterThan(0);
      expect(await count(table, {}, others), table).toBe(0);
      const own = await count(table, {});
      const all = await acme.database.value<number>(
        `select count(*)::int from ${table} where ${column} = '${here.tenant}' or (${column} is null and '${table}' = 'delegation')`,
      );
      expect(own, table).toBe(all);
    }
  });

  test("shows nothing of any tenant where none is named", async () => {
    for (const table of [
      "tenant",
      "membership",
      "assignment",
      "invitation",
      "audit_entry",
      "audit_chain",
      "idempotency",
    ]) {
      expect(await count(table, { tenant: "" }), table).toBe(0);
    }
  });

  test("shows nothing where another environment is named", async () => {
    for (const table of readable().filter((each) => !["environment"].includes(each))) {
      expect(await count(table, { environment: randomUUID() }), table).toBe(0);
    }
  });

  test("holds for what runs as the owner too: it takes no tenant from its caller", async () => {
    const gloria = await acme.user("gloria");
    const filter = `'{"words": []}'`;
    const list = await asServer(`select list_people(${filter}, 'name', false, null, null, 100) as person`);
    expect(list.map(({ person }) => (person as { key: string }).key)).not.toContain("gloria");
    expect(await asServer(`select count_people(${filter}) as total`)).toEqual([{ total: list.length }]);
    expect(await asServer(`select people_by_id(array['${gloria}'::uuid])`)).toEqual([]);
    expect(await asServer(`select * from members_by_email(array['gloria@globex.example'])`)).toEqual([]);
    const foreign = await acme.database.value<string>("select id from invitation where tenant_id = $1", [
      acme.tenants["globex"],
    ]);
    expect(await asServer(`select invitations_by(array['${foreign}'::uuid], '{}') as found`)).toEqual([
      { found: [] },
    ]);
    expect(await asServer(`select audit_page(jsonb_build_object('target', '${gloria}'), null, 10)`)).toEqual(
      [],
    );
  });
});

describe("the one writer", () => {
  const entry = { body: { action: "test", outcome: "done" }, people: {} };
  const write = (changes: object[], entries: object[] = [entry], where: Partial<typeof here> = {}) =>
    acme.database.within({ ...here, ...where }, (run) =>
      run("select apply_changes($1::jsonb, $2::jsonb, clock_timestamp())", [
        JSON.stringify(changes),
        JSON.stringify(entries),
      ]),
    );
  const roleId = (key: string) =>
    acme.database.value<string>("select id from role where key = $1 and resource_id is null", [key]);
  const guardrails = (more: object) =>
    acme.permit.define({ tenants: { acme: { name: "Acme", guardrails: { least: { owner: 1 }, ...more } } } });
  const unchanged = async (writing: () => Promise<unknown>, code: string) => {
    const before = await acme.database.state();
    await expect(writing()).rejects.toMatchObject({ code });
    expect(await acme.database.state()).toBe(before);
  };
  const invitation = (email: string) => ({
    change: "invitation.create",
    id: randomUUID(),
    email,
    grants: [],
    expires: "2099-01-01T00:00:00Z",
    token_hash: randomUUID().replaceAll("-", ""),
    inviter_kind: "delegate",
    inviter_id: randomUUID(),
    inviter_name: "x",
  });

  test("changes nothing without an entry", async () => {
    await unchanged(
      async () => write([{ change: "membership.remove", user: await acme.user("ana") }], []),
      "PE002",
    );
  });
  test("changes nothing where no tenant is named", async () => {
    await unchanged(
      async () =>
        write([{ change: "membership.remove", user: await acme.user("ana") }], [entry], { tenant: "" }),
      "PE002",
    );
  });
  test("reaches nobody of another tenant", async () => {
    const gloria = await acme.user("gloria");
    const owner = await roleId("owner");
    await unchanged(
      async () => write([{ change: "assignment.end", user: gloria, role: owner, place: null }]),
      "PE003",
    );
    await unchanged(
      async () =>
        write([{ change: "assignment.create", user: gloria, role: owner, place: null, ends: null }]),
      "23503",
    );
    await unchanged(async () => write([{ change: "membership.remove", user: gloria }]), "PE003");
  });
  test("records no change of what is not there, nor the rest of the same command", async () => {
    const user = await acme.user("gloria");
    const ana = await acme.user("ana");
    const role = await roleId("owner");
    const [ended] = await acme.database.rows<{ id: string }>(
      `insert into invitation (environment_id, tenant_id, id, email, token_hash, status, inviter_kind, inviter_id, inviter_name, expires_at)
       values ($1, $2, gen_random_uuid(), 'ended@acme.example', '\\x01', 'cancelled', 'delegate', gen_random_uuid(), 'x', '2099-01-01') returning id`,
      [here.environment, here.tenant],
    );
    const elsewhere = await acme.database.value<string>("select id from invitation where tenant_id = $1", [
      acme.tenants["globex"],
    ]);
    const renewal = { change: "invitation.renew", expires: "2099-01-01T00:00:00Z", token_hash: "02" };
    const missing = [
      { change: "membership.status", user, status: "suspended" },
      { change: "membership.profile", user, profile: { title: "Guest" } },
      { change: "membership.attributes", user, attributes: { badge: 1 } },
      { change: "membership.remove", user },
      { change: "assignment.end", user: ana, role, place: null },
      { change: "assignment.move-end", user: ana, role, place: null, ends: "2099-01-01T00:00:00Z" },
      ...[ended?.id, elsewhere, randomUUID()].flatMap((id) => [
        { change: "invitation.end", id, status: "cancelled" },
        { ...renewal, id },
      ]),
    ];
    for (const each of missing) {
      await unchanged(() => write([each]), "PE003");
      await unchanged(
        () => write([each, { change: "membership.profile", user: ana, profile: { title: "Head" } }]),
        "PE003",
      );
    }
  });
  test("edits a place in the same command that makes it", async () => {
    const user = await acme.user("gloria");
    await write([
      { change: "membership.create", user },
      { change: "membership.attributes", user, attributes: { badge: 7 } },
      { change: "membership.status", user, status: "suspended" },
    ]);
    expect(
      await acme.database.rows(
        "select status, attributes from membership where user_id = $1 and tenant_id = $2",
        [user, here.tenant],
      ),
    ).toEqual([{ status: "suspended", attributes: { badge: 7 } }]);
    await write([{ change: "membership.remove", user }]);
  });
  test("takes no instance that is not there for the whole tenant, nor one of another tenant for its own", async () => {
    const user = await acme.user("victor");
    const role = await acme.database.value<string>("select id from role where key = 'reader'");
    for (const place of ["document:none", "document:7", "folder", ":", ""]) {
      for (const change of ["assignment.create", "assignment.end", "assignment.move-end"]) {
        await unchanged(async () => write([{ change, user, role, place, ends: null }]), "PE003");
      }
    }
  });
  test("lets nobody take away the last owner", async () => {
    const user = await acme.user("olivia");
    const role = await roleId("owner");
    await unchanged(async () => write([{ change: "assignment.end", user, role, place: null }]), "PE001");
    await unchanged(async () => write([{ change: "membership.remove", user }]), "PE001");
    await unchanged(async () => write([{ change: "membership.status", user, status: "suspended" }]), "PE001");
    await unchanged(
      async () =>
        write([{ change: "assignment.move-end", user, role, place: null, ends: "2099-01-01T00:00:00Z" }]),
      "PE001",
    );
  });
  test("lets somebody take away an owner while another one is lasting, known and active; else not", async () => {
    const role = await roleId("owner");
    await acme.permit.importPeople("acme", [
      { key: "second", email: "second@acme.example", roles: ["owner"] },
    ]);
    const user = await acme.user("second");
    const olivia = await acme.user("olivia");
    const remove = () => write([{ change: "membership.remove", user: olivia }]);
    for (const sql of [
      "update assignment set ends_at = '2099-01-01' where user_id = $1",
      "update membership set status = 'suspended' where user_id = $1",
      "update app_user set known_at = null where id = $1",
      "update assignment set begins_at = '2098-01-01' where user_id = $1",
    ]) {
      await acme.database.rows(sql, [user]);
      await unchanged(remove, "PE001");
      await acme.database.rows(
        "update assignment set ends_at = null, begins_at = '2020-01-01' where user_id = $1",
        [user],
      );
      await acme.database.rows("update membership set status = 'active' where user_id = $1", [user]);
      await acme.database.rows("update app_user set known_at = now() where id = $1", [user]);
    }
    await write([{ change: "assignment.end", user: olivia, role, place: null }]);
    await write([{ change: "assignment.create", user: olivia, role, place: null, ends: null }]);
    await write([{ change: "membership.remove", user }]);
  });
  test("fills no seat beyond the last", async () => {
    const taken = await acme.database.value<number>("select taken_seats($1, $2, now())::int", [
      here.environment,
      here.tenant,
    ]);
    await guardrails({ seats: taken });
    await unchanged(async () => write([invitation("seatless@acme.example")]), "PE001");
    await unchanged(
      async () => write([{ change: "membership.create", user: await acme.user("gloria") }]),
      "PE001",
    );
    // An address that has its seat already takes none.
    await write([invitation("victor@acme.example")]);
    await guardrails({});
  });
  test("gives a role to no more people and invitations than may hold it", async () => {
    const role = await roleId("billing");
    await guardrails({ most: { billing: 1 } });
    await unchanged(
      async () =>
        write([{ change: "assignment.create", user: await acme.user("ana"), role, place: null, ends: null }]),
      "PE001",
    );
    await unchanged(
      async () =>
        write([{ ...invitation("payer@acme.example"), grants: [{ role, place: null, ends: null }] }]),
      "PE001",
    );
    await guardrails({});
  });
  test("gives nobody two roles that must stay apart", async () => {
    await guardrails({ exclusive: [["billing", "editor"]] });
    const role = await roleId("billing");
    await unchanged(
      async () =>
        write([{ change: "assignment.create", user: await acme.user("ana"), role, place: null, ends: null }]),
      "PE001",
    );
    await guardrails({});
  });
  test("gives nobody a role above the ceiling", async () => {
    await acme.permit.importPeople("globex", [{ key: "petty", roles: ["viewer"] }]);
    const ceiling = ["document:read", "document:write", "document:share", "document:delete", "invoice:read"];
    await acme.permit.define({ tenants: { small: { name: "Small", guardrails: { ceiling } } } });
    await acme.permit.importPeople("small", [{ key: "petty", roles: ["viewer"] }]);
    const tenant = await acme.database.value<string>("select id from tenant where key = 'small'");
    const user = await acme.user("petty");
    const role = await roleId("billing");
    await unchanged(
      async () =>
        write([{ change: "assignment.create", user, role, place: null, ends: null }], [entry], { tenant }),
      "PE001",
    );
    await expect(
      acme.permit.importPeople("small", [{ key: "rich", roles: ["billing"] }]),
    ).rejects.toMatchObject({ code: "PE001" });
    await write(
      [{ change: "assignment.create", user, role: await roleId("editor"), place: null, ends: null }],
      [entry],
      { tenant },
    );
  });
  test("can't be made to forget the guardrails by asking for them at once or never", async () => {
    const user = await acme.user("olivia");
    const removal = JSON.stringify([{ change: "membership.remove", user }]);
    for (const mode of ["immediate", "deferred"]) {
      await unchanged(
        () =>
          acme.database.within(here, async (run) => {
            await run(`set constraints all ${mode}`);
            await run("select apply_changes($1::jsonb, $2::jsonb, clock_timestamp())", [
              removal,
              JSON.stringify([entry]),
            ]);
          }),
        "PE001",
      );
    }
    await expect(asServer("set session_replication_role = replica")).rejects.toMatchObject(denied);
  });
});
