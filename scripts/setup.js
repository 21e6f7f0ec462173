// @ts-check
// Makes sure that Node.js is new enough and that the locked dependencies are installed.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { giveUp, root, run } from "./run.js";

const OLDEST_NODE = [20, 19];
const STAMP = join(root, "node_modules", ".setup-stamp");

export async function setUp() {
  checkNode();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === fingerprint()) return;
  console.log("Installing the locked dependencies (npm ci); this takes about half a minute …");
  if ((await npm("ci")) !== 0) {
    console.log("npm ci refused; trying npm install, which may pick other versions.");
    if ((await npm("install", "--no-save")) !== 0)
      giveUp("The dependencies could not be installed; npm says why above.");
  }
  stamp();
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  giveUp(
    `Node.js ${OLDEST_NODE.join(".")} or newer is needed; this is ${process.versions.node}. See https://nodejs.org`,
  );
}

/** @param {...string} args */
function npm(...args) {
  const script = process.env["npm_execpath"];
  const options = ["--no-audit", "--no-fund", "--include=dev", "--include=optional"];
  if (script?.endsWith(".js")) return run(process.execPath, [script, ...args, ...options]);
  return run("npm", [...args, ...options], { shell: process.platform === "win32" });
}

/** Changes with the lock file, and with what the installed binaries are built for. */
function fingerprint() {
  const lock = readFileSync(join(root, "package-lock.json"));
  const [major] = process.versions.node.split(".");
  return createHash("sha256")
    .update(lock)
    .update(`node ${major} ${process.platform} ${process.arch}`)
    .digest("hex");
}

function stamp() {
  writeFileSync(STAMP, fingerprint());
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  // "--installed": npm ci has just run, so there is nothing to do but to note it.
  if (process.argv.includes("--installed")) stamp();
  else await setUp();
}
