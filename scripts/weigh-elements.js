// @ts-check
// A step of the build: says what a page pays, in brotli, until the first row of each element stands there, and fails
// the build when that is more than size-budget.json allows.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { elementSlugs } from "./element-slugs.js";
import { root } from "./run.js";

/**
 * @typedef {{ userManagementKiB: number, furtherElementKiB: number }} Budget
 * @typedef {{ name: string, kib: number, files: number, most: number }} Weight
 * @typedef {import("vite").Rolldown.OutputBundle} Bundle
 * @typedef {import("vite").Rolldown.OutputChunk} Chunk
 */

/** @returns {import("vite").Plugin} */
export function weighElements() {
  return {
    name: "weigh-elements",
    writeBundle({ dir = "" }, bundle) {
      const budget = JSON.parse(readFileSync(join(root, "size-budget.json"), "utf8"));
      const loadedBy = (/** @type {string} */ module) =>
        this.getModuleInfo(module)?.dynamicallyImportedIds ?? [];
      const weights = weigh(bundle, dir, budget, loadedBy);
      for (const { name, kib, files, most } of weights)
        console.log(`${name.padEnd(24)} ${kib.toFixed(2)} of ${most} KiB, ${files} files`);
      const heavy = weights.filter(({ kib, most }) => kib > most).map(({ name }) => name);
      if (heavy.length > 0) this.error(`${heavy.join(" and ")} weigh more than size-budget.json allows.`);
    },
  };
}

/**
 * The first element costs everything that the script imports. A further one, whose tag the script has too, costs what
 * its view adds when that is loaded with the first such tag.
 * @param {Bundle} bundle
 * @param {string} folder
 * @param {Budget} budget
 * @param {(module: string) => readonly string[]} loadedBy
 * @returns {Weight[]}
 */
function weigh(bundle, folder, budget, loadedBy) {
  const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
  const script = chunks.filter((chunk) => chunk.isEntry);
  const carried = withImports(script, bundle);
  const weight = (/** @type {string} */ name, /** @type {Chunk[]} */ loaded, /** @type {number} */ most) => {
    const bytes = loaded.map(
      ({ fileName }) => brotliCompressSync(readFileSync(join(folder, fileName))).length,
    );
    return { name, kib: bytes.reduce((sum, size) => sum + size, 0) / 1024, files: loaded.length, most };
  };
  const further = elementSlugs().filter((slug) => slug !== "user-management");
  return [
    weight("user-management", [...carried], budget.userManagementKiB),
    ...further.map((slug) => {
      const views = loadedBy(join(root, `src/elements/${slug}/${slug}.ts`));
      const loaded = chunks.filter(({ moduleIds }) => moduleIds.some((id) => views.includes(id)));
      const added = [...withImports(loaded, bundle)].filter((chunk) => !carried.has(chunk));
      return weight(`${slug}, besides`, added, budget.furtherElementKiB);
    }),
  ];
}

/**
 * @param {readonly Chunk[]} chunks
 * @param {Bundle} bundle
 * @returns {Set<Chunk>} they and all that they import statically, at any depth
 */
function withImports(chunks, bundle) {
  const all = new Set(chunks);
  for (const { imports } of all)
    for (const name of imports) {
      const file = bundle[name];
      if (file?.type === "chunk") all.add(file);
    }
  return all;
}
