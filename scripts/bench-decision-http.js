// @ts-check
// The second part of npm run bench:decision: checks over HTTP beside a bare handler of the same server.
import { fork } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { giveUp, root } from "./run.js";
import { setUp } from "./setup.js";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    people: { type: "string", default: "10000" },
    report: { type: "string", default: "reports/decision.json" },
  },
});
const [rounds, people] = [Number(values.rounds), Number(values.people)];
if (!(rounds >= 1 && people >= 10)) giveUp("--rounds wants a number from 1, --people one from 10.");

await setUp();
process.chdir(root);
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
const before = existsSync(values.report) ? JSON.parse(readFileSync(values.report, "utf8")) : {};
mkdirSync(dirname(values.report), { recursive: true });
writeFileSync(values.report, `${JSON.stringify({ ...before, http }, null, 2)}\n`);
