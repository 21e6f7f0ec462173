import { createHash } from "node:crypto";
import {
  closeSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findProcess } from "./running-process.js";

const HEARTBEAT_MS = 2_000;
const SILENCE_MEANS_DEAD_MS = 10_000;

/** The folder is open already, in another process or in this one. Its message is meant for the person who started the second. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";

  constructor(directory: string, holder: string) {
    super(
      `The folder ${directory} is already in use by ${holder}. ` +
        `Stop that one first, or choose another folder (PERMIT_DATA_DIR).`,
    );
  }
}

/**
 * Takes a folder for this process alone, or throws {@link FolderInUseError}.
 *
 * Each opener leaves a file that names it by process id and start time, and only then looks for others. It deletes no
 * file but its own and those of processes that are provably gone, so nobody can take over from a living one; two that
 * arrive in the same instant may both be refused.
 */
export async function lockFolder(directory: string): Promise<{ release(): void }> {
  const own = findProcess(process.pid);
  if (!own)
    throw new Error(
      "This process cannot see itself in the process list, so the folder cannot be locked safely.",
    );
  const ownFile = join(directory, nameOf({ pid: process.pid, started: own.started, place: thisPlace() }));
  try {
    closeSync(openSync(ownFile, "wx"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new FolderInUseError(directory, "this very process");
  }
  const heartbeat = setInterval(() => touch(ownFile), HEARTBEAT_MS).unref();
  const release = () => {
    clearInterval(heartbeat);
    rmSync(ownFile, { force: true });
  };

  try {
    for (const file of readdirSync(directory)) {
      const opener = openerFrom(file);
      const path = join(directory, file);
      if (!opener || path === ownFile) continue;
      if (await isAlive(opener, path)) throw new FolderInUseError(directory, `process ${opener.pid}`);
      rmSync(path, { force: true });
    }
  } catch (error) {
    release();
    throw error;
  }
  return { release };
}

interface Opener {
  pid: number;
  started: string;
  place: string;
}

function nameOf({ pid, started, place }: Opener): string {
  return `opened-by.${pid}.${started}.${place}`;
}

function openerFrom(file: string): Opener | undefined {
  const [, pid, started, place] = /^opened-by\.(\d+)\.(\d+)\.(\w+)$/.exec(file) ?? [];
  return pid && started && place ? { pid: Number(pid), started, place } : undefined;
}

async function isAlive(opener: Opener, file: string): Promise<boolean> {
  if (opener.place === thisPlace()) return findProcess(opener.pid)?.started === opener.started;
  // Another container or machine, whose processes are not to be seen from here: watch whether its heartbeat goes on.
  const before = modified(file);
  await sleep(SILENCE_MEANS_DEAD_MS);
  return modified(file) !== before;
}

/** Within one place, process id and start time are comparable: one boot of one machine, one process namespace. */
function thisPlace(): string {
  const place =
    process.platform === "linux"
      ? readFileSync("/proc/sys/kernel/random/boot_id", "utf8") + readlinkSync("/proc/self/ns/pid")
      : hostname();
  return createHash("sha256").update(place).digest("hex").slice(0, 12);
}

function modified(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // The folder was deleted under our feet; PostgreSQL will say so more loudly.
  }
}
