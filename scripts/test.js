// @ts-check
// npm test: every check and every test, from a bare clone. npm test -- api runs one part only.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildIfNeeded } from "./build.js";
import { findChromium } from "./find-chromium.js";
import { dependency, giveUp, root, run, runQuietly } from "./run.js";
import { setUp } from "./setup.js";

/** @typedef {{ passed: number, failed: number }} Outcome */

const began = Date.now();
/** @type {Map<string, Outcome>} */
const outcomes = new Map();
const parts = chooseParts(process.argv.slice(2));

await setUp();
if (wanted("elements", "journeys", "stories")) process.env["CHROME_PATH"] = await findChromium();
if (wanted("build", "journeys")) await check("build", buildIfNeeded);
const stopPostgres = wanted("api", "prove", "elements", "journeys") ? await startPostgres() : undefined;
try {
  await Promise.all([runChecks(), runTests()]);
} finally {
  await stopPostgres?.();
}
report();

/** @param {string[]} names */
function chooseParts(names) {
  const all = ["build", "format", "lint", "types", "api", "prove", "elements", "journeys"];
  if (existsSync(join(root, ".storybook"))) all.push("stories");
  const unknown = names.find((name) => !all.includes(name));
  if (unknown) giveUp(`There is no part called "${unknown}"; there are ${all.join(", ")}.`);
  return names.length > 0 ? names : all;
}

/** @param {...string} names */
function wanted(...names) {
  return names.some((name) => parts.includes(name));
}

async function startPostgres() {
  const { runnerImport } = await import("vite");
  const file = join(root, "test/support/test-postgres.ts");
  /** @type {{ module: typeof import("../test/support/test-postgres.js") }} */
  const { module } = await runnerImport(file, { configFile: false, logLevel: "error" });
  const { stop } = await module.startTestPostgres();
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    process.once(signal, () => void stop().finally(() => process.exit(1)));
  }
  return stop;
}

/** Beside the tests, one after the other; each speaks only when it is through. */
async function runChecks() {
  const tools = {
    format: [dependency("prettier/bin/prettier.cjs"), "--check", "--log-level=warn", "."],
    lint: [dependency("eslint/bin/eslint.js"), "--max-warnings=0", "."],
    types: [dependency("typescript/bin/tsc"), "-p", "tsconfig.json"],
  };
  for (const [name, tool] of Object.entries(tools)) {
    if (wanted(name)) await check(name, async () => (await runQuietly(process.execPath, tool)) === 0);
  }
}

async function runTests() {
  if (wanted("api")) await suite("api", vitest("api"));
  if (wanted("prove")) await suite("prove", vitest("prove"));
  if (wanted("elements")) await suite("elements", [dependency("@web/test-runner/dist/bin.js")]);
  if (wanted("journeys")) await suite("journeys", vitest("journeys"));
  if (wanted("stories")) await suite("stories", [...vitest("stories"), "--config=vitest.stories.config.ts"]);
}

/** @param {string} project */
function vitest(project) {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${resultFile(project)}`];
  return [dependency("vitest/vitest.mjs"), "run", "--project", project, ...reporters];
}

/** @param {string} name */
function resultFile(name) {
  return join(root, "reports/tmp", `${name}.json`);
}

/**
 * A check is one thing that passes or fails.
 * @param {string} name
 * @param {() => Promise<boolean>} passes
 */
async function check(name, passes) {
  const ok = await passes();
  console.log(`${ok ? "✓" : "✗"} ${name}`);
  outcomes.set(name, { passed: ok ? 1 : 0, failed: ok ? 0 : 1 });
}

/**
 * A suite is a test runner; it leaves its figures in a file.
 * @param {string} name
 * @param {string[]} runner
 */
async function suite(name, runner) {
  const file = resultFile(name);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  console.log(`\n─── ${name} ───`);
  const code = await run(process.execPath, runner);
  const { passed, failed } = existsSync(file) ? readFigures(file) : { passed: 0, failed: 0 };
  if (passed + failed === 0) console.error(`✗ ${name}: no test ran`);
  const brokenOtherwise = failed === 0 && (code !== 0 || passed === 0);
  outcomes.set(name, { passed, failed: brokenOtherwise ? 1 : failed });
}

/**
 * @param {string} file written by our own reporter, or by Vitest's
 * @returns {Outcome}
 */
function readFigures(file) {
  const figures = JSON.parse(readFileSync(file, "utf8"));
  if (!("testResults" in figures)) return figures;
  // A file that does not load has no test that could fail.
  const broken = figures.testResults.filter(
    (/** @type {any} */ file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return { passed: figures.numPassedTests, failed: figures.numFailedTests + broken.length };
}

function report() {
  console.log();
  let passed = 0;
  let failed = 0;
  for (const [name, outcome] of outcomes) {
    console.log(`${name.padEnd(10)} ${outcome.passed} passed, ${outcome.failed} failed`);
    passed += outcome.passed;
    failed += outcome.failed;
  }
  console.log(`in ${Math.round((Date.now() - began) / 1000)} seconds\n`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
