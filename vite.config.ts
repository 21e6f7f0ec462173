import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type UserConfig } from "vite";
import { compactTemplates } from "./scripts/compact-templates.js";
import { elementSlugs } from "./scripts/element-slugs.js";
import { weighElements } from "./scripts/weigh-elements.js";

/** One configuration, five builds; `scripts/build.js` runs them all. tsconfig's `paths` are for the type checker only. */
export default defineConfig(({ mode }) => {
  const build = builds[mode];
  if (!build) throw new Error(`There is no build called "${mode}", only ${Object.keys(builds).join(", ")}.`);
  return { ...build(), configFile: false, publicDir: false, logLevel: "warn" };
});

const builds: Record<string, () => UserConfig> = {
  /** For a script tag: everything inside, Lit too; what waits for its use is in chunks beside it. */
  elements: () => ({
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    plugins: [compactTemplates(), weighElements()],
    build: {
      ...forBrowser("dist/elements", { elements: path("src/elements/index.ts") }),
      rolldownOptions: {
        checks: { pluginTimings: false },
        output: {
          // A library build leaves the blanks in unless it is told so here.
          minify: true,
          entryFileNames: "[name].js",
          chunkFileNames: "chunks/[name]-[hash].js",
          codeSplitting: { groups: [{ name: "core", tags: ["$initial"] }] },
        },
      },
    },
  }),

  /** For bundlers and for Node.js: one module an element; Lit stays outside, so that a page has it once. */
  modules: () => ({
    plugins: [compactTemplates()],
    build: {
      ...forBrowser("dist/modules", {
        elements: path("src/elements/index.ts"),
        ...Object.fromEntries(elementSlugs().map((slug) => [slug, path(`src/elements/${slug}/${slug}.ts`)])),
      }),
      minify: false,
      rolldownOptions: {
        external: /^(lit|@lit\/\w+)(\/|$)/,
        output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
      },
    },
  }),

  /** For Node.js; dependencies stay outside, migrations come along as text. */
  server: () => ({
    build: {
      ...forNode("dist/server"),
      rolldownOptions: {
        input: {
          index: path("src/api/index.ts"),
          "embedded-postgres": path("src/api/store/embedded-postgres.ts"),
        },
        output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
      },
    },
  }),

  /** What the demo's own pages load. The elements are no part of it: pages take them from /permit/elements.js. */
  demo: () => ({
    root: path("demo/pages"),
    plugins: [
      { name: "leave-the-product-alone", transformIndexHtml: { order: "pre", handler: ignoreProduct } },
    ],
    build: {
      outDir: path("dist/demo/public"),
      emptyOutDir: true,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: readdirSync(path("demo/pages"))
          .filter(isEntry)
          .map((name) => path(`demo/pages/${name}`)),
        output: {
          entryFileNames: "[name].js",
          chunkFileNames: "chunks/[name]-[hash].js",
          assetFileNames: "[name][extname]",
        },
      },
    },
  }),

  /** The demo's server. It finds `permit-elements/…` where a customer does: through `exports` of package.json. */
  "demo-server": () => ({
    build: {
      ...forNode("dist/demo"),
      emptyOutDir: false,
      rolldownOptions: {
        input: { server: path("demo/server.ts") },
        external: /^permit-elements(\/|$)/,
        output: { entryFileNames: "[name].js" },
      },
    },
  }),
};

function isEntry(name: string): boolean {
  return /\.(html|ts|css)$/.test(name) && !name.endsWith(".d.ts");
}

function ignoreProduct(html: string): string {
  return html.replace(/<script(?=[^>]*\ssrc="\/permit\/)/g, "<script vite-ignore");
}

function forBrowser(outDir: string, entry: Record<string, string>) {
  return {
    lib: { entry, formats: ["es" as const] },
    outDir: path(outDir),
    emptyOutDir: true,
    target: "es2022",
    sourcemap: true,
  };
}

function forNode(outDir: string) {
  return {
    ssr: true,
    outDir: path(outDir),
    emptyOutDir: true,
    target: "node20",
    sourcemap: true,
    minify: false,
  };
}

function path(fromRoot: string): string {
  return fileURLToPath(new URL(fromRoot, import.meta.url));
}
