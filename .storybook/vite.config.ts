import { defineConfig } from "vite";

/** Storybook brings its own settings; those of the product's builds would not fit. */
export default defineConfig({});
