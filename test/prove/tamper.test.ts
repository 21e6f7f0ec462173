import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, openFresh, openAcme, type Acme, type SignedIn } from "../support/acme.js";
import { faultsOfTrail } from "../support/audit-verifier.js";
import { count } from "./count.js";

/** Whatever is altered in a token or in the audit trail is noticed: each character, each column, each entry. */

let acme: Acme;
let apiKey: string;
let olivia: SignedIn;
let tried = 0;
let detected = 0;
const noted = (isDetected: boolean) => {
  tried += 1;
  if (isDetected) detected += 1;
  return isDetected;
};

beforeAll(async () => {
  acme = await openAcme();
  apiKey = `permit_key_${"aB3".repeat(31)}`;
  await acme.another({ apiKey });
  olivia = await acme.as("olivia");
  const maria = await acme.as("maria");
  await olivia.json(`PATCH /people/${await acme.user("ana")}/profile`, { title: "Head of design" });
  await maria.refusal("POST /people/remove", { people: [{ user: olivia.session.you.user }] });
  await olivia.json("POST /people/roles", {
    changes: [{ user: await acme.user("victor"), grant: [{ role: olivia.role("editor").id }] }],
  });
});
afterAll(async () => {
  count("tamper", { tried, detected });
  await acme.close();
});

/** The token with one character replaced by its neighbour in the alphabet, at every place in turn. */
function* altered(token: string): Generator<string> {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (let at = 0; at < token.length; at += 1) {
    const here = alphabet.indexOf(token[at] ?? "");
    const other = here < 0 ? "A" : (alphabet[here ^ 1] ?? "A");
    yield `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
  }
}

const bearing = (token: string, method = "GET", path = "/people") =>
  call(acme.permit, method, path, method === "GET" ? undefined : {}, { authorization: `Bearer ${token}` });

describe("no character of a token can be another", () => {
  const survivors = async (token: string, isRefused: (token: string) => Promise<boolean>) => {
    const accepted: string[] = [];
    for (const other of altered(token)) if (!noted(await isRefused(other))) accepted.push(other);
    return accepted;
  };

  it("of a session", async () => {
    const { token } = olivia.session;
    expect((await bearing(token)).status).toBe(200);
    expect(await survivors(token, async (other) => (await bearing(other)).status === 401)).toEqual([]);
  });

  it("of an invitation", async () => {
    const { token } = await acme.invite(olivia, "guest@acme.example", "viewer");
    const preview = (given: string) =>
      call(
        acme.permit,
        "POST",
        "/invitations/preview",
        { token: given },
        { as: "guest@acme", "permit-element": "1" },
      );
    expect((await preview(token)).status).toBe(200);
    expect(await survivors(token, async (other) => (await preview(other)).status === 404)).toEqual([]);
  });

  it("of an API key", async () => {
    const logIn = (key: string) =>
      call(
        acme.permit,
        "POST",
        "/v2/auth/elements_login_as",
        { user_id: "olivia", tenant_id: "acme" },
        { authorization: `Bearer ${key}` },
      );
    expect((await logIn(apiKey)).status).toBe(200);
    expect(await survivors(apiKey, async (other) => (await logIn(other)).status === 401)).toEqual([]);
  });
});

describe("a token opens what it was made for, and nothing else", () => {
  it.each([
    ["a session", () => olivia.session.token, "POST /v2/auth/elements_login_as"],
    ["an API key", () => apiKey, "GET /people"],
    ["an API key", () => apiKey, "GET /live"],
    ["a session of user management", () => olivia.session.token, "GET /audit-log"],
    ["a session of user management", () => olivia.session.token, "GET /audit-log/export?format=csv"],
  ])("%s", async (_, token, route) => {
    const [method = "", path = ""] = route.split(" ");
    const { status } = await bearing(token(), method, path);
    expect(noted(status === 401 || status === 403), `${route} answered ${status}`).toBe(true);
  });

  it("a session of another installation", async () => {
    const other = await openFresh();
    const { status } = await call(other.permit, "GET", "/people", undefined, {
      authorization: `Bearer ${olivia.session.token}`,
    });
    await other.close();
    expect(noted(status === 401)).toBe(true);
  });
});

describe("each column of each entry of the trail", () => {
  /** In one transaction that is never committed, past the triggers: what only a superuser can do. */
  const isNoticed = async (tampering: string, values: unknown[]) => {
    const enough = new Error("enough");
    let notices: boolean[] = [];
    const where = { environment: acme.environment, tenant: acme.tenants["acme"] ?? "" };
    const within = acme.database.within(where, async (run) => {
      await run("set local session_replication_role = replica");
      await run(tampering, values);
      const chains = await run("select broken_at, is_complete from permit.verify_audit()");
      notices = [
        chains.length < 2 ||
          chains.some((chain) => chain["broken_at"] !== null || chain["is_complete"] !== true),
        (await faultsOfTrail(run)).length > 0,
      ];
      throw enough;
    });
    await expect(within).rejects.toBe(enough);
    return notices;
  };

  const alterations: Readonly<Record<string, string>> = {
    body: `body = body || '{"request": "another"}'`,
    at: "at = at + interval '1 microsecond'",
    people: `people = people || '{"actor": "Somebody Else"}'`,
    people_salt: "people_salt = sha256(people_salt)",
    people_digest: "people_digest = sha256(people_digest)",
    hash: "hash = sha256(hash)",
    seq: "seq = seq + 1000",
    chain:
      "chain_id = (select id from permit.audit_chain where tenant_id is distinct from e.tenant_id limit 1), seq = 1000 + seq",
  };
  const entry = "e.chain_id = $1 and e.seq = $2";
  const entries = () =>
    acme.database.rows<{ chain_id: string; seq: string }>(
      "select chain_id, seq from audit_entry where tenant_id = $1",
      [acme.tenants["acme"]],
    );

  it.each(Object.entries(alterations))(
    "%s altered is noticed, by the product and by an independent verifier",
    async (_, set) => {
      const all = await entries();
      expect(all.length).toBeGreaterThan(4);
      for (const { chain_id, seq } of all) {
        const [byProduct, byOther] = await isNoticed(
          `update permit.audit_entry e set ${set} where ${entry}`,
          [chain_id, seq],
        );
        expect(noted(byProduct === true), `${seq}, by the product`).toBe(true);
        expect(noted(byOther === true), `${seq}, by the verifier`).toBe(true);
      }
    },
  );

  it("cut out is noticed", async () => {
    for (const { chain_id, seq } of await entries()) {
      const [byProduct, byOther] = await isNoticed(`delete from permit.audit_entry e where ${entry}`, [
        chain_id,
        seq,
      ]);
      expect(noted(byProduct === true), `${seq}, by the product`).toBe(true);
      expect(noted(byOther === true), `${seq}, by the verifier`).toBe(true);
    }
  });
});
