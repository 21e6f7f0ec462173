// @ts-check
// npm start: everything from a bare clone to the running demo.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildIfNeeded } from "./build.js";
import { giveUp, root } from "./run.js";
import { setUp } from "./setup.js";

await setUp();
if (!(await buildIfNeeded())) giveUp("The build failed; it says why above.");

// In this very process: signals, exit code and terminal are the server's own.
process.setSourceMapsEnabled(true);
process.chdir(root);
await import(pathToFileURL(join(root, "dist/demo/server.js")).href);
