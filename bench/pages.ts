import { brotliCompressSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";

/** The page that is measured, and the two it is compared with. */
export const pages = ["hand-written", "bare-lit", "element"] as const;
export type PageName = (typeof pages)[number];

/** The way to the first row of each, one selector a shadow root. */
export const waysToFirstRow: Record<PageName, readonly string[]> = {
  "hand-written": ["tbody tr"],
  "bare-lit": ["bare-lit", "tbody tr"],
  element: ["permit-user-management", "permit-people-table", ".row:not([aria-busy])"],
};

export interface ServedFile {
  type: string;
  brotli: Uint8Array<ArrayBuffer>;
}

/** What the server answers besides the product, by path: the pages, and the scripts of the two written here. */
export async function builtPages(): Promise<ReadonlyMap<string, ServedFile>> {
  const files = new Map<string, ServedFile>();
  for (const page of pages) {
    files.set(`/${page}`, served("text/html; charset=utf-8", readFileSync(here(`${page}/index.html`))));
    if (page === "element") continue;
    files.set(`/${page}.js`, served("text/javascript; charset=utf-8", await scriptOf(page)));
  }
  files.set("/empty", served("text/html; charset=utf-8", "<!doctype html><title>Before</title>"));
  return files;
}

/** Built as the product is: minified, and Lit as it is for production. */
async function scriptOf(page: PageName): Promise<string> {
  process.env["NODE_ENV"] = "production"; // Lit has a slower build for development.
  const made = (await build({
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    mode: "production",
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    build: {
      write: false,
      target: "es2022",
      lib: { entry: here(`${page}/page.ts`), formats: ["es"] },
      rolldownOptions: { output: { minify: true } },
    },
  })) as Rolldown.RolldownOutput[];
  const [script] = made.flatMap(({ output }) => output);
  if (script?.type !== "chunk") throw new Error(`${page} was built into no script.`);
  return script.code;
}

function served(type: string, plain: string | Buffer): ServedFile {
  return { type, brotli: new Uint8Array(brotliCompressSync(plain)) };
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
