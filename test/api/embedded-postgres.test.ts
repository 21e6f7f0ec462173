import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  FolderInUseError,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "../../src/api/store/embedded-postgres.js";
import { findProcess } from "../../src/api/store/running-process.js";

describe("embedded PostgreSQL", { timeout: 60_000 }, () => {
  let directory: string;
  let opened: EmbeddedPostgres[];
  let programs: ChildProcess[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "permit-folder-"));
    chmodSync(directory, 0o755);
    opened = [];
    programs = [];
  });

  afterEach(async () => {
    for (const program of programs) program.kill("SIGKILL");
    await Promise.all(opened.map((postgres) => postgres.stop()));
    const left = serverProcess(directory);
    if (left !== undefined) {
      process.kill(left, "SIGQUIT");
      await waitUntil(() => findProcess(left) === undefined);
    }
    rmSync(directory, { recursive: true });
  });

  async function open(options: { port?: number } = {}): Promise<EmbeddedPostgres> {
    const postgres = await startEmbeddedPostgres({ directory, ...options });
    opened.push(postgres);
    return postgres;
  }

  /** Another process that opens the folder. */
  function openElsewhere() {
    const program = spawn(process.execPath, [
      "test/support/run-typescript.js",
      "test/support/open-postgres-folder.ts",
      directory,
    ]);
    programs.push(program);
    let said = "";
    program.stderr.on("data", (text: Buffer) => (said += text.toString()));
    return {
      program,
      complaint: () => said.trim(),
      ready: once(program.stdout, "data").then(([line]: Buffer[]) => String(line).trim()),
      exited: once(program, "exit").then(([code]: (number | null)[]) => code),
    };
  }

  it("keeps its data, password and port over a restart", async () => {
    const first = await open();
    await query(first.url, "create table note (text text)");
    await query(first.url, "insert into note values ('kept')");
    await first.stop();

    const second = await open();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, "select text from note")).toEqual([{ text: "kept" }]);
  });

  it("writes durably, in UTF-8, with sorting of its own", async () => {
    const { url } = await open();
    expect(
      await query(
        url,
        `select current_setting('fsync') fsync, current_setting('synchronous_commit') commit,
                current_setting('full_page_writes') pages, current_setting('server_encoding') encoding,
                datlocprovider::text provider, datlocale locale from pg_database where datname = current_database()`,
      ),
    ).toEqual([
      { fsync: "on", commit: "on", pages: "on", encoding: "UTF8", provider: "b", locale: "C.UTF-8" },
    ]);
  });

  it("answers on this machine only, and only with the password", async () => {
    const { url } = await open();
    const settings = await query(
      url,
      "select current_setting('listen_addresses') a, current_setting('unix_socket_directories') b",
    );
    expect(settings).toEqual([{ a: "127.0.0.1", b: "" }]);
    const guess = new URL(url);
    guess.password = "postgres";
    await expect(query(guess.href, "select 1")).rejects.toThrow("password authentication failed");
    expect(statSync(join(directory, "connection.json")).mode & 0o777).toBe(0o600);
  });

  it("refuses a second opener in the same process", async () => {
    const first = await open();
    await expect(open()).rejects.toBeInstanceOf(FolderInUseError);
    expect(await query(first.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("refuses a second program with a sentence and a non-zero exit, and leaves the first in peace", async () => {
    const first = await open();
    const second = openElsewhere();
    expect(await second.exited).toBe(1);
    expect(second.complaint()).toBe(
      `The folder ${first.directory} is already in use by process ${process.pid}. ` +
        `Stop that one first, or choose another folder (PERMIT_DATA_DIR).`,
    );
    expect(await query(first.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("lets the next one in after a stop", async () => {
    await (await open()).stop();
    const second = openElsewhere();
    expect(await query(await second.ready, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("stops the server that a killed program left behind, and keeps what was committed", async () => {
    const killed = openElsewhere();
    const url = await killed.ready;
    await query(url, "create table note (text text)");
    await query(url, "insert into note values ('kept')");
    killed.program.kill("SIGKILL");
    await killed.exited;
    const orphan = serverProcess(directory);
    expect(orphan).toBeDefined();

    const next = await open();
    expect(serverProcess(directory)).not.toBe(orphan);
    expect(findProcess(orphan ?? 0)).toBeUndefined();
    expect(await query(next.url, "select text from note")).toEqual([{ text: "kept" }]);
  });

  it("recovers after PostgreSQL itself was killed", async () => {
    const first = await open();
    await query(first.url, "create table note (text text)");
    await query(first.url, "insert into note values ('kept')");
    process.kill(serverProcess(directory) ?? 0, "SIGKILL");
    await first.stop();

    const second = await open();
    expect(await query(second.url, "select text from note")).toEqual([{ text: "kept" }]);
  });

  it("recovers after both were killed and the server's process id has passed to another", async () => {
    const killed = openElsewhere();
    await query(await killed.ready, "create table note (text text)");
    const server = serverProcess(directory) ?? 0;
    killed.program.kill("SIGKILL");
    process.kill(server, "SIGKILL");
    await killed.exited;
    await waitUntil(() => findProcess(server) === undefined);
    const file = join(directory, "data", "postmaster.pid");
    const { uid, gid } = statSync(file);
    const stranger = spawn("sleep", ["60"], { uid, gid });
    programs.push(stranger);
    writeFileSync(file, readFileSync(file, "utf8").replace(String(server), String(stranger.pid)));

    const next = await open();
    expect(await query(next.url, "select from note")).toEqual([]);
  });

  it("begins anew when the first set-up was broken off", async () => {
    mkdirSync(join(directory, "data.new", "base"), { recursive: true });
    const { url } = await open();
    expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("takes another port when its own was taken meanwhile", async () => {
    const first = await open();
    await first.stop();
    const squatter = createServer().listen(Number(new URL(first.url).port), "127.0.0.1");
    await once(squatter, "listening");
    try {
      const second = await open();
      expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    } finally {
      squatter.close();
    }
  });

  it("says why when the port that was asked for is taken, and frees the folder", async () => {
    const squatter = createServer().listen(0, "127.0.0.1");
    await once(squatter, "listening");
    const { port } = squatter.address() as { port: number };
    await expect(open({ port })).rejects.toThrow(/did not start.*Address already in use/s);
    squatter.close();
    await expect(open()).resolves.toBeDefined();
  });

  it.runIf(process.getuid?.() === 0)(
    "works for root in a folder that is closed to everybody else",
    async () => {
      chmodSync(directory, 0o700);
      const { url } = await open();
      await query(url, "create extension pg_trgm");
      expect(await query(url, "select similarity('Müller', 'muller') > 0 as found")).toEqual([
        { found: true },
      ]);
    },
  );
});

function serverProcess(directory: string): number | undefined {
  try {
    return Number(readFileSync(join(directory, "data", "postmaster.pid"), "utf8").split("\n")[0]);
  } catch {
    return undefined;
  }
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
