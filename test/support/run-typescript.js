// Runs a TypeScript file as a program: node test/support/run-typescript.js <file> [arguments …]
import { resolve } from "node:path";
import { runnerImport } from "vite";

const [file] = process.argv.splice(2, 1);
await runnerImport(resolve(file), { configFile: false, logLevel: "error" });
