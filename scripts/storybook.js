// @ts-check
// npm run storybook browses the stories; npm run build-storybook makes a static site of them.
import { dependency, run } from "./run.js";
import { setUp } from "./setup.js";

await setUp();
const storybook = [dependency("storybook/dist/bin/dispatcher.js"), ...process.argv.slice(2)];
const env = { STORYBOOK_DISABLE_TELEMETRY: "1" };
process.exitCode = await run(process.execPath, storybook, { env });
