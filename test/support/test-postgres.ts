import { createHash, randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/api/store/embedded-postgres.js";

/**
 * Starts the one PostgreSQL of a whole test run, in a temporary folder, and leaves its address in
 * `PERMIT_TEST_POSTGRES` for every process started from here. Fast instead of durable: nothing in it outlives the run.
 */
export async function startTestPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), "permit-test-"));
  chmodSync(directory, 0o755);
  const { url, stop } = await startEmbeddedPostgres({
    directory,
    database: "postgres",
    settings: {
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      wal_level: "minimal",
      max_wal_senders: "0",
      max_connections: "300",
    },
  });
  process.env["PERMIT_TEST_POSTGRES"] = url;
  return {
    url,
    async stop() {
      delete process.env["PERMIT_TEST_POSTGRES"];
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** For runners that are started by hand: `npm test` has started the server already. Answers how to stop it. */
export async function ensureTestPostgres(): Promise<() => Promise<void>> {
  if (process.env["PERMIT_TEST_POSTGRES"]) return () => Promise.resolve();
  return (await startTestPostgres()).stop;
}

/** A database of a test's own. */
export interface TestDatabase {
  url: string;
  /** Removes it, breaking off what is still connected. */
  drop(): Promise<void>;
}

/**
 * Makes an empty database, or a copy of the template of that name. Whoever asks for a template first prepares it, once
 * for the whole run; `prepare` closes its own connections before it returns.
 */
export async function createTestDatabase(
  template?: string,
  prepare?: (url: string) => Promise<void>,
): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  const source = template === undefined ? "template0" : await preparedTemplate(template, prepare);
  await administer((run) => run(`create database ${name} template ${source} strategy file_copy`));
  return {
    url: addressOf(name),
    drop: () => administer((run) => run(`drop database if exists ${name} with (force)`)),
  };
}

async function preparedTemplate(key: string, prepare?: (url: string) => Promise<void>): Promise<string> {
  // Where sources are broken on purpose, what they prepare is for nobody else.
  const sources = process.env["PERMIT_TEST_SOURCES"] ?? "";
  const name = `template_${createHash("sha256")
    .update(key + sources)
    .digest("hex")
    .slice(0, 16)}`;
  await administer(async (run) => {
    await run("select pg_advisory_lock(hashtextextended($1, 0))", [name]);
    const existing = await run("select from pg_database where datname = $1", [name]);
    if (existing.length > 0) return;
    // Under another name first: what a failed preparation leaves behind is not taken for a template.
    await run(`drop database if exists ${name}_unfinished with (force)`);
    await run(`create database ${name}_unfinished template template0`);
    await prepare?.(addressOf(`${name}_unfinished`));
    await run(`alter database ${name}_unfinished rename to ${name}`);
  });
  return name;
}

type Run = (sql: string, values?: unknown[]) => Promise<unknown[]>;

async function administer(work: (run: Run) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: addressOf("postgres") });
  await client.connect();
  try {
    await work(async (sql, values) => (await client.query<Record<string, unknown>>(sql, values)).rows);
  } finally {
    await client.end();
  }
}

function addressOf(database: string): string {
  const server = process.env["PERMIT_TEST_POSTGRES"];
  if (!server) throw new Error("There is no PERMIT_TEST_POSTGRES: run the tests by npm test or npx vitest.");
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
