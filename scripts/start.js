// @ts-check
// npm start: everything from a bare clone to the running demo. package.json says "exec …" so that npm's signals reach
// this process and not a shell between them; only Windows, which knows no exec, comes to the second half of its line.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildIfNeeded } from "./build.js";
import { giveUp, root } from "./run.js";
import { setUp } from "./setup.js";

await setUp();
if (!(await buildIfNeeded())) giveUp("The build failed; it says why above.");

// npm passes a signal on that the terminal has sent already: the second one must not cut short what the first began.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => undefined);
process.setSourceMapsEnabled(true);
process.chdir(root);
await import(pathToFileURL(join(root, "dist/demo/server.js")).href);
