import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createTestDatabase } from "../support/test-postgres.js";

const SERVER = fileURLToPath(new URL("../../dist/demo/server.js", import.meta.url));

/** The demo as a process of its own, as `npm start` runs it. */
export interface AcmeDocs {
  url: string;
  process: ChildProcess;
  /** What it has printed so far. */
  printed(): string;
  /** Ends it as a process supervisor would, and answers its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the built demo and waits until it serves. */
export async function startAcmeDocs(environment: Record<string, string>): Promise<AcmeDocs> {
  const started = await launch(environment);
  for (;;) {
    if (started.process.exitCode !== null) throw new Error(`Acme Docs did not start:\n${started.printed()}`);
    if ((await healthOf(started.url)).status === 200) return started;
    await sleep(50);
  }
}

/** Starts the built demo without waiting for it. */
export async function launch(environment: Record<string, string>): Promise<AcmeDocs> {
  const port = environment["PORT"] ?? String(await freePort());
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ["--enable-source-maps", SERVER], {
    env: { ...inherited, PORT: port, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text: Buffer) => (printed += String(text)));
  const exited = once(child, "exit");
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    printed: () => printed,
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}

export async function healthOf(url: string): Promise<{ status: number; body: unknown }> {
  try {
    const response = await fetch(`${url}/healthz`);
    return { status: response.status, body: await response.json() };
  } catch {
    return { status: 0, body: null };
  }
}

/** A database with the demo's data in it, made once in a run and copied for whoever asks. */
export function seededDatabase() {
  return createTestDatabase("acme-docs", async (url) => {
    const server = await startAcmeDocs({ DATABASE_URL: url });
    const code = await server.stop();
    if (code !== 0) throw new Error(`Acme Docs stopped with ${code}:\n${server.printed()}`);
  });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
