import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { lockFolder } from "./folder-lock.js";
import { stopFormerServer } from "./former-server.js";
import { ordinaryUserFor, type OrdinaryUser } from "./ordinary-user.js";
import { findPostgresProgram, type PostgresProgram } from "./postgres-program.js";
import { runServer, type RunningServer } from "./postgres-server.js";

export { FolderInUseError } from "./folder-lock.js";

/** What {@link startEmbeddedPostgres} takes. */
export interface EmbeddedPostgresOptions {
  /** Where everything is kept; made on first use. One process at a time. */
  directory: string;
  /** The database in the address that comes back; made on first use. Default `permit`. */
  database?: string | undefined;
  /** The port on 127.0.0.1. Default: a free one, chosen once and kept as long as nobody else takes it. */
  port?: number | undefined;
  /** Further server settings, such as `{ work_mem: "16MB" }`. Turn durability off (`fsync`) only for tests. */
  settings?: Record<string, string> | undefined;
}

/** A running server. */
export interface EmbeddedPostgres {
  /** Its address, which contains the password: not for logs. */
  url: string;
  /** The folder in which it keeps everything, in full and without symbolic links. */
  directory: string;
  /** Stops the server cleanly, breaking off what is open, and frees the folder. */
  stop: () => Promise<void>;
}

interface Connection {
  password: string;
  port: number;
}

/**
 * Starts a real, durable PostgreSQL in a folder, from binaries that npm installed: the store of whoever has no
 * PostgreSQL of their own yet.
 *
 * The server listens on 127.0.0.1 only and asks for a password, which is drawn at random on first use and kept in the
 * folder's `connection.json`, readable by its owner alone. Data is kept over restarts and survives `kill -9` of the
 * server or of this process: a server left behind by a killed process is stopped cleanly first, then a fresh one
 * started. Started by root, PostgreSQL runs as `nobody`, to whom the data folder then belongs.
 *
 * @throws {FolderInUseError} when another process has the folder.
 * @throws {Error} with a sentence for the person at the terminal when PostgreSQL is not installed or does not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  mkdirSync(options.directory, { recursive: true });
  const directory = realpathSync(options.directory);
  const lock = await lockFolder(directory);
  try {
    const data = join(directory, "data");
    const user = ordinaryUserFor(data);
    const program = findPostgresProgram(directory, user);
    const kept = readConnection(directory, existsSync(data));
    const password = kept?.password ?? randomBytes(24).toString("base64url");

    if (existsSync(data)) await stopFormerServer(data, password);
    const port = options.port ?? (await freePort(kept?.port));
    writeConnection(directory, { password, port });
    if (!existsSync(data)) await createCluster(program, { directory, data, password, user });

    const server = await runServer(program, {
      data,
      port,
      log: join(directory, "postgres.log"),
      settings: options.settings,
    });
    const database = options.database ?? "permit";
    const url = (name: string) =>
      `postgresql://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(name)}?sslmode=disable`;
    await ensureDatabase(url("postgres"), database).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    return { url: url(database), directory, stop: stopOnce(server, lock) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function stopOnce(server: RunningServer, lock: { release(): void }): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  return () => (stopped ??= server.stop().finally(() => lock.release()));
}

function readConnection(directory: string, dataExists: boolean): Connection | undefined {
  const file = join(directory, "connection.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Connection;
  if (!dataExists) return undefined;
  throw new Error(
    `${file} is missing. It holds the password of the database in that folder, which cannot be opened without.`,
  );
}

/** On the disk before the data is: data without its password would be lost. */
function writeConnection(directory: string, connection: Connection): void {
  const file = join(directory, "connection.json");
  writeFileSync(`${file}.new`, JSON.stringify(connection), { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

/** Asks for the wanted port, and lets the system choose when it is taken or none is wanted. */
async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      if (wanted === 0) reject(error);
      else resolve(freePort());
    });
    server.listen(wanted, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Under another name first, so that a set-up broken off half-way is not taken for a database. */
async function createCluster(
  program: PostgresProgram,
  place: { directory: string; data: string; password: string; user: OrdinaryUser | undefined },
): Promise<void> {
  const unfinished = `${place.data}.new`;
  const passwordFile = join(place.directory, "initial-password");
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, place.password, { mode: 0o600 });
  if (place.user)
    for (const path of [unfinished, passwordFile]) chownSync(path, place.user.uid, place.user.gid);
  try {
    await program.initdb([
      `--pgdata=${unfinished}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      `--locale=${systemLocale()}`,
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, place.data);
}

/** Sorting is PostgreSQL's own; the system's locale only says what counts as a letter, and is named differently. */
function systemLocale(): string {
  if (process.platform === "darwin") return "en_US.UTF-8";
  return process.platform === "win32" ? "C" : "C.UTF-8";
}

async function ensureDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
