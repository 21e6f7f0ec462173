import { existsSync } from "node:fs";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";

const globalSetup = ["test/support/vitest-setup.ts"];

const projects: TestProjectConfiguration[] = [
  {
    test: {
      name: "api",
      include: ["test/api/**/*.test.ts"],
      environment: "node",
      globalSetup,
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  },
  {
    test: {
      name: "journeys",
      include: ["test/journeys/**/*.test.ts"],
      environment: "node",
      globalSetup,
      fileParallelism: false,
      testTimeout: 120_000,
      hookTimeout: 180_000,
    },
  },
];

if (existsSync(".storybook/main.ts")) projects.push(await stories());

export default defineConfig({ test: { projects, pool: "forks", maxWorkers: 2, passWithNoTests: false } });

/** Every story is a test: it renders, its play function runs, axe finds nothing. */
async function stories(): Promise<TestProjectConfiguration> {
  const { storybookTest } = await import("@storybook/addon-vitest/vitest-plugin");
  const { playwright } = await import("@vitest/browser-playwright");
  const { chromiumArguments, findChromium } = await import("./scripts/find-chromium.js");
  const launchOptions = { executablePath: await findChromium(), args: chromiumArguments() };
  return {
    plugins: [await storybookTest({ configDir: ".storybook" })],
    test: {
      name: "stories",
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions }),
        instances: [{ browser: "chromium" }],
      },
    },
  };
}
