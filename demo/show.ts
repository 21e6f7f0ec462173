import type { Context } from "hono";
import type { Markup } from "./views/layout.js";

export function show(
  c: Context,
  markup: Markup,
  status: 200 | 404 | 422 | 503 = 200,
): Response | Promise<Response> {
  // Pages differ by who is signed in, and going back after changing person must not show the one before.
  c.header("Cache-Control", "no-store");
  return c.html(markup, status);
}
