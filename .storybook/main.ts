import type { StorybookConfig } from "@storybook/web-components-vite";
import { prepareStories } from "../scripts/prepare-stories.js";

const config: StorybookConfig = {
  framework: {
    name: "@storybook/web-components-vite",
    options: { builder: { viteConfigPath: ".storybook/vite.config.ts" } },
  },
  stories: ["../stories/**/*.stories.ts"],
  addons: ["@storybook/addon-docs", "@storybook/addon-a11y", "@storybook/addon-vitest"],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  async viteFinal(config) {
    await prepareStories();
    const { mergeConfig } = await import("vite");
    return mergeConfig(config, {
      // PGlite finds its files beside itself.
      optimizeDeps: { exclude: ["@electric-sql/pglite"] },
      build: {
        assetsInlineLimit: 0,
        // Older targets have light-dark() rewritten to what knows nothing of the elements' own color-scheme.
        cssTarget: "esnext",
        chunkSizeWarningLimit: 5000,
        // PGlite does, and is told what.
        rolldownOptions: { checks: { eval: false } },
      },
    });
  },
};

export default config;
