import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type {
  AuditActivity,
  AuditEntry,
  AuditPage,
  AuditPeople,
  AuditVerification,
} from "../../src/api/audit-log/contract.js";
import { asHost, call, openAcme, refusalOf, type Acme, type SignedIn } from "../support/acme.js";

let acme: Acme;
/** An owner who reads the log, and the same owner who changes things. */
let reader: SignedIn;
let olivia: SignedIn;
let maria: SignedIn;

beforeAll(async () => {
  acme = await openAcme();
  olivia = await acme.as("olivia");
  maria = await acme.as("maria");
  reader = await acme.as("olivia", "acme", "audit-log");
  const [ana, dmitri, victor] = [
    await acme.user("ana"),
    await acme.user("dmitri"),
    await acme.user("victor"),
  ];
  await olivia.json("POST /people/roles", {
    changes: [
      { user: ana, grant: [{ role: olivia.role("billing").id, ends_at: "2099-12-31T23:59:59Z" }] },
      { user: victor, grant: [{ role: olivia.role("editor").id }] },
    ],
    justification: "=HYPERLINK(1)",
  });
  await olivia.json(`PATCH /people/${dmitri}/attributes`, { attributes: { department: "Design" } });
  await acme.invite(olivia, "noor@acme.example", "editor");
  // Refused: a manager may not make anybody an owner.
  await maria.refusal("POST /people/roles", {
    changes: [{ user: ana, grant: [{ role: olivia.role("owner").id }] }],
  });
});
afterAll(() => acme.close());

const page = (query = "", by = reader) => by.json<AuditPage>(`GET /audit-log${query}`);
const entries = async (query = "", by = reader) => (await page(query, by)).entries;

describe("who may not read it", () => {
  test.each(["victor", "ana", "mei", "sam"])("%s opens no session for it", async (key) => {
    const response = await call(
      acme.permit,
      "POST",
      "/session",
      { type: "audit-log" },
      asHost(key === "victor" ? "mei" : key),
    );
    expect((await refusalOf(response)).status).toBe(403);
  });

  test("neither element takes the other's token", async () => {
    expect((await olivia.refusal("GET /audit-log")).status).toBe(403);
    expect((await olivia.refusal("GET /audit-log/export?format=csv")).status).toBe(403);
    expect((await reader.refusal("GET /people")).status).toBe(403);
  });

  test("another tenant's entries are never among them", async () => {
    const gloria = await acme.as("gloria", "globex", "audit-log");
    const foreign = await entries("?limit=200", gloria);
    const own = await entries("?limit=200");
    expect(foreign.length).toBeGreaterThan(0);
    expect(own.filter(({ id }) => foreign.some((each) => each.id === id))).toEqual([]);
    expect(await entries(`?target=${await acme.user("ana")}`, gloria)).toEqual([]);
    const exported = await (await gloria.send("GET /audit-log/export?format=json")).text();
    for (const { id } of own) expect(exported).not.toContain(id);
  });
});

describe("the filter", () => {
  test("by each thing alone, and by all together", async () => {
    const all = await entries("?limit=200");
    const [actor, target] = [await acme.user("olivia"), await acme.user("ana")];
    const at = all[2]?.at ?? "";
    const filters: [string, (entry: AuditEntry) => boolean][] = [
      [`actor=${actor}`, (entry) => entry.actor.id === actor],
      [`target=${target}`, (entry) => entry.target?.id === target],
      ["action=role.grant", ({ action }) => action === "role.grant"],
      ["action=role.grant&action=user.invite", ({ action }) => /^(role.grant|user.invite)$/.test(action)],
      ["outcome=refused", ({ outcome }) => outcome === "refused"],
      [`to=${at}`, (entry) => entry.at < at],
      [
        `actor=${actor}&target=${target}&action=role.grant&outcome=done`,
        (entry) => entry.actor.id === actor && entry.target?.id === target && entry.action === "role.grant",
      ],
    ];
    for (const [filter, fits] of filters) {
      const found = await entries(`?limit=200&${filter}`);
      expect(found, filter).toEqual(all.filter(fits));
      expect(found.length, filter).toBeGreaterThan(0);
    }
    expect(await entries("?to=2000-01-01T00:00:00Z")).toEqual([]);
  });

  test("an entry says who, whom, what, before and after, under which limit, and why", async () => {
    const [granted] = await entries(`?action=role.grant&target=${await acme.user("ana")}`);
    expect(granted).toMatchObject({
      outcome: "done",
      actor: { kind: "delegate", name: "Olivia Marsh" },
      target: { name: "Ana Lucía Ferreira" },
      role: { name: "Billing" },
      after: { ends: "2099-12-31T23:59:59.000Z" },
      allowed_by: ["Owner (levels)"],
      justification: "=HYPERLINK(1)",
      request_id: expect.stringMatching(/./) as string,
    });
    const [edited] = await entries("?action=user.edit-attributes");
    expect(edited).toMatchObject({ before: { department: "Finance" }, after: { department: "Design" } });
    const [refused] = await entries("?outcome=refused");
    expect(refused).toMatchObject({ action: "user.change-roles", actor: { name: "Maria Santos" } });
    expect(refused?.refused_because[0]?.message).toMatch(/Owner/);
  });
});

