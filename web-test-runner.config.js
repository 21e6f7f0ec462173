// @ts-check
// The element tests: a real browser, and behind /permit the real API (test/support/wtr-permit.ts).
import { esbuildPlugin } from "@web/dev-server-esbuild";
import { defaultReporter } from "@web/test-runner";
import { chromeLauncher } from "@web/test-runner-chrome";
import { chromiumArguments, findChromium } from "./scripts/find-chromium.js";
import { summaryReporter } from "./scripts/summary-reporter.js";
import { permitBehindTestRunner } from "./test/support/permit-behind-wtr.js";

const permit = permitBehindTestRunner("test/support/wtr-permit.ts");

/** @type {import("@web/test-runner").TestRunnerConfig} */
export default {
  files: "test/elements/**/*.test.ts",
  rootDir: ".",
  nodeResolve: { exportConditions: ["development"] },
  middleware: [permit.middleware],
  plugins: [permit.plugin, esbuildPlugin({ ts: true, target: "es2022", tsconfig: "./tsconfig.json" })],
  browsers: [
    chromeLauncher({ launchOptions: { executablePath: await findChromium(), args: chromiumArguments() } }),
  ],
  concurrency: 2,
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith("Lit is in dev mode"),
  testFramework: { config: { timeout: "60000" } },
  testsFinishTimeout: 180_000,
  reporters: [
    defaultReporter({ reportTestProgress: process.stdout.isTTY }),
    summaryReporter("reports/tmp/elements.json"),
  ],
};
