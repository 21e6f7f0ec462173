// @ts-check
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.js";

/**
 * The folders that hold an element of the same name: `user-management` holds `<permit-user-management>`.
 * @returns {string[]}
 */
export function elementSlugs() {
  return readdirSync(join(root, "src/elements")).filter((slug) => {
    const file = join(root, "src/elements", slug, `${slug}.ts`);
    return existsSync(file) && readFileSync(file, "utf8").includes(`@customElement("permit-${slug}")`);
  });
}
