// @ts-check
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Runs a program in the project's folder with our terminal as its own; answers its exit code.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<number>}
 */
export function run(program, args, { env = {}, shell = false } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, ...env },
      shell,
    });
    child.once("error", fail);
    child.once("exit", (code) => done(code ?? 1));
  });
}

/**
 * The same, but what the program says is told in one piece when it has ended.
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function runQuietly(program, args) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    /** @type {Buffer[]} */
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (words) => said.push(words));
    child.once("error", fail);
    child.once("close", (code) => {
      process.stdout.write(Buffer.concat(said));
      done(code ?? 1);
    });
  });
}

/**
 * Where a dependency keeps the program of that name, to be run by `process.execPath` on every platform.
 * @param {string} path such as "vitest/vitest.mjs"
 */
export function dependency(path) {
  return resolve(root, "node_modules", path);
}

/**
 * Ends with a sentence instead of a stack trace.
 * @param {string} sentence
 * @returns {never}
 */
export function giveUp(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}
