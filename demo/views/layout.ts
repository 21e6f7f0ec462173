import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { cast, type Account } from "../accounts.js";
import type { SignedIn } from "../signed-in.js";
import { workspaceName } from "./words.js";

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface Page {
  title: string;
  /** The address of the page, to mark it in the navigation. */
  path: string;
  signedIn: SignedIn | null;
  /** Whoever of the vendor's team is signed in, on the pages of the vendor's console. */
  vendor?: string;
  /** Scripts of its own, from this origin, run in this order: the pages have no inline script. */
  script?: string | readonly string[];
  wide?: boolean;
  body: Markup;
}

const links = [
  { href: "/", text: "Documents" },
  { href: "/team", text: "Team" },
  { href: "/approvals", text: "Approvals" },
  { href: "/ask", text: "Ask for access" },
  { href: "/activity", text: "Activity" },
  { href: "/outbox", text: "Outbox" },
];

export function layout({ title, path, signedIn, vendor, script = [], wide, body }: Page): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Acme Docs</title>
        <link rel="stylesheet" href="/style.css" />
        ${[script].flat().map((source) => html`<script type="module" src="${source}"></script>`)}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="site">
          <a class="brand" href="/">${leaf} Acme Docs</a>
          ${
            signedIn &&
            html`<nav aria-label="Acme Docs">
              ${links.map(
                ({ href, text }) =>
                  html`<a href="${href}" ${href === path ? raw('aria-current="page"') : ""}>${text}</a>`,
              )}
            </nav>`
          }
          ${account(signedIn, vendor, path)}
        </header>
        <main id="content" class="${wide ? "wide" : "narrow"}">${body}</main>
      </body>
    </html>`;
}

/** A page that only says something. */
export function messagePage(signedIn: SignedIn | null, title: string, text: string): Markup {
  return layout({
    title,
    path: "",
    signedIn,
    body: html`<h1>${title}</h1>
      <p class="lead">${text}</p>`,
  });
}

function account(signedIn: SignedIn | null, vendor: string | undefined, path: string): Markup {
  if (signedIn) return switcher(signedIn, path);
  return vendor
    ? html`<form class="account" method="post" action="/console/sign-out">
        <span>${vendor}</span> <button class="plain">Sign out</button>
      </form>`
    : html`<a class="account" href="/sign-in">Sign in</a>`;
}

function switcher({ account, workspace }: SignedIn, path: string): Markup {
  return html`<button class="account" popovertarget="switcher">
      <span><bdi>${account.name}</bdi></span> <small>${workspaceName(workspace)}</small>
    </button>
    <div id="switcher" popover aria-label="Change person">
      <p>
        Signed in as <strong><bdi>${account.name}</bdi></strong
        >, ${account.email}
      </p>
      ${signInForm(path, account)}
      <p><a href="/sign-in">Sign in with a mail address</a></p>
      <form method="post" action="/sign-out"><button class="plain">Sign out</button></form>
    </div>`;
}

/** One button a person; whoever presses one is that person from then on. */
export function signInForm(next: string, current?: Account): Markup {
  return html`<form method="post" action="/sign-in" class="people">
    <input type="hidden" name="next" value="${next}" />
    ${cast.map(({ account: { key, name, home = "" }, about }) => {
      const isCurrent = key === current?.key;
      return html`<button name="person" value="${key}" ${isCurrent ? raw('aria-current="true"') : ""}>
        <strong>${name}</strong> <span class="where">${workspaceName(home)}</span>
        <small>${about}</small>
      </button>`;
    })}
  </form>`;
}

const leaf = html`<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
  <path d="M5 20C4 10 10 4 20 4c0 10-5 15-12 14M5 20c2-5 5-8 9-10" />
</svg>`;
