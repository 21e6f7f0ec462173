import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** PostgreSQL refuses to run as root, so root starts it as somebody else. */
export interface OrdinaryUser {
  uid: number;
  gid: number;
}

/** Who PostgreSQL runs as: undefined (simply ourselves) unless we are root; then the owner of its data, or `nobody`. */
export function ordinaryUserFor(dataFolder: string): OrdinaryUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const data = statSync(dataFolder, { throwIfNoEntry: false });
  if (data && data.uid !== 0) return { uid: data.uid, gid: data.gid };
  const nobody = readFileSync("/etc/passwd", "utf8").match(/^nobody:[^:]*:(\d+):(\d+):/m);
  return nobody ? { uid: Number(nobody[1]), gid: Number(nobody[2]) } : { uid: 65534, gid: 65534 };
}

/** Whether every folder on the way to `path` lets the user through; below /root or a private temporary folder, none does. */
export function mayReach(user: OrdinaryUser, path: string): boolean {
  return withParents(path).every((folder) => mayEnter(user, folder));
}

/**
 * The words to put before a command so that it runs as `user` and yet walks through closed folders to its data:
 * `setpriv` lends it the one capability for that.
 */
export function lendPassage(user: OrdinaryUser, path: string): string[] {
  const capability = lendableCapability();
  if (capability === undefined || !hasSetpriv()) {
    throw new Error(
      `PostgreSQL does not run as root, and the ordinary user ${user.uid} that it would run as may not reach ${path}. ` +
        `Start this program as an ordinary user, or choose a folder that everybody may enter, or set DATABASE_URL.`,
    );
  }
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"];
  return ["setpriv", ...identity, `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`, "--"];
}

function withParents(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...withParents(parent), path];
}

function mayEnter(user: OrdinaryUser, folder: string): boolean {
  const { uid, gid, mode } = statSync(folder);
  if (uid === user.uid) return (mode & 0o100) !== 0;
  if (gid === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/** Walking through closed folders takes CAP_DAC_READ_SEARCH; containers often hold only the wider CAP_DAC_OVERRIDE. */
function lendableCapability(): "dac_read_search" | "dac_override" | undefined {
  if (process.platform !== "linux") return undefined;
  const permitted = BigInt(
    `0x${/^CapPrm:\s*(\w+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0"}`,
  );
  if (permitted & (1n << 2n)) return "dac_read_search";
  if (permitted & (1n << 1n)) return "dac_override";
  return undefined;
}

function hasSetpriv(): boolean {
  try {
    execFileSync("setpriv", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
