import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A living process. `started` is opaque; with the process id it names one process for ever, ids alone are used again. */
export interface RunningProcess {
  name: string;
  started: string;
}

/** Looks a process up. Answers undefined when it is gone, or ended and only waits for its parent to notice. */
export function findProcess(pid: number): RunningProcess | undefined {
  try {
    if (process.platform === "linux") return fromProc(pid);
    if (process.platform === "win32") return fromPowerShell(pid);
    return fromPs(pid);
  } catch {
    return undefined;
  }
}

function fromProc(pid: number): RunningProcess | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // "pid (name) state ppid …": the name may itself hold blanks and parentheses.
  const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const started = fields[18];
  const ended = state === "Z" || state === "X";
  return ended || started === undefined ? undefined : { name, started };
}

function fromPs(pid: number): RunningProcess | undefined {
  const line = execFileSync("ps", ["-p", String(pid), "-o", "lstart=,stat=,comm="], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
  }).trim();
  const [, started, state, path] = /^(\S+ +\S+ +\S+ +\S+ +\S+) +(\S+) +(.*)$/.exec(line) ?? [];
  if (started === undefined || path === undefined || state?.startsWith("Z")) return undefined;
  return { name: path.slice(path.lastIndexOf("/") + 1), started: String(Date.parse(`${started} UTC`)) };
}

function fromPowerShell(pid: number): RunningProcess | undefined {
  const script = `$p = Get-Process -Id ${pid}; "$($p.StartTime.ToFileTimeUtc()) $($p.ProcessName)"`;
  const line = execFileSync("powershell", ["-NoProfile", "-Command", script], { encoding: "utf8" }).trim();
  const [, started, name] = /^(\d+) (.+)$/.exec(line) ?? [];
  return started === undefined || name === undefined ? undefined : { name, started };
}
