import { html } from "hono/html";
import type { SignedIn } from "../signed-in.js";
import { layout, type Markup } from "./layout.js";

/** The invitation stands behind the `#` of the address, which no server sees: the rest happens in `pages/join.ts`. */
export function joinPage(signedIn: SignedIn | null): Markup {
  return layout({
    title: "Join",
    path: "/join",
    signedIn,
    script: "/join.js",
    body: html`<h1>Join a workspace</h1>
      <div id="invitation" aria-live="polite" data-signed-in-as="${signedIn?.account.email ?? ""}">
        <p>Reading the invitation…</p>
      </div>
      <noscript><p>This page needs JavaScript.</p></noscript>`,
  });
}
