import { generateKeyPairSync, sign } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { readCheckpoint } from "../../../scripts/audit-verify/checkpoints.js";
import { verifyTrail, type Run } from "../../../scripts/audit-verify/verify-trail.js";
import { openAcme } from "../../support/acme.js";
import { altered, noted, type Scene } from "./scene.js";
import { filled, tamperings, tamperingsOfCheckpoints } from "./tamperings.js";

/** Noticed by the product's own verification, by the verifier that shares no code with it, and by both. */
interface Notices {
  product: boolean;
  verifier: boolean;
  /** Without what was kept outside of the database. */
  verifierAlone: boolean;
}

/** The audit trail and its checkpoints, by whoever owns the database. */
export function tamperWithTheTrail(scene: () => Scene): void {
  const chains = { acme: "", globex: "" };
  beforeAll(async () => {
    const { acme } = scene();
    // What is not signed yet could be cut off unnoticed.
    await acme.permit.checkpoint();
    for (const tenant of ["acme", "globex"] as const)
      chains[tenant] = await acme.database.value<string>(
        "select id from audit_chain where tenant_id = $1 and kind = 'changes'",
        [acme.tenants[tenant]],
      );
  });

  /** In one transaction that is never committed, past the triggers: what only a superuser can do. */
  const tampering = async (work: (run: Run) => Promise<unknown>): Promise<Notices> => {
    const { acme, kept } = scene();
    const enough = new Error("enough");
    let notices: Notices = { product: false, verifier: false, verifierAlone: false };
    const where = { environment: acme.environment, tenant: acme.tenants["acme"] ?? "" };
    const within = acme.database.within(where, async (run) => {
      await run("set local session_replication_role = replica");
      await work(run);
      const verified = await run("select broken_at, is_complete from permit.verify_audit()");
      notices = {
        product:
          verified.length < 2 ||
          verified.some((chain) => chain["broken_at"] !== null || chain["is_complete"] !== true),
        verifier: (await verifyTrail(run, { kept })).faults.length > 0,
        verifierAlone: (await verifyTrail(run)).faults.length > 0,
      };
      throw enough;
    });
    await expect(within).rejects.toBe(enough);
    return notices;
  };
  const statements = (all: readonly string[]) => async (run: Run) => {
    for (const each of all) await run(filled(each, chains));
  };

  it("is found intact before anybody has touched it, with and without what was kept", async () => {
    expect(await tampering(() => Promise.resolve())).toEqual({
      product: false,
      verifier: false,
      verifierAlone: false,
    });
    const { acme, kept } = scene();
    const report = await verifyTrail((sql, values) => acme.database.rows(sql, values), { kept });
    expect(report.entries).toBe(await acme.database.value("select count(*)::int from audit_entry"));
    // The first was made before this server began to keep them.
    expect(report.checkpoints).toBe(kept.length + 1);
    for (const { name, signed } of report.chains) expect(signed?.length, name).toBeGreaterThan(0);
  });

  describe("each column of each entry", () => {
    const entries = () =>
      scene().acme.database.rows<{ chain_id: string; seq: string }>(
        "select chain_id, seq from audit_entry where tenant_id = $1",
        [scene().acme.tenants["acme"]],
      );
    const columns: Readonly<Record<string, string>> = {
      body: `body = body || '{"request": "another"}'`,
      at: "at = at + interval '1 microsecond'",
      people: `people = people || '{"actor": "Somebody Else"}'`,
      people_salt: "people_salt = sha256(people_salt)",
      people_digest: "people_digest = sha256(people_digest)",
      hash: "hash = sha256(hash)",
      seq: "seq = seq + 1000",
      chain_id:
        "chain_id = (select id from permit.audit_chain where tenant_id is distinct from e.tenant_id limit 1), seq = 1000 + seq",
    };
    const further: Readonly<Record<string, string>> = {
      tenant_id: "tenant_id = gen_random_uuid()",
      environment_id: "environment_id = gen_random_uuid()",
      action: "action = 'user.join.'",
      outcome: "outcome = 'none'",
      actor_id: "actor_id = gen_random_uuid()",
      target_id: "target_id = gen_random_uuid()",
    };
    const derived = ["action", "outcome", "actor_id", "target_id"];

    it("is one of these", async () => {
      const all = await scene().acme.database.rows<{ name: string }>(
        "select column_name as name from information_schema.columns where table_schema = 'permit' and table_name = 'audit_entry' order by 1",
      );
      expect([...Object.keys(columns), ...Object.keys(further)].sort()).toEqual(all.map(({ name }) => name));
    });

    it.each([...Object.entries(columns), ...Object.entries(further)])(
      "%s altered is noticed",
      async (column, set) => {
        const all = await entries();
        expect(all.length).toBeGreaterThan(4);
        for (const { chain_id, seq } of all) {
          const { product, verifier } = await tampering(async (run) => {
            if (derived.includes(column))
              await run(`alter table permit.audit_entry alter column ${column} drop expression`);
            await run(`update permit.audit_entry e set ${set} where e.chain_id = $1 and e.seq = $2`, [
              chain_id,
              seq,
            ]);
          });
          if (column in columns) expect(noted(product), `${seq}, by the product`).toBe(true);
          expect(noted(verifier), `${seq}, by the verifier`).toBe(true);
        }
      },
    );

    it("cut out is noticed", async () => {
      for (const { chain_id, seq } of await entries()) {
        const { product, verifier } = await tampering((run) =>
          run("delete from permit.audit_entry where chain_id = $1 and seq = $2", [chain_id, seq]),
        );
        expect(noted(product), `${seq}, by the product`).toBe(true);
        expect(noted(verifier), `${seq}, by the verifier`).toBe(true);
      }
    });
  });

  describe("is found where there was", () => {
    it.each(tamperings.map((each) => [each.name, each] as const))("%s", async (_, { sql, byProduct }) => {
      const { product, verifier, verifierAlone } = await tampering(statements(sql));
      expect(noted(verifier)).toBe(true);
      expect(noted(verifierAlone), "by the checkpoints in the database").toBe(true);
      expect(product, "by the product").toBe(byProduct);
    });
  });

  describe("of its checkpoints is found where there was", () => {
    it.each(Object.entries(tamperingsOfCheckpoints))("%s", async (_, sql) => {
      expect(noted((await tampering(statements(sql))).verifier)).toBe(true);
    });

    it("one altered in any character", () => {
      const [, jws = ""] = scene().kept;
      expect(readCheckpoint(jws, null)).toMatchObject({ number: 3 });
      const survivors = [...altered(jws)].filter((other) => !noted(readCheckpoint(other, null) === null));
      expect(survivors).toEqual([]);
    });

    it("one forged by another key", async () => {
      const { privateKey, publicKey } = generateKeyPairSync("ed25519");
      const jwk = publicKey.export({ format: "jwk" });
      const [, payload = ""] = (scene().kept.at(-1) ?? "").split(".");
      const header = Buffer.from(JSON.stringify({ alg: "EdDSA", typ: "permit-checkpoint", jwk })).toString(
        "base64url",
      );
      const forged = `${header}.${payload}.${sign(null, Buffer.from(`${header}.${payload}`), privateKey).toString("base64url")}`;
      expect(readCheckpoint(forged, null)).not.toBeNull();
      const { verifier } = await tampering((run) =>
        run(
          "update permit.audit_checkpoint set jws = $1 where number = (select max(number) from permit.audit_checkpoint)",
          [forged],
        ),
      );
      expect(noted(verifier)).toBe(true);
    });
  });

  it("rewritten and signed anew with the server's own key is found by what was kept, and by nothing else", async () => {
    const kept: string[] = [];
    const acme = await openAcme({ onCheckpoint: ({ jws }) => void kept.push(jws) });
    const olivia = await acme.as("olivia");
    await olivia.json(`PATCH /people/${await acme.user("ana")}/profile`, { title: "Head of design" });
    await acme.permit.checkpoint();
    const chain = { acme: await chainOf(acme.database), globex: "" };
    await acme.database.within({}, async (run) => {
      await run("set local session_replication_role = replica");
      const rewriting = tamperings.find(({ name }) => name.startsWith("another actor"))?.sql ?? [];
      for (const each of rewriting) await run(filled(each, chain));
      await run("delete from permit.audit_checkpoint");
      await run("delete from permit.audit_signed");
    });
    const before = [...kept];
    expect(await acme.permit.checkpoint()).toMatchObject([{ number: 1 }]);
    const read: Run = (sql, values) => acme.database.rows(sql, values);
    expect((await verifyTrail(read)).faults).toEqual([]);
    expect(noted((await verifyTrail(read, { kept: before })).faults.length > 0)).toBe(true);
    await acme.close();
  });

  const chainOf = (database: Scene["acme"]["database"]) =>
    database.value<string>(
      "select c.id from audit_chain c join tenant t on t.id = c.tenant_id where t.key = 'acme' and c.kind = 'changes'",
    );
}
