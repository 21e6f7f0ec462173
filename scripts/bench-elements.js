// @ts-check
// npm run bench:elements: how quick <permit-user-management> is beside two pages that do without the product.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildIfNeeded } from "./build.js";
import { giveUp, root } from "./run.js";
import { setUp } from "./setup.js";

const { values } = parseArgs({
  options: {
    visits: { type: "string", default: "7" },
    people: { type: "string", default: "100000" },
    report: { type: "string", default: "reports/elements.json" },
  },
});
const [visits, people] = [Number(values.visits), Number(values.people)];
if (!(visits >= 1 && people >= 50))
  giveUp("--visits wants a number from 1, --people one from 50 (the size of the large tenant).");

await setUp();
if (!(await buildIfNeeded())) giveUp("The build failed; it says why above.");
process.chdir(root);
const { runnerImport } = await import("vite");
/** @type {{ module: typeof import("../bench/run.js") }} */
const { module } = await runnerImport(join(root, "bench/run.ts"), { configFile: false, logLevel: "error" });
await module.runBench({ visits, people, report: values.report });