describe("whom it names, to filter by", () => {
  const find = async (search: string) =>
    (await reader.json<AuditPeople>(`GET /audit-log/people?search=${encodeURIComponent(search)}`)).people;

  test("is found by any words of the name, without accents too, and by what can be filtered", async () => {
    const ana = { id: await acme.user("ana"), name: "Ana Lucía Ferreira", did: false, was_done_to: true };
    expect(await find("ferreira ana")).toEqual([ana]);
    expect(await find("LUCIA")).toEqual([ana]);
    expect(await find("Maria Sant")).toMatchObject([{ name: "Maria Santos", did: true, was_done_to: false }]);
    const [noor] = await find("noor@acme");
    expect(await entries(`?target=${noor?.id}`)).toMatchObject([{ action: "user.invite" }]);
  });

  test("is nobody whom no entry is about, nobody of another tenant, and nobody by a mere pattern", async () => {
    for (const search of ["Mei-Ling", "Gloria", "%", "_", "\\"])
      expect(await find(search), search).toEqual([]);
    expect((await olivia.refusal("GET /audit-log/people?search=ana")).status).toBe(403);
    expect((await reader.refusal("GET /audit-log/people?search=+")).status).toBe(422);
  });

  test("is still found after they have left", async () => {
    const sam = await acme.user("sam");
    await olivia.json("POST /people/remove", { people: [{ user: sam }] });
    expect(await find("sam susp")).toMatchObject([{ id: sam, name: "Sam Suspended", was_done_to: true }]);
  });
});

test("an invitation that was refused says whom it was for, though they are nobody here", async () => {
  await maria.refusal("POST /invitations", {
    invitations: [{ email: "bo@acme.example", roles: [{ role: olivia.role("owner").id }] }],
  });
  const [refused] = await entries("?action=user.invite&outcome=refused");
  expect(refused?.target).toEqual({ id: null, name: "bo@acme.example", mixed_script: false });
});

