// @ts-check
// Finds a Chrome or Chromium, or gets one. Only the tests need it.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { dependency, giveUp, run } from "./run.js";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

/** @returns {Promise<string>} the path of a browser that starts */
export async function findChromium() {
  const given = process.env["CHROME_PATH"];
  if (given && !works(given)) giveUp(`CHROME_PATH is ${given}, but no Chrome or Chromium starts from there.`);
  const found = given || installed() || (await fromSystemPackages()) || (await fromPlaywright());
  return (
    found ||
    giveUp(
      "The tests need Chrome or Chromium. Please install it, or say where it is with CHROME_PATH=/path/to/chrome.",
    )
  );
}

/** Chromium's sandbox does not work for root nor in most build containers. */
export function chromiumArguments() {
  const withoutSandbox = process.getuid?.() === 0 || process.env["CI"] ? ["--no-sandbox"] : [];
  return [
    ...withoutSandbox,
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
}

/** @returns {string | undefined} */
function installed() {
  const inPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...inPath, ...usualPlaces()].find(works);
}

function usualPlaces() {
  if (process.platform === "darwin") {
    return ["Google Chrome", "Chromium", "Microsoft Edge"].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === "win32") {
    const folders = [
      process.env["PROGRAMFILES"],
      process.env["PROGRAMFILES(X86)"],
      process.env["LOCALAPPDATA"],
    ];
    const programs = ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"];
    return folders.flatMap((folder) => (folder ? programs.map((program) => join(folder, program)) : []));
  }
  return [];
}

/** @param {string} path */
function works(path) {
  if (!existsSync(path)) return false;
  if (process.platform === "win32") return true; // There, --version opens a window.
  try {
    return /\d+\.\d+/.test(
      execFileSync(path, ["--version"], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        timeout: 20_000,
      }),
    );
  } catch {
    return false;
  }
}

async function fromSystemPackages() {
  if (!existsSync("/usr/bin/apt-get")) return undefined;
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  if (sudo.length > 0 && (await attempt("sudo", ["-n", "true"])) !== 0) return undefined;
  console.log("No Chrome or Chromium found; installing Chromium from the system's packages …");
  const apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"];
  const [program = "", ...args] = [...sudo, ...apt];
  await attempt(program, [...args, "update"]);
  await attempt(program, [...args, "install", "-y", "--no-install-recommends", "chromium"]);
  return installed();
}

async function fromPlaywright() {
  console.log("Trying to download Chromium with Playwright …");
  await attempt(process.execPath, [dependency("playwright-core/cli.js"), "install", "chromium"]);
  const { chromium } = await import("playwright-core");
  const path = chromium.executablePath();
  return works(path) ? path : undefined;
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function attempt(program, args) {
  return run(program, args).catch(() => 1);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(await findChromium());
