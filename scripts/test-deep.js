// @ts-check
// npm run test:deep: what tries to get past the guard, for longer, in larger scopes, from another seed each time.
import { randomInt } from "node:crypto";
import { dependency, root, run } from "./run.js";
import { setUp } from "./setup.js";

await setUp();
process.chdir(root);
const seed = process.env["PROVE_SEED"] ?? String(randomInt(2 ** 30));
console.log(`PROVE_SEED=${seed} repeats this run.`);
// What is named on the command line narrows the files; storms and races are with the tests of the API.
const files = process.argv.slice(2);
const suites = files.length > 0 ? ["prove"] : ["prove", "api"];
let failed = 0;
for (const suite of suites) {
  failed += await run(
    process.execPath,
    [dependency("vitest/vitest.mjs"), "run", "--project", suite, ...files],
    {
      env: { PROVE_DEPTH: "deep", PROVE_SEED: seed },
    },
  );
}
process.exitCode = failed > 0 ? 1 : 0;
