import { html, nothing, type TemplateResult } from "lit";
import { WrongSetup } from "../connection/errors.js";
import { sessionRefusal } from "../connection/session.js";
import { wordsFor, problemWords, type ListMessages } from "./messages.js";
import { problemOf } from "./refusal.js";

interface Face {
  title: string;
  hint?: string | undefined;
  action?: { label: string; run: () => void } | undefined;
  isError?: boolean;
}

/** What stands where the rows would: a few words, and the way on. */
export function face({ title, hint, action, isError = false }: Face): TemplateResult {
  return html`<div class="face" part="face" role=${isError ? "alert" : nothing}>
    <h3>${title}</h3>
    ${hint ? html`<p>${hint}</p>` : nothing}
    ${
      action
        ? html`<button class="button" part="button" @click=${action.run}>${action.label}</button>`
        : nothing
    }
  </div>`;
}

/** No session: why, and what to do about it. */
export function sessionFace(error: unknown, messages: ListMessages, retry: () => void): TemplateResult {
  const { session, common } = messages;
  const action = { label: common.retry, run: retry };
  if (error instanceof WrongSetup) {
    return face({ title: session.wrongSetup, hint: error.message, action, isError: true });
  }
  const refusal = sessionRefusal(error);
  const problem = problemOf(error);
  if (refusal === "signed-out") {
    return face({ title: session.signedOut, hint: session.signedOutHint, action, isError: true });
  }
  if (refusal === "refused") {
    const hint = problem?.reasons?.length ? problemWords(problem) : session.refusedHint;
    return face({ title: session.refused, hint, action, isError: true });
  }
  if (refusal === "no-tenant") {
    return face({ title: session.noTenant, hint: problem?.message, action, isError: true });
  }
  if (problem) return face({ title: session.failed, hint: wordsFor(error, messages), action, isError: true });
  return face({ title: session.lost, hint: session.lostHint, action, isError: true });
}

/** The shape of a list before there is one. */
export function skeleton(rows: number): TemplateResult {
  return html`<div class="skeleton" aria-hidden="true">
    ${Array.from(
      { length: rows },
      () =>
        html`<div class="bone-row">
          <span class="bone round"></span>
          <span class="bones"><span class="bone wide"></span><span class="bone"></span></span>
          <span class="bone chip-bone"></span>
        </div>`,
    )}
  </div>`;
}
