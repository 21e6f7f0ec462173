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
      name: "prove",
      include: ["test/prove/**/*.test.ts"],
      environment: "node",
      globalSetup,
      // They go through all there is, however long that takes on a machine that has other things to do.
      testTimeout: process.env["PROVE_DEPTH"] === "deep" ? 0 : 1_800_000,
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

/** Stories have a configuration of their own, `vitest.stories.config.ts`: they need a browser and a database made. */
export default defineConfig({ test: { projects, pool: "forks", maxWorkers: 2, passWithNoTests: false } });
