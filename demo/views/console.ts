import { html, raw } from "hono/html";
import { tenants } from "../seed/tenants.js";
import { layout, type Markup } from "./layout.js";

/** The vendor's own console: what all customers may do, or one of them. */
export function consolePage(name: string, tenant: string | null): Markup {
  const link = (key: string | null, text: string): Markup =>
    html`<a
      href="${key ? `/console?customer=${key}` : "/console"}"
      ${key === tenant ? raw('aria-current="page"') : ""}
      >${text}</a
    >`;
  return layout({
    title: "Console",
    path: "/console",
    signedIn: null,
    vendor: name,
    script: ["/console.js", "/permit/elements.js"],
    wide: true,
    body: html`<h1>What customers may do</h1>
      <p class="lead">The console of the team that makes Acme Docs. Customers never see it.</p>
      <nav class="customers" aria-label="Customers">
        ${link(null, "All customers")}
        ${Object.entries(tenants).map(([key, { name: title }]) => link(key, title))}
      </nav>
      <permit-delegations></permit-delegations>`,
  });
}
