import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findProcess } from "./running-process.js";

const ANSWER_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 60_000;

/**
 * Stops the PostgreSQL server that a killed owner of this folder left behind, if there is one. Only for whoever holds
 * the folder's lock: that is the proof that the owner is gone.
 */
export async function stopFormerServer(data: string, password: string): Promise<void> {
  const patience = Date.now() + ANSWER_WITHIN_MS;
  for (let notes = readServerNotes(data); notes; notes = readServerNotes(data)) {
    if (findProcess(notes.pid)?.name.startsWith("postgres") !== true) return disown(data);
    const served = await askDataDirectory(notes.port, password);
    if (served === realpathSync(data)) return stop(notes.pid, data);
    // It may be starting or stopping just now, and then answer soon or go.
    if (served !== undefined || Date.now() > patience) return disown(data);
    await sleep(100);
  }
}

/** What a running server writes down about itself. Undefined when no server has the folder, or one is just starting. */
export function readServerNotes(data: string): { pid: number; port: number; ready: boolean } | undefined {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" } : undefined;
}

async function askDataDirectory(port: number, password: string): Promise<string | undefined> {
  if (!(port > 0)) return undefined;
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: "postgres",
    password,
    database: "postgres",
    ssl: false,
    connectionTimeoutMillis: 2_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>("show data_directory");
    return rows[0]?.data_directory;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stop(pid: number, data: string): Promise<void> {
  process.kill(pid, "SIGINT");
  const patience = Date.now() + STOP_WITHIN_MS;
  while (existsSync(join(data, "postmaster.pid")) && findProcess(pid)) {
    if (Date.now() > patience) {
      throw new Error(
        `An earlier PostgreSQL (process ${pid}) still runs on ${data} and does not stop. Stop it by hand.`,
      );
    }
    await sleep(20);
  }
}

/**
 * The noted process is gone, or its id has passed to another, on which PostgreSQL would refuse to start. It passes over
 * the process id of its own parent, and still checks that no old server is attached to the data.
 */
function disown(data: string): void {
  const file = join(data, "postmaster.pid");
  const [, ...rest] = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, [process.pid, ...rest].join("\n"));
}
