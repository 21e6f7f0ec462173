import { storybookTest } from "@storybook/addon-vitest/vitest-plugin";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumArguments, findChromium } from "./scripts/find-chromium.js";

const launchOptions = { executablePath: await findChromium(), args: chromiumArguments() };

/** Every story is a test: it renders, its play function runs, axe finds nothing. */
export default defineConfig({
  plugins: [await storybookTest({ configDir: ".storybook" })],
  test: {
    name: "stories",
    passWithNoTests: false,
    // The stories of all files share one page, and so the backend in it.
    isolate: false,
    testTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions }),
      instances: [{ browser: "chromium" }],
    },
  },
});
