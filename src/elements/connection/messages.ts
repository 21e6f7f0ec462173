import type { Problem } from "../../api/wire.js";
import { ApiError, ConnectionLost, WrongSetup } from "./errors.js";

/** What every element says of its session, and of what went wrong on the way. */
export function connectionMessages() {
  return {
    session: {
      retry: "Try again",
      opening: "Opening…",
      signedOut: "You are not signed in",
      signedOutHint: "Sign in to this app again, then try once more.",
      refused: "You can’t use this page",
      refusedHint: "Your role here does not open it. An owner of this team can change that.",
      noTenant: "This team does not exist",
      wrongSetup: "This element is not set up yet",
      failed: "This list could not be opened",
      lost: "The server could not be reached",
      lostHint: "It tries again by itself.",
    },
    problems: {
      connectionLost: "No answer from the server. Check your connection and try again.",
      other: "Something went wrong here. Try again.",
    },
  };
}

export type ConnectionMessages = ReturnType<typeof connectionMessages>;

/** What went wrong, in words for the person at the screen. */
export function connectionWordsFor(error: unknown, { problems }: ConnectionMessages): string {
  if (error instanceof ApiError) return problemWords(error.problem);
  if (error instanceof WrongSetup) return error.message;
  return error instanceof ConnectionLost ? problems.connectionLost : problems.other;
}

/** The reasons of a refusal if it gives any, else its message. */
export function problemWords(problem: Problem): string {
  const reasons = problem.reasons?.map((reason) => reason.message) ?? [];
  return reasons.length > 0 ? [...new Set(reasons)].join(" ") : problem.message;
}
