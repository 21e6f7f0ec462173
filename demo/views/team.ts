import { html } from "hono/html";
import type { SignedIn } from "../signed-in.js";
import { layout, type Markup } from "./layout.js";

/** All it takes to embed the product: its script, and its tag. */
export function teamPage(signedIn: SignedIn): Markup {
  return layout({
    title: "Team",
    path: "/team",
    signedIn,
    script: "/permit/elements.js",
    wide: true,
    body: html`<div class="heading">
        <h1>Team</h1>
        <a href="/limits">What you may give, and why not more</a>
      </div>
      <permit-user-management></permit-user-management>`,
  });
}
