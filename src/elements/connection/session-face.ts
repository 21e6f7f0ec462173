import type { TemplateResult } from "lit";
import { face } from "../ui/face.js";
import { ApiError, WrongSetup } from "./errors.js";
import { connectionWordsFor, problemWords, type ConnectionMessages } from "./messages.js";
import { sessionRefusal } from "./session.js";

/** No session: why, and what to do about it. */
export function sessionFace(error: unknown, messages: ConnectionMessages, retry: () => void): TemplateResult {
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
