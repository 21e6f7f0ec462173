import { html } from "hono/html";
import type { SignedIn } from "../signed-in.js";
import { layout, type Markup } from "./layout.js";

/** Who did what: one more tag of the same script. Whoever may not read it is told so by the element. */
export function activityPage(signedIn: SignedIn): Markup {
  return layout({
    title: "Activity",
    path: "/activity",
    signedIn,
    script: "/permit/elements.js",
    wide: true,
    body: html`<h1>Activity</h1>
      <permit-audit-log keep-filter-in-url></permit-audit-log>`,
  });
}
