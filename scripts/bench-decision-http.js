// @ts-check
// The second part of npm run bench:decision: checks over HTTP beside a bare handler of the same server.
import { fork } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./run.js";

/**
 * Measures checks over HTTP and adds them to the report.
 *
 * @param {{ rounds: number, people: number, report: string }} options
 */
export async function benchHttp({ rounds, people, report }) {
  const { build, runnerImport } = await import("vite");
  // Built as a customer's server is.
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      ssr: "bench/decision-http/server.ts",
      outDir: ".cache/bench-decision-http",
      target: "node20",
      rollupOptions: { output: { entryFileNames: "server.mjs" } },
    },
  });
  console.log(`Starting a server with ${people.toLocaleString("en")} people …`);
  const server = fork(join(root, ".cache/bench-decision-http/server.mjs"), [String(people)]);
  /** @type {{ port: number, key: string }} */
  const { port, key } = await new Promise((done, fail) => {
    server.once("message", (/** @type {any} */ message) => done(message));
    server.once("exit", (code) => fail(new Error(`The server ended with ${code ?? "a signal"}.`)));
  });
  /** @type {{ module: typeof import("../bench/decision-http/measure.js") }} */
  const { module } = await runnerImport(join(root, "bench/decision-http/measure.ts"), {
    configFile: false,
    logLevel: "error",
  });
  const http = await module.measureHttp(port, key, rounds);
  server.send("stop");
  console.log(
    `Over HTTP: ${http.checks.toLocaleString("en")} checks a second; a bare handler of the same server ` +
      `${http.bare.toLocaleString("en")} requests, ${http.ratio} times as many.`,
  );
  const before = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : {};
  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, `${JSON.stringify({ ...before, http }, null, 2)}\n`);
}
