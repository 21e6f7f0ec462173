import { afterAll, beforeAll, expect, test } from "vitest";
import type { Session } from "../../src/api/wire.js";
import { Database } from "../support/database.js";
import type { TestDatabase } from "../support/test-postgres.js";
import { healthOf, seededDatabase, startAcmeDocs, type AcmeDocs } from "./acme-docs.js";

/** Far more than this heap could hold. */
const written = 500_000;
const heapInMegabytes = 64;

let copy: TestDatabase;
let database: Database;
let server: AcmeDocs;
let token: string;
/** Numbers of the entries in the chain run from 1 to this. */
let entries: number;

beforeAll(async () => {
  copy = await seededDatabase();
  database = new Database(copy.url);
  entries = await writeThreeYears();
  server = await startAcmeDocs({
    DATABASE_URL: copy.url,
    NODE_OPTIONS: `--max-old-space-size=${heapInMegabytes}`,
  });
  token = await signInAs("olivia-marsh");
});
afterAll(async () => {
  await server.stop();
  await database.close();
  await copy.drop();
});

test.each([
  { format: "csv", entry: /:(\d+)\r$/, others: ["time,"] },
  { format: "json", entry: /^\{"id":"[\da-f-]+:(\d+)"/, others: ["[", "]"] },
])(`${written} entries leave a server of little memory as $format, each once`, async (expected) => {
  const response = await get(`/audit-log/export?format=${expected.format}`);
  const times = new Uint8Array(entries + 1);
  const others: string[] = [];
  for await (const line of linesOf(response)) {
    const number = expected.entry.exec(line)?.[1];
    if (number === undefined) others.push(line);
    else times[Number(number)]! += 1;
  }
  expect(times.subarray(1).every((count) => count === 1)).toBe(true);
  expect(others.map((line, n) => line.slice(0, expected.others[n]?.length))).toEqual(expected.others);
  expect((await healthOf(server.url)).status).toBe(200);
});

/** Copies one invitation over and over, as a superuser; hashes need not hold for an export. */
async function writeThreeYears(): Promise<number> {
  await database.rows(
    `insert into audit_entry (environment_id, tenant_id, chain_id, seq, body, people, people_salt, people_digest, hash, at)
     select e.environment_id, e.tenant_id, e.chain_id, c.length + n, e.body, e.people, e.people_salt, e.people_digest,
       e.hash, e.at - n * interval '3 minutes'
     from tenant t join audit_chain c on c.tenant_id = t.id and c.kind = 'changes'
       join lateral (select * from audit_entry e where e.chain_id = c.id and e.action = 'user.invite' limit 1) e on true,
       generate_series(1, $1) n
     where t.key = 'acme'`,
    [written],
  );
  await database.rows("analyze audit_entry");
  const last = await database.value<string>(
    "select max(seq) from audit_entry where tenant_id = (select id from tenant where key = 'acme')",
  );
  expect(Number(last)).toBeGreaterThan(written);
  return Number(last);
}

async function signInAs(person: string): Promise<string> {
  const signedIn = await fetch(`${server.url}/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: server.url },
    body: new URLSearchParams({ person }),
  });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  const opened = await fetch(`${server.url}/permit/session`, {
    method: "POST",
    headers: { cookie, "permit-element": "1", "content-type": "application/json" },
    body: JSON.stringify({ type: "audit-log" }),
  });
  return ((await opened.json()) as Session).token;
}

function get(path: string): Promise<Response> {
  return fetch(`${server.url}/permit${path}`, { headers: { authorization: `Bearer ${token}` } });
}

async function* linesOf(response: Response): AsyncIterable<string> {
  let rest = "";
  for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest) yield rest;
}
