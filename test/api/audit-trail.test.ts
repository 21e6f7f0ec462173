import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAcme, type Acme } from "../support/acme.js";
import { verifyTrail } from "../../scripts/audit-verify/verify-trail.js";

let acme: Acme;
/** Statements of one transaction that is never committed. */
const pretending = async (
  work: (run: (sql: string) => Promise<Record<string, unknown>[]>) => Promise<void>,
) => {
  const enough = new Error("enough");
  const within = acme.database.within({}, async (run) => {
    await work(run);
    throw enough;
  });
  await expect(within).rejects.toBe(enough);
};

beforeAll(async () => {
  acme = await openAcme();
  const olivia = await acme.as("olivia");
  const maria = await acme.as("maria");
  const editor = olivia.role("editor").id;
  for (const key of ["ana", "victor", "maria"]) {
    await olivia.json(`PATCH /people/${await acme.user(key)}/profile`, { title: `Title of ${key}` });
    await maria.refusal("POST /people/remove", { people: [{ user: olivia.session.you.user }] });
  }
  await olivia.json("POST /people/roles", {
    changes: [{ user: await acme.user("victor"), grant: [{ role: editor }] }],
  });
  await acme.invite(await acme.as("gloria", "globex"), "guest@globex.example", "editor");
});
afterAll(() => acme.close());

describe("an independent verifier", () => {
  test("finds the trail of everything done so far whole", async () => {
    const chains = await acme.database.rows<{ kind: string; tenant: string | null; length: number }>(
      "select c.kind, t.key as tenant, c.length::int from audit_chain c left join tenant t on t.id = c.tenant_id order by 1, 2",
    );
    expect(chains.map(({ kind, tenant }) => `${kind} of ${tenant}`)).toEqual([
      "changes of acme",
      "changes of globex",
      "changes of null",
      "refusals of acme",
    ]);
    for (const { length } of chains) expect(length).toBeGreaterThan(0);
    expect((await verifyTrail((sql, values) => acme.database.rows(sql, values))).faults).toEqual([]);
  });

  const ofAcme =
    "chain_id = (select c.id from audit_chain c join tenant t on t.id = c.tenant_id where t.key = 'acme' and c.kind = 'changes')";
  const globex =
    "(select c.id from audit_chain c join tenant t on t.id = c.tenant_id where t.key = 'globex')";
  test.each([
    [
      "an entry is altered",
      `update audit_entry set body = body || '{"outcome": "refused"}' where ${ofAcme} and seq = 3`,
    ],
    [
      "the time of an entry is altered",
      `update audit_entry set at = at - interval '1 hour' where ${ofAcme} and seq = 3`,
    ],
    [
      "a name is altered",
      `update audit_entry set people = people || '{"actor": "Somebody Else"}' where ${ofAcme} and seq = 3`,
    ],
    [
      "a name is put where it was erased",
      `update audit_entry set people_salt = null where ${ofAcme} and seq = 3`,
    ],
    ["an entry is removed", `delete from audit_entry where ${ofAcme} and seq = 3`],
    ["the first entry is removed", `delete from audit_entry where ${ofAcme} and seq = 1`],
    [
      "the last entry is removed",
      `delete from audit_entry where ${ofAcme} and seq = (select max(seq) from audit_entry where ${ofAcme})`,
    ],
    [
      "the last entry is removed and the count with it",
      `delete from audit_entry where ${ofAcme} and seq = (select max(seq) from audit_entry where ${ofAcme});
       update audit_chain set length = length - 1 where id = (select chain_id from audit_entry where ${ofAcme} limit 1)`,
    ],
    [
      "two entries change places",
      `update audit_entry set seq = seq + 1000 where ${ofAcme} and seq in (2, 3);
       update audit_entry set seq = case seq when 1002 then 3 else 2 end where ${ofAcme} and seq in (1002, 1003)`,
    ],
    [
      "an entry is put in",
      `update audit_entry set seq = seq + 1000 where ${ofAcme} and seq > 2;
       insert into audit_entry (environment_id, tenant_id, chain_id, seq, body, people, people_salt, people_digest, hash, at)
         select environment_id, tenant_id, chain_id, 3, body, people, people_salt, people_digest, hash, at from audit_entry where ${ofAcme} and seq = 2;
       update audit_entry set seq = seq - 999 where ${ofAcme} and seq > 1000`,
    ],
    [
      "an entry is laid in another tenant's chain",
      `update audit_entry set chain_id = ${globex}, seq = 99 where ${ofAcme} and seq = 3`,
    ],
    [
      "an entry is said to be another tenant's",
      `update audit_entry set tenant_id = (select id from tenant where key = 'globex') where ${ofAcme} and seq = 3`,
    ],
    ["a hash is altered", `update audit_entry set hash = sha256('x') where ${ofAcme} and seq = 3`],
    ["a whole chain is removed", `delete from audit_chain where id = ${globex}`],
  ])("sees that %s", async (_, tampering) => {
    await pretending(async (run) => {
      await run("set local session_replication_role = replica");
      await run(tampering);
      expect((await verifyTrail(run)).faults).not.toEqual([]);
    });
    expect((await verifyTrail((sql, values) => acme.database.rows(sql, values))).faults).toEqual([]);
  });

  test("lets names be erased, and nothing else with them", async () => {
    await pretending(async (run) => {
      // Whoever knows a name can't look for it in what is left of others: the same is never digested alike.
      const [alike] = await run(
        `select count(*) - count(distinct people) as names, count(*) - count(distinct people_digest) as digests from audit_entry`,
      );
      expect(Number(alike?.["names"])).toBeGreaterThan(0);
      expect(Number(alike?.["digests"])).toBe(0);
      await run(`update audit_entry set people = null, people_salt = null where ${ofAcme}`);
      expect((await verifyTrail(run)).faults).toEqual([]);
    });
  });
});

describe("not even the owner of the tables can", () => {
  test.each([
    ["change an entry", `update audit_entry set body = '{}'`],
    ["change names without erasing them", `update audit_entry set people = '{"actor": "x"}'`],
    ["erase names but keep their salt", `update audit_entry set people = null`],
    [
      "erase names and change the time",
      `update audit_entry set people = null, people_salt = null, at = now()`,
    ],
    ["move an entry", `update audit_entry set seq = seq + 100, people = null, people_salt = null`],
    [
      "say it is another tenant's",
      `update audit_entry set tenant_id = null, people = null, people_salt = null where tenant_id is not null`,
    ],
    ["remove an entry", `delete from audit_entry`],
    ["empty the table", `truncate audit_entry`],
    ["empty it along with its chains", `truncate audit_chain, audit_entry cascade`],
  ])("%s", async (_, sql) => {
    await expect(acme.database.rows(sql)).rejects.toMatchObject({
      code: "42501",
      message: "the audit trail is append-only",
    });
  });
});

test("a tenant that is deleted leaves its trail behind", async () => {
  await pretending(async (run) => {
    const count = () => run("select count(*)::int as count from audit_entry").then(([row]) => row?.["count"]);
    const before = await count();
    await run("delete from tenant where key = 'globex'");
    expect(await count()).toBe(before);
    expect((await verifyTrail(run)).faults).toEqual([]);
  });
});
