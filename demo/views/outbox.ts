import { html } from "hono/html";
import type { Mail } from "../mailbox.js";
import type { SignedIn } from "../signed-in.js";
import { layout, type Markup } from "./layout.js";
import { moment } from "./words.js";

export function outboxPage(signedIn: SignedIn | null, mails: readonly Mail[]): Markup {
  return layout({
    title: "Outbox",
    path: "/outbox",
    signedIn,
    body: html`<h1>Outbox</h1>
      <p class="lead">
        Acme Docs sends no mail from here. What it would have sent is kept on this page, the newest first.
      </p>
      ${
        mails.length === 0
          ? html`<p>Nothing yet. Invite somebody on the <a href="/team">Team</a> page.</p>`
          : html`<ul class="mails">
              ${mails.map(message)}
            </ul>`
      }`,
  });
}

function message({ to, subject, link, sentAt, expiresAt }: Mail): Markup {
  return html`<li>
    <h2>${subject}</h2>
    <p>To <strong>${to}</strong>, <time datetime="${sentAt.toISOString()}">${moment(sentAt)}</time></p>
    <p><a href="${pathOf(link)}">Open the invitation for ${to}</a></p>
    <p><code>${link}</code></p>
    <small
      >Good until ${moment(expiresAt)}, for one use. A newer message to the same address replaces an older
      one.</small
    >
  </li>`;
}

/** Without the host, so that the link also works where this page is reached under another name. */
function pathOf(link: string): string {
  const { pathname, search, hash } = new URL(link);
  return pathname + search + hash;
}
