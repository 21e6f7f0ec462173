import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, renameSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { readServerNotes } from "./former-server.js";
import type { PostgresProgram } from "./postgres-program.js";

const STOP_WITHIN_MS = 60_000;
const ATTEMPTS = 40;

const SETTINGS: Record<string, string> = {
  unix_socket_directories: "",
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  max_connections: "100",
  timezone: "UTC",
  log_timezone: "UTC",
  // Without the detail lines, which quote people's data ("Key (email)=(…) already exists").
  log_error_verbosity: "terse",
};

interface ServerPlace {
  data: string;
  port: number;
  log: string;
  settings?: Record<string, string> | undefined;
}

/** A server process that answers. */
export interface RunningServer {
  stop(): Promise<void>;
}

/** Starts the server on existing data and waits until it answers, through recovery if it has to. */
export async function runServer(program: PostgresProgram, place: ServerPlace): Promise<RunningServer> {
  if (existsSync(place.log)) renameSync(place.log, `${place.log}.previous`);
  for (let attempt = 1; ; attempt++) {
    const server = await tryToRun(program, place);
    if (server) return server;
    const words = readFileSync(place.log, "utf8").trim();
    // Sessions of a server that was killed need a moment to notice.
    const passing = words.includes("pre-existing shared memory block");
    if (!passing || attempt === ATTEMPTS) {
      throw new Error(
        `PostgreSQL did not start on ${place.data}, port ${place.port}. It says:\n${lastLines(words)}`,
      );
    }
    await sleep(250);
  }
}

async function tryToRun(program: PostgresProgram, { data, port, log, settings }: ServerPlace) {
  const named = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const logFile = openSync(log, "w", 0o600);
  const child = program.server(["-D", data, "-h", "127.0.0.1", "-p", String(port), ...named], logFile);
  closeSync(logFile);
  const exited = once(child, "exit").then(
    () => true,
    () => true,
  );

  while (!readyAs(child.pid, data)) {
    if (await Promise.race([exited, sleep(20, false)])) return undefined;
  }

  child.unref();
  const interrupt = () => child.kill("SIGINT");
  process.once("exit", interrupt);
  return {
    async stop() {
      process.off("exit", interrupt);
      interrupt();
      const impatient = setTimeout(() => child.kill("SIGQUIT"), STOP_WITHIN_MS);
      await exited;
      clearTimeout(impatient);
    },
  };
}

function readyAs(pid: number | undefined, data: string): boolean {
  const notes = readServerNotes(data);
  return notes?.pid === pid && notes?.ready === true;
}

function lastLines(text: string): string {
  return text.split("\n").slice(-5).join("\n");
}
