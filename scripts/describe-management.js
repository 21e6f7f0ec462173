// @ts-check
// npm run describe: writes docs/management-api.md from what is served and what the vendor describes.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runnerImport } from "vite";
import { root } from "./run.js";

const file = join(root, "test/support/management-table.ts");
/** @type {{ module: typeof import("../test/support/management-table.js") }} */
const { module } = await runnerImport(file, { configFile: false, logLevel: "error" });
writeFileSync(join(root, "docs/management-api.md"), module.managementTable());
