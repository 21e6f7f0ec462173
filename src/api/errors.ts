import type { z } from "zod";
import type { Problem, Reason } from "./wire.js";

/** Every way a request can be refused, with its HTTP face. One place turns them into answers: `problemResponse`. */

const faces = {
  malformed: [400, "That could not be read"],
  unauthenticated: [401, "Sign in first"],
  session_expired: [401, "The session has ended"],
  forbidden: [403, "Not allowed"],
  not_found: [404, "Not found"],
  stale: [409, "It has changed meanwhile"],
  duplicate: [409, "It is there already"],
  guardrail: [409, "A guardrail of this tenant refuses it"],
  leak: [409, "It would let people give more than they may"],
  key_reused: [409, "This idempotency key was used for something else"],
  too_large: [413, "Too large"],
  invalid: [422, "Something in it is not right"],
  too_many: [429, "Too many requests"],
  unavailable: [503, "Not available just now"],
} as const satisfies Record<string, readonly [number, string]>;
export type ErrorCode = keyof typeof faces;

export class Refused extends Error {
  readonly status: number;
  readonly title: string;

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly more: {
      reasons?: Reason[];
      fields?: NonNullable<Problem["fields"]>;
      current?: unknown;
      retryAfter?: number;
    } = {},
  ) {
    super(message);
    [this.status, this.title] = faces[code];
  }
}

/** For what the asker may not know of: the same words whether it is not there or not theirs. */
export const notFound = () => new Refused("not_found", "There is nothing here by that name.");

/** However much is wrong, the answer stays short. */
const mostFields = 50;

export function invalid(error: z.ZodError): Refused {
  const fields = error.issues.slice(0, mostFields).map(({ path, message, ...issue }) => ({
    path: [...path, ...("keys" in issue ? [issue.keys.join(", ")] : [])].join(".").slice(0, 200),
    message: message.slice(0, 500),
  }));
  const words = fields.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  return invalidFields(fields, words);
}

export function invalidFields(fields: NonNullable<Problem["fields"]>, words: readonly string[]): Refused {
  const message = [...words.slice(0, 3), ...(words.length > 3 ? ["and more"] : [])].join("; ");
  return new Refused("invalid", message, { fields: fields.slice(0, mostFields) });
}

export function problemResponse(error: unknown, requestId: string): Response {
  const refused = error instanceof Refused ? error : fromDatabase(error);
  const problem: Problem = {
    id: requestId,
    title: refused?.title ?? "Something went wrong here",
    error_code: refused?.code ?? "internal",
    message: refused?.message ?? "The fault is ours, and nothing was changed. Please try again.",
    ...(refused?.more.reasons && { reasons: refused.more.reasons }),
    ...(refused?.more.fields && { fields: refused.more.fields }),
    ...(refused && "current" in refused.more && { current: refused.more.current }),
  };
  const headers: Record<string, string> = { "content-type": "application/json", "cache-control": "no-store" };
  if (refused?.more.retryAfter) headers["retry-after"] = String(refused.more.retryAfter);
  return new Response(JSON.stringify(problem), { status: refused?.status ?? 500, headers });
}

/** What the database refuses at commit, where the guard's reading was no longer true. */
export function fromDatabase(error: unknown): Refused | null {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "PE001") return new Refused("guardrail", "A guardrail of this tenant refuses it.");
  if (code === "PE003" || code === "23505" || code === "23503" || code === "40001" || code === "40P01") {
    return new Refused("stale", "It has changed meanwhile. Look again, then repeat it.");
  }
  // Values that no column can hold: a zero byte, half a surrogate pair, a date beyond the calendar.
  if (typeof code === "string" && code.startsWith("22")) {
    return new Refused("invalid", "It contains something that can't be stored.");
  }
  return isAway(error)
    ? new Refused("unavailable", "The database can't answer just now. Please try again.", { retryAfter: 2 })
    : null;
}

/** SQLSTATEs: connecting, logging in, too few resources, shutting down, disk, waiting too long; a standby answers. */
const awayStates = /^((08|28|53|58)...|57P..|25006|25P0[34]|3D000|55000|55P03|57014)$/;
const awayCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
/** What the driver, its pool and the query builder say without any code. */
const awayWords =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client (has encountered a connection error|was closed) and is not queryable|Cannot use a pool after|driver has already been destroyed)/;

function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  return typeof code === "string"
    ? awayStates.test(code) || awayCodes.has(code)
    : awayWords.test(error.message);
}
