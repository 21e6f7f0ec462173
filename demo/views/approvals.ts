import { html } from "hono/html";
import type { SignedIn } from "../signed-in.js";
import { layout, type Markup } from "./layout.js";

/** What others have asked for and whoever is signed in may answer; the element itself knows what that is. */
export function approvalsPage(signedIn: SignedIn): Markup {
  return layout({
    title: "Approvals",
    path: "/approvals",
    signedIn,
    script: "/permit/elements.js",
    body: html`<h1>Approvals</h1>
      <permit-approvals></permit-approvals>`,
  });
}

/** Anybody here may ask for a role. */
export function askPage(signedIn: SignedIn): Markup {
  return layout({
    title: "Ask for access",
    path: "/ask",
    signedIn,
    script: "/permit/elements.js",
    body: html`<h1>Ask for access</h1>
      <permit-access-request></permit-access-request>`,
  });
}
