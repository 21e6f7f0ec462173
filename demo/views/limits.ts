import { html } from "hono/html";
import type { SignedIn } from "../signed-in.js";
import { layout, type Markup } from "./layout.js";

/** What whoever is signed in may give, under which limits, and why not more. */
export function limitsPage(signedIn: SignedIn): Markup {
  return layout({
    title: "Limits",
    path: "/team",
    signedIn,
    script: "/permit/elements.js",
    body: html`<h1>Your limits</h1>
      <permit-delegations></permit-delegations>`,
  });
}
