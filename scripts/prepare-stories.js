// @ts-check
// What the stories need before they are built: the manifest of the elements, and the database that a page begins with.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fingerprint, writeManifest } from "./build.js";
import { root } from "./run.js";

const CACHE = join(root, ".cache/stories");
const DATABASE = {
  file: join(CACHE, "database.tar.gz"),
  inputs: [
    "src/api/store/migrations",
    "src/api/management",
    "demo/seed",
    "demo/documents.ts",
    "stories/backend/seed",
    "package-lock.json",
  ],
};
const MANIFEST = { file: join(root, "dist/custom-elements.json"), inputs: ["src/elements"] };

/** Makes again what has changed since the last time. */
export async function prepareStories() {
  await unlessMade(MANIFEST, async () => {
    if (!(await writeManifest())) throw new Error("The manifest of the elements could not be written.");
  });
  await unlessMade(DATABASE, async () => {
    console.log("Making the database of the stories; this takes about half a minute …");
    const { runnerImport } = await import("vite");
    const file = join(root, "stories/backend/seed/make-dump.ts");
    /** @type {{ module: typeof import("../stories/backend/seed/make-dump.js") }} */
    const { module } = await runnerImport(file, { configFile: false, logLevel: "error" });
    writeFileSync(DATABASE.file, await module.makeDump());
  });
}

/**
 * @param {{ file: string, inputs: string[] }} product
 * @param {() => Promise<void>} make
 */
async function unlessMade({ file, inputs }, make) {
  const stamp = join(CACHE, `${basename(file)}.stamp`);
  const wanted = fingerprint(inputs);
  if (existsSync(file) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  mkdirSync(CACHE, { recursive: true });
  await make();
  writeFileSync(stamp, wanted);
}
