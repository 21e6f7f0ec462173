// @ts-check
// npm run bench:decision: how many checks the decision point answers beside casbin, CASL and Cedar, with the same data.
import { fork } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { benchHttp } from "./bench-decision-http.js";
import { giveUp, root } from "./run.js";
import { setUp } from "./setup.js";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    sizes: { type: "string", default: "100,10000,1000000" },
    report: { type: "string", default: "reports/decision.json" },
  },
});
const sizes = values.sizes.split(",").map(Number);
if (!(Number(values.rounds) >= 1 && sizes.every((size) => size >= 100)))
  giveUp("--rounds wants a number from 1, --sizes numbers from 100 with commas between them.");

await setUp();
process.chdir(root);
const { build, runnerImport } = await import("vite");
// Built as a customer's server is: what runs sources as they are would make ours slower than packages.
await build({
  configFile: false,
  logLevel: "error",
  build: {
    ssr: "bench/decision/run.ts",
    outDir: ".cache/bench-decision",
    target: "node20",
    rollupOptions: { output: { entryFileNames: "run.mjs" } },
  },
});
/** @type {import("../bench/decision/report.js").GivenFigure[]} */
const figures = [];
for (const size of sizes) {
  console.log(`${size.toLocaleString("en")} assignments …`);
  figures.push(...(await measured(size)));
}
/** @type {{ module: typeof import("../bench/decision/report.js") }} */
const { module } = await runnerImport(join(root, "bench/decision/report.ts"), { configFile: false });
const checks = module.reportOf(figures);
module.printReport(figures, checks);
const before = existsSync(values.report) ? JSON.parse(readFileSync(values.report, "utf8")) : {};
mkdirSync(dirname(values.report), { recursive: true });
writeFileSync(values.report, `${JSON.stringify({ ...before, checks }, null, 2)}\n`);
await benchHttp({ rounds: Number(values.rounds), people: 10_000, report: values.report });

/**
 * @param {number} size
 * @returns {Promise<import("../bench/decision/report.js").GivenFigure[]>}
 */
function measured(size) {
  return new Promise((done, fail) => {
    const child = fork(join(root, ".cache/bench-decision/run.mjs"), [String(size), values.rounds], {
      // The second: Node.js 20 crashes where calls into WebAssembly, which Cedar is, are inlined.
      execArgv: ["--max-old-space-size=8192", "--no-turbo-inline-js-wasm-calls"],
    });
    child.once("message", (/** @type {any} */ message) => done(message));
    child.once("exit", (code) => fail(new Error(`The measurement ended with ${code ?? "a signal"}.`)));
  });
}
