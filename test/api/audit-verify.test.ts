import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAcme, type Acme, type SignedIn } from "../support/acme.js";

/** What `npm run audit:verify` says to whoever types it. */

let acme: Acme;
let olivia: SignedIn;
let folder: string;
let checkpoints: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "permit-audit-"));
  checkpoints = join(folder, "kept", "checkpoints.jsonl");
  acme = await openAcme({ checkpointFile: checkpoints });
  olivia = await acme.as("olivia");
  await edit("Head of design");
  await acme.permit.checkpoint();
  await edit("Designer");
  await acme.permit.checkpoint();
});
afterAll(async () => {
  await acme.close();
  rmSync(folder, { recursive: true });
});

const edit = async (title: string) =>
  olivia.json(`PATCH /people/${await acme.user("ana")}/profile`, { title });

/** By npm, as people type it; answers its exit code and what it said. */
const audit = (...args: string[]) =>
  new Promise<{ code: number; said: string }>((done) => {
    const env = { ...process.env, PERMIT_DATA_DIR: folder, DATABASE_URL: "" };
    execFile("npm", ["run", "--silent", "audit:verify", "--", ...args], { env }, (error, out, err) =>
      done({ code: typeof error?.code === "number" ? error.code : 0, said: `${out}${err}` }),
    );
  });
const verify = (...more: string[]) =>
  audit("--database", acme.database.url, "--checkpoints", checkpoints, ...more);

/** As whoever owns the database, past its triggers. */
const tamper = (sql: string) =>
  acme.database.within({}, async (run) => {
    await run("set local session_replication_role = replica");
    await run(sql);
  });

const lines = () => readFileSync(checkpoints, "utf8").trim().split("\n");

describe("checkpoints of the audit trail", () => {
  it("are added to their file, one in a line, each signed after the one before", () => {
    const kept = lines().map((line) => JSON.parse(line) as { number: number; at: string; jws: string });
    expect(kept.map(({ number }) => number)).toEqual([2, 3]);
    for (const { at, jws } of kept) {
      expect(at).toMatch(/^\d{4}-\d\d-\d\dT/);
      expect(jws.split(".")).toHaveLength(3);
    }
  });

  it("are not made when nothing has happened", async () => {
    const before = lines().length;
    expect(await acme.permit.checkpoint()).toEqual([]);
    expect(lines()).toHaveLength(before);
  });

  it("are made of what was done last when the server stops", async () => {
    const other = await acme.another({ checkpointFile: checkpoints });
    await edit("Head of design");
    await other.close();
    expect(lines()).toHaveLength(3);
  });

  it("of several servers at once follow from each other", async () => {
    const others = await Promise.all([1, 2, 3].map(() => acme.another({ checkpointFile: checkpoints })));
    for (const title of ["A", "B", "C"]) {
      await edit(title);
      await Promise.all([acme.permit, ...others].map((each) => each.checkpoint()));
    }
    expect(lines()).toHaveLength(6);
    expect(await verify()).toMatchObject({ code: 0 });
  });

  it("can be neither altered nor deleted through the database's ordinary ways", async () => {
    for (const sql of [
      "delete from audit_checkpoint",
      "update audit_checkpoint set at = at",
      "truncate audit_checkpoint",
    ])
      await expect(acme.database.rows(sql), sql).rejects.toMatchObject({ code: "42501" });
  });
});

describe("npm run audit:verify", () => {
  it("names every chain, how far it is signed, and says that the trail is intact", async () => {
    const { code, said } = await verify();
    expect(said).toContain("✓ changes of acme: intact");
    expect(said).toMatch(/signed up to \d+, at /);
    expect(said).toContain("The audit trail is intact.");
    expect(code).toBe(0);
  });

  it("takes the key that may sign, and no other", async () => {
    const [header = ""] = (JSON.parse(lines()[0] ?? "") as { jws: string }).jws.split(".");
    const { jwk } = JSON.parse(Buffer.from(header, "base64url").toString()) as { jwk: { x: string } };
    const file = join(folder, "key.json");
    writeFileSync(file, JSON.stringify(jwk));
    expect(await verify("--key", file)).toMatchObject({ code: 0 });
    writeFileSync(file, JSON.stringify({ keys: [{ ...jwk, x: "A".repeat(43) }] }));
    const { code, said } = await verify("--key", file);
    expect(said).toContain("is not signed by a known key");
    expect(code).toBe(1);
  });

  it("warns where no checkpoint from outside was given", async () => {
    const { code, said } = await audit("--database", acme.database.url);
    expect(said).toContain("No checkpoint from outside was given");
    expect(code).toBe(0);
  });

  it("says what it needs, and fails, when it is told no database or one that is not there", async () => {
    const nowhere = await audit();
    expect(nowhere.code).toBe(1);
    expect(nowhere.said).toContain("--database");
    const gone = await audit("--database", "postgresql://127.0.0.1:1/none");
    expect(gone.code).toBe(1);
    expect(gone.said).toContain("can't be read");
    expect((await audit("--databse", "x")).code).toBe(1);
  });

  it("says where a chain was cut, and fails", async () => {
    const ofAcme =
      "(select c.id from permit.audit_chain c join permit.tenant t on t.id = c.tenant_id where t.key = 'acme' and c.kind = 'changes')";
    const length = await acme.database.value<number>(
      `select length::int from audit_chain where id = ${ofAcme}`,
    );
    await tamper(`with cut as (delete from permit.audit_entry where chain_id = ${ofAcme} and seq = ${length})
      update permit.audit_chain set length = ${length - 1}, head = (select hash from permit.audit_entry
        where chain_id = ${ofAcme} and seq = ${length - 1}) where id = ${ofAcme}`);
    const { code, said } = await verify();
    expect(said).toContain("✗ changes of acme: NOT INTACT");
    expect(said).toMatch(new RegExp(`cut after entry ${length - 1}: the checkpoint of .* signed ${length}`));
    expect(said).toContain("The audit trail is NOT intact.");
    expect(code).toBe(1);
  });
});
