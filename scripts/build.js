// @ts-check
// Builds everything into dist/: the elements, the server, the types, the manifest and the demo.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dependency, root, run } from "./run.js";
import { setUp } from "./setup.js";

const INPUTS = [
  "src",
  "demo",
  "scripts",
  "vite.config.ts",
  "size-budget.json",
  "tsconfig.json",
  "tsconfig.build.json",
  "package.json",
  "package-lock.json",
];
const STAMP = join(root, "dist", ".build-stamp");

/**
 * Does nothing when nothing has changed since the last build.
 * @returns {Promise<boolean>} whether dist/ is up to date now
 */
export async function buildIfNeeded() {
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === fingerprint()) return true;
  console.log("Building …");
  return (await run(process.execPath, ["scripts/build.js"])) === 0;
}

/** @returns {Promise<boolean>} whether all of it succeeded */
async function build() {
  const inputs = fingerprint();
  rmSync(STAMP, { force: true });
  const results = await Promise.all([buildBundles(), emitTypes(), writeManifest()]);
  const succeeded = results.every(Boolean);
  if (succeeded) writeFileSync(STAMP, inputs);
  return succeeded;
}

async function buildBundles() {
  process.env["NODE_ENV"] = "production"; // Lit has a slower build for development.
  const vite = await import("vite");
  const demoHasPages =
    existsSync(join(root, "demo/pages")) && readdirSync(join(root, "demo/pages")).length > 0;
  const modes = ["elements", "modules", "server", ...(demoHasPages ? ["demo"] : []), "demo-server"];
  for (const mode of modes) {
    try {
      await vite.build({ configFile: join(root, "vite.config.ts"), mode });
    } catch (error) {
      console.error(`${mode}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }
  return true;
}

async function emitTypes() {
  return (await run(process.execPath, [dependency("typescript/bin/tsc"), "-p", "tsconfig.build.json"])) === 0;
}

export async function writeManifest() {
  const globs = ["src/elements/**/*.ts", "!src/elements/**/*.styles.ts"].flatMap((glob) => ["--globs", glob]);
  const cem = dependency("@custom-elements-manifest/analyzer/cem.js");
  return (
    (await run(process.execPath, [
      cem,
      "analyze",
      "--litelement",
      "--quiet",
      "--outdir",
      "dist",
      ...globs,
    ])) === 0
  );
}

/** A digest of files and folders, by default of everything that goes into the build. */
export function fingerprint(inputs = INPUTS) {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap(filesIn))
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(root, file)))
      .update("\0");
  return hash.digest("hex");
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  const entry = statSync(join(root, path), { throwIfNoEntry: false });
  if (!entry) return [];
  if (!entry.isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesIn(`${path}/${name}`));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await setUp();
  process.exitCode = (await build()) ? 0 : 1;
}
