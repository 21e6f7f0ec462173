import { html, type TemplateResult } from "lit";
import { face, skeleton } from "../ui/face.js";
import type { ElementConnection } from "./element-connection.js";
import { ApiError, WrongSetup } from "./errors.js";
import { connectionWordsFor, problemWords, type ConnectionMessages } from "./messages.js";
import { sessionRefusal } from "./session.js";

/** What stands in place of an element's body while it has no session: the shape of a list, or why there is none. */
export function sessionFace(
  connection: Pick<ElementConnection<never>, "error" | "reopen">,
  messages: ConnectionMessages,
  rows: number,
): TemplateResult {
  if (connection.error !== undefined) {
    return failureFace(connection.error, messages, () => void connection.reopen());
  }
  return html`<p class="visually-hidden" role="status">${messages.session.opening}</p>
    ${skeleton(rows)}`;
}

/** Why there is no session, and what to do about it. */
function failureFace(error: unknown, messages: ConnectionMessages, retry: () => void): TemplateResult {
  const { session } = messages;
  const action = { label: session.retry, run: retry };
  if (error instanceof WrongSetup) {
    return face({ title: session.wrongSetup, hint: error.message, action, isError: true });
  }
  const refusal = sessionRefusal(error);
  const problem = error instanceof ApiError ? error.problem : null;
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
  if (problem)
    return face({ title: session.failed, hint: connectionWordsFor(error, messages), action, isError: true });
  return face({ title: session.lost, hint: session.lostHint, action, isError: true });
}
