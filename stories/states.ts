import { findText } from "./in-shadow.js";

/** States that every element is shown in: each a story to export under its own name. */
interface Shown {
  parameters?: { line: "stalled" | "cut" };
  globals?: Record<string, unknown>;
  play?: (context: { canvasElement: HTMLElement }) => Promise<void>;
}

/** The server has not answered yet. */
export const loading: Shown = {
  parameters: { line: "stalled" },
  play: ({ canvasElement }) => findText(canvasElement, "Opening…"),
};

/** The server can't be reached. */
export const unreachable: Shown = {
  parameters: { line: "cut" },
  play: ({ canvasElement }) => findText(canvasElement, "The server could not be reached"),
};

/** Whoever looks may not open it. */
export const refusedFor = (part: "viewer" | "editor"): Shown => ({
  globals: { part },
  play: ({ canvasElement }) => findText(canvasElement, "You can’t use this page"),
});

/** Somebody of another company looks. */
export const stranger: Shown = {
  globals: { part: "stranger" },
  play: ({ canvasElement }) => findText(canvasElement, "This team does not exist"),
};

export const longNames: Shown = { globals: { company: "longwinded" } };

export const rightToLeft: Shown = { globals: { direction: "rtl" } };

export const dark: Shown = { globals: { theme: "dark" } };

export const phone: Shown = { globals: { viewport: { value: "phone", isRotated: false } } };
