import { html } from "hono/html";
import { libraries, type Document } from "../documents.js";
import type { SignedIn } from "../signed-in.js";
import { layout, messagePage, type Markup } from "./layout.js";
import { daysAgo, workspaceName } from "./words.js";

export function documentsPage(signedIn: SignedIn): Markup {
  const { folders, documents } = libraries[signedIn.workspace] ?? { folders: {}, documents: [] };
  return layout({
    title: "Documents",
    path: "/",
    signedIn,
    body: html`<h1>Documents</h1>
      <p class="lead">${documents.length} documents in ${workspaceName(signedIn.workspace)}</p>
      ${Object.entries(folders).map(
        ([folder, name]) =>
          html`<section aria-labelledby="folder-${folder}">
            <h2 id="folder-${folder}">${name}</h2>
            <ul class="documents">
              ${documents.filter((document) => document.folder === folder).map(row)}
            </ul>
          </section>`,
      )}`,
  });
}

/** For somebody who is invited and has not accepted yet, or has lost their place. */
export function outsidePage(signedIn: SignedIn): Markup {
  const workspace = workspaceName(signedIn.workspace);
  return messagePage(
    signedIn,
    `You have no place in ${workspace}`,
    "Its documents open once you have accepted an invitation, and for as long as you belong to it.",
  );
}

function row({ key, title, changedBy, daysAgo: days, text }: Document): Markup {
  return html`<li>
    <a href="/documents/${key}">${title}</a>
    <p>${text[0]}</p>
    <small>Changed ${daysAgo(days)} by <bdi>${changedBy}</bdi></small>
  </li>`;
}

export function documentPage(signedIn: SignedIn, key: string): Markup | undefined {
  const { folders, documents } = libraries[signedIn.workspace] ?? { folders: {}, documents: [] };
  const document = documents.find((candidate) => candidate.key === key);
  return (
    document &&
    layout({
      title: document.title,
      path: `/documents/${key}`,
      signedIn,
      script: "/permit/elements.js",
      body: html`<article>
        <p class="lead"><a href="/">Documents</a> / ${folders[document.folder]}</p>
        <div class="heading">
          <h1>${document.title}</h1>
          <permit-role-assignment dialog resource-instance="document:${key}"
            ><button slot="opener" class="share">Share</button></permit-role-assignment
          >
        </div>
        ${document.text.map((paragraph) => html`<p>${paragraph}</p>`)}
        <footer>
          <small>Changed ${daysAgo(document.daysAgo)} by <bdi>${document.changedBy}</bdi></small>
        </footer>
      </article>`,
    })
  );
}
