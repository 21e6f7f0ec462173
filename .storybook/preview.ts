import type { Preview } from "@storybook/web-components-vite";
import { setCustomElementsManifest } from "@storybook/web-components-vite";
import "../src/elements/index.js";
import "./preview.css";
import { publicManifest } from "./public-manifest.js";
import { openBackend, type Backend } from "../stories/backend/backend.js";
import { parts } from "../stories/backend/seed/cast.js";
import { companies } from "../stories/backend/seed/companies.js";
import { connected, type Scene } from "../stories/backend/connected.js";

setCustomElementsManifest(publicManifest());

const choices = (titles: Record<string, string>) =>
  Object.entries(titles).map(([value, title]) => ({ value, title }));

const preview: Preview = {
  tags: ["autodocs"],
  globalTypes: {
    part: {
      description: "Signed in as",
      toolbar: { icon: "user", items: choices(parts), dynamicTitle: true },
    },
    company: {
      description: "Tenant",
      toolbar: {
        icon: "users",
        items: Object.entries(companies).map(([value, { title }]) => ({ value, title })),
        dynamicTitle: true,
      },
    },
    theme: {
      description: "Theme",
      toolbar: { icon: "mirror", items: choices({ light: "Light", dark: "Dark" }), dynamicTitle: true },
    },
    direction: {
      description: "Direction of text",
      toolbar: {
        icon: "transfer",
        items: choices({ ltr: "Left to right", rtl: "Right to left" }),
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { part: "owner", company: "acme", theme: "light", direction: "ltr" },
  argTypesEnhancers: [
    // What a story does not bind has no control, but stands in the table with the rest.
    ({ argTypes, initialArgs }) =>
      Object.fromEntries(
        Object.entries(argTypes).map(([name, argType]) => [
          name,
          name in initialArgs ? argType : { ...argType, control: { disable: true } },
        ]),
      ),
  ],
  parameters: {
    a11y: { test: "error" },
    backgrounds: { disable: true },
    controls: { expanded: true },
    layout: "fullscreen",
    options: { storySort: { order: ["Try it", "Elements"] } },
    viewport: {
      options: { phone: { name: "Phone", styles: { width: "390px", height: "844px" }, type: "mobile" } },
    },
  },
  loaders: [async () => ({ backend: await openBackend() })],
  decorators: [
    (story, { globals, loaded, parameters }) => {
      const { line } = parameters as Pick<Scene, "line">;
      const { backend } = loaded as { backend: Backend };
      return connected(backend, { ...(globals as Scene), ...(line && { line }) }, story());
    },
  ],
};

export default preview;