test("pages by cursor cover everything once, newest first", async () => {
  const whole = await entries("?limit=200");
  const found: AuditEntry[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const next: AuditPage = await page(`?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    found.push(...next.entries);
    cursor = next.next;
  }
  expect(found).toEqual(whole);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  expect(found.map(({ at }) => at)).toEqual(
    found
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
});

test("the activity adds up to what the filter finds", async () => {
  for (const filter of ["", "outcome=refused", `actor=${await acme.user("olivia")}`]) {
    const found = await entries(`?limit=200&${filter}`);
    const activity = await reader.json<AuditActivity>(`GET /audit-log/activity?${filter}`);
    const sum = (key: "done" | "refused") => activity.parts.reduce((total, part) => total + part[key], 0);
    expect(activity.parts).toHaveLength(48);
    expect(activity.total).toBe(found.length);
    expect([sum("done"), sum("refused")]).toEqual([
      found.filter(({ outcome }) => outcome === "done").length,
      found.filter(({ outcome }) => outcome === "refused").length,
    ]);
    activity.parts.forEach(({ from }, n) => expect(from).toBe(activity.parts[n - 1]?.to ?? activity.from));
  }
});

test("a role that the element hides is named neither in an entry nor in an export", async () => {
  const support = await acme.database.value<string>("select id from role where key = 'support'");
  await acme.permit.define({
    delegations: [
      { role: "support", tenant: "globex", verbs: ["role.grant"], roles: { keys: ["viewer"] } },
      { role: "support", tenant: "acme", verbs: ["role.grant"], roles: { keys: ["viewer"] } },
    ],
  });
  const by = await acme.database.value<string>(
    "select d.id from delegation d join tenant t on t.id = d.tenant_id where d.role_id = $1 and t.key = 'acme'",
    [support],
  );
  const body = {
    action: "role.grant",
    outcome: "done",
    actor_kind: "operator",
    actor: null,
    role: support,
    place: "document:42",
    by: [by],
  };
  await acme.database.rows("select append_audit($1, $2, 'changes', clock_timestamp(), $3)", [
    acme.environment,
    acme.tenants["acme"],
    JSON.stringify([{ body, people: { actor: "the app" } }]),
  ]);
  const all = await entries("?limit=200");
  const hidden = all.filter(({ role }) => role?.id === null);
  expect(hidden.length).toBeGreaterThan(0);
  for (const { role, instance } of hidden)
    expect({ name: role?.name, instance }).toEqual({ name: "A role you can't see", instance: null });
  expect(hidden[0]?.allowed_by).toEqual(["A role you can't see (written limits)"]);
  for (const format of ["csv", "json"]) {
    const text = await (await reader.send(`GET /audit-log/export?format=${format}`)).text();
    expect(text).not.toMatch(/\bSupport\b/);
    expect(text).toContain("A role you can't see");
  }
});

describe("the export", () => {
  test("as JSON is exactly what the filter finds", async () => {
    for (const filter of ["", "&outcome=refused", "&action=role.grant"]) {
      const response = await reader.send(`GET /audit-log/export?format=json${filter}`);
      expect(await response.json()).toEqual(await entries(`?limit=200${filter}`));
    }
    const none = await reader.send("GET /audit-log/export?format=json&to=2000-01-01T00:00:00Z");
    expect(await none.json()).toEqual([]);
  });

  test("as CSV has a line for each, and no cell is a formula", async () => {
    const response = await reader.send("GET /audit-log/export?format=csv");
    expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="audit-log-.*\.csv"$/);
    const [head, ...lines] = (await response.text()).trimEnd().split("\r\n");
    const all = await entries("?limit=200");
    expect(head?.split(",").slice(0, 3)).toEqual(["time", "action", "outcome"]);
    expect(lines.map((line) => line.split(",").at(-1))).toEqual(all.map(({ id }) => id));
    expect(lines.join("\n")).toContain("'=HYPERLINK(1)");
    expect(lines.join("\n")).not.toMatch(/(^|,)"?[=+@]/m);
  });

  test("a reader demoted halfway gets no further page", async () => {
    await acme.database.rows(
      `select append_audit($1, $2, 'changes', clock_timestamp(), jsonb_agg(jsonb_build_object('people', '{}'::jsonb, 'body',
         jsonb_build_object('action', 'user.sync', 'outcome', 'done', 'actor_kind', 'system', 'actor', null))))
       from generate_series(1, 2500)`,
      [acme.environment, acme.tenants["globex"]],
    );
    await acme.permit.importPeople("globex", [{ key: "gene", name: "Gene", roles: ["owner"] }]);
    const gene = await acme.as("gene", "globex", "audit-log");
    const gloria = await acme.as("gloria", "globex");
    const response = await gene.send("GET /audit-log/export?format=csv");
    const chunks = response.body!.getReader();
    await chunks.read();
    await gloria.json("POST /people/roles", {
      changes: [{ user: await acme.user("gene"), revoke: [{ role: gloria.role("owner").id }] }],
    });
    const rest = async () => {
      for (let pages = 0; pages < 10; pages += 1) if ((await chunks.read()).done) return pages;
    };
    await expect(rest()).rejects.toThrow();
    expect((await gene.refusal("GET /audit-log/export?format=csv")).status).toBe(403);
  });
});

describe("verification", () => {
  const verify = () => reader.json<AuditVerification>("GET /audit-log/verification");
  const brokenAt = async (kind: string) =>
    (await verify()).chains.find((chain) => chain.kind === kind)?.broken_at;
  const chain = (kind: string) =>
    acme.database.value<string>("select id from audit_chain where tenant_id = $1 and kind = $2", [
      acme.tenants["acme"],
      kind,
    ]);

  /** As a superuser who can do anything to the table, and afterwards puts it back. */
  async function tampered(sql: string, values: unknown[], look: () => Promise<void>) {
    await acme.database.rows("create table kept as select * from audit_entry");
    await acme.database.rows("alter table audit_entry disable trigger user");
    try {
      await acme.database.rows(sql, values);
      await look();
    } finally {
      await acme.database.rows("delete from audit_entry");
      const columns = await acme.database.value<string>(
        `select string_agg(quote_ident(column_name), ', ') from information_schema.columns
         where table_schema = 'permit' and table_name = 'audit_entry' and is_generated = 'NEVER'`,
      );
      await acme.database.rows(`insert into audit_entry (${columns}) select ${columns} from kept`);
      await acme.database.rows("alter table audit_entry enable trigger user");
      await acme.database.rows("drop table kept");
    }
  }

  beforeEach(async () => expect((await verify()).is_intact).toBe(true));

  test("says of each chain how many entries were checked", async () => {
    const { chains } = await verify();
    expect(chains.map(({ kind }) => kind)).toEqual(["changes", "refusals"]);
    for (const { entries, checked, broken_at } of chains) {
      expect(checked).toBe(entries);
      expect(broken_at).toBeNull();
    }
  });

  test("says when the chains were last signed, and finds one that was rewritten whole since", async () => {
    await acme.permit.checkpoint();
    const { signed_at: before } = await verify();
    await reader.refusal("GET /people");
    await acme.permit.checkpoint();
    expect(Date.parse((await verify()).signed_at ?? "")).toBeGreaterThanOrEqual(Date.parse(before ?? ""));
    const changes = await chain("changes");
    const length = await acme.database.value<number>("select length::int from audit_chain where id = $1", [
      changes,
    ]);
    const shorten = (by: number) =>
      acme.database.rows(
        `update audit_chain c set length = $2, head = (select e.hash from kept e where e.chain_id = c.id and e.seq = $2) where id = $1`,
        [changes, length - by],
      );
    await tampered(
      "delete from audit_entry where chain_id = $1 and seq = $2",
      [changes, length],
      async () => {
        await shorten(1);
        expect(await brokenAt("changes")).toBe(length);
        expect((await verify()).is_intact).toBe(false);
        await shorten(0);
      },
    );
  });

  test("an altered entry is found", async () => {
    const sql = `update audit_entry set body = jsonb_set(body, '{action}', '"user.join"') where chain_id = $1 and seq = 3`;
    await tampered(sql, [await chain("changes")], async () => {
      expect(await brokenAt("changes")).toBe(3);
      expect((await verify()).is_intact).toBe(false);
    });
  });

  test("an altered name is found", async () => {
    const sql = `update audit_entry set people = jsonb_set(people, '{actor}', '"Nobody"') where chain_id = $1`;
    await tampered(sql, [await chain("refusals")], async () => expect(await brokenAt("refusals")).toBe(1));
  });

  test("an entry taken out is found", async () => {
    const sql = "delete from audit_entry where chain_id = $1 and seq = 2";
    await tampered(sql, [await chain("changes")], async () => expect(await brokenAt("changes")).toBe(3));
  });

  test("two entries that were swapped are found", async () => {
    const sql = `with pair as (select seq, body, people, people_salt, people_digest, at from audit_entry where chain_id = $1 and seq in (2, 4))
      update audit_entry e set body = p.body, people = p.people, people_salt = p.people_salt, people_digest = p.people_digest, at = p.at
      from pair p where e.chain_id = $1 and e.seq in (2, 4) and p.seq = 6 - e.seq`;
    await tampered(sql, [await chain("changes")], async () => expect(await brokenAt("changes")).toBe(2));
  });

  test("a log that was cut short is found", async () => {
    const sql =
      "delete from audit_entry where chain_id = $1 and seq = (select length from audit_chain where id = $1)";
    await tampered(sql, [await chain("changes")], async () => {
      const { chains } = await verify();
      const [changes] = chains;
      expect(changes?.checked).toBe((changes?.entries ?? 0) - 1);
      expect(changes?.broken_at).toBe(changes?.entries);
    });
  });

  test("names that were erased break nothing", async () => {
    const sql = "update audit_entry set people = null, people_salt = null where chain_id = $1";
    await tampered(sql, [await chain("changes")], async () => {
      expect((await verify()).is_intact).toBe(true);
      expect((await entries("?action=role.grant"))[0]?.actor.name).toBe("");
    });
  });
});

test("a refusal rings for the log alone", async () => {
  const feed = async (by: SignedIn) => {
    const body = (await by.send("GET /live")).body!.getReader();
    await body.read();
    return body;
  };
  const [log, list] = [await feed(reader), await feed(olivia)];
  const ana = await acme.user("ana");
  await maria.refusal("POST /people/roles", {
    changes: [{ user: ana, grant: [{ role: olivia.role("owner").id }] }],
  });
  const { value } = await log.read();
  expect(new TextDecoder().decode(value)).toContain('{"lists":["audit"]}');
  const heard = await Promise.race([
    list.read().then(() => "a bell"),
    new Promise((resolve) => setTimeout(() => resolve("nothing"), 500)),
  ]);
  expect(heard).toBe("nothing");
  await Promise.all([log.cancel(), list.cancel()]);
});
