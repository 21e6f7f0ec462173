import type { z } from "zod";
import { fromDatabase, Refused, type ErrorCode } from "../errors.js";

/** The vendor's codes of what can go wrong, as far as this server says them. */
export type FaultCode =
  | "INVALID_INPUT"
  | "INVALID_JWKS_CONFIGURATION"
  | "UNEXPECTED_ERROR"
  | "NOT_FOUND"
  | "DUPLICATE_ENTITY"
  | "FORBIDDEN_ACCESS"
  | "INVALID_PERMISSION_FORMAT"
  | "MISSING_PERMISSIONS"
  | "MISSING_RESOURCE_ATTRIBUTE"
  | "MISMATCH_ATTRIBUTES_TYPES"
  | "MISMATCH_RESOURCE_INSTANCES_TENANTS"
  | "MISMATCH_RELATION_TYPE"
  | "CONCURRENT_OPERATION_DISALLOWED"
  | "UNAUTHORIZED";

/** A refusal in the vendor's dialect. */
export class Fault extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 421 | 422 | 424 | 429 | 500 | 501 | 503,
    readonly code: FaultCode,
    message: string,
    readonly more: { retryAfter?: number; info?: unknown } = {},
  ) {
    super(message);
  }
}

/** Something in the request is not right: the vendor's 422, one line for each thing. */
export class InvalidRequest extends Error {
  constructor(readonly detail: readonly { loc: (string | number)[]; msg: string; type: string }[]) {
    super("invalid request");
  }
}

/** One thing that is not right, where it stands: `body`, `query` or `path`, and the names that lead to it. */
export const invalidAt = (loc: (string | number)[], msg: string): InvalidRequest =>
  new InvalidRequest([{ loc, msg, type: "value_error" }]);

export const missing = (noun: string, name: string): Fault =>
  new Fault(
    404,
    "NOT_FOUND",
    `The requested data could not be found: there is no ${noun} '${name.slice(0, 200)}'.`,
  );

export const duplicate = (noun: string, name: string): Fault =>
  new Fault(409, "DUPLICATE_ENTITY", `There is a ${noun} '${name.slice(0, 200)}' already.`);

const mostDetails = 50;

export const invalidInput = (where: "body" | "query", error: z.ZodError): InvalidRequest =>
  new InvalidRequest(
    error.issues.slice(0, mostDetails).map(({ path, message, code }) => ({
      loc: [where, ...path.map((part) => (typeof part === "number" ? part : String(part).slice(0, 200)))],
      msg: message.slice(0, 500),
      type: code,
    })),
  );

const titles: Readonly<Record<Fault["status"], string>> = {
  400: "The request could not be read",
  401: "A valid API key is needed",
  403: "This is not allowed",
  404: "The requested data could not be found",
  409: "This conflicts with what is there",
  413: "The request is too large",
  421: "The client is of another version",
  422: "Something in the request is not right",
  424: "The change has not reached the decision point in time",
  429: "Too many requests",
  500: "Something went wrong here",
  501: "This operation is not served",
  503: "Not available just now",
};

const faces: Readonly<Record<ErrorCode, readonly [Fault["status"], FaultCode]>> = {
  malformed: [422, "INVALID_INPUT"],
  unauthenticated: [401, "UNAUTHORIZED"],
  session_expired: [401, "UNAUTHORIZED"],
  forbidden: [403, "FORBIDDEN_ACCESS"],
  not_found: [404, "NOT_FOUND"],
  stale: [409, "CONCURRENT_OPERATION_DISALLOWED"],
  duplicate: [409, "DUPLICATE_ENTITY"],
  guardrail: [409, "FORBIDDEN_ACCESS"],
  leak: [409, "FORBIDDEN_ACCESS"],
  key_reused: [409, "CONCURRENT_OPERATION_DISALLOWED"],
  too_large: [413, "INVALID_INPUT"],
  invalid: [422, "INVALID_INPUT"],
  too_many: [429, "UNEXPECTED_ERROR"],
  unavailable: [503, "UNEXPECTED_ERROR"],
};

/** Whatever went wrong, in the vendor's shape; never `null`, never the words of an error that is not ours. */
export function faultResponse(error: unknown, requestId: string): Response {
  const headers: Record<string, string> = { "cache-control": "no-store" };
  if (error instanceof InvalidRequest)
    return Response.json({ detail: error.detail }, { status: 422, headers });
  const fault = error instanceof Fault ? error : faultOf(error);
  if (fault.status === 422)
    return Response.json(
      { detail: [{ loc: ["body"], msg: fault.message, type: fault.code }] },
      { status: 422, headers },
    );
  if (fault.more.retryAfter !== undefined) headers["retry-after"] = String(fault.more.retryAfter);
  const { status, code, message, more } = fault;
  const info = more.info === undefined ? {} : { additional_info: more.info };
  return Response.json(
    { id: requestId, title: titles[status], error_code: code, message, ...info },
    { status, headers },
  );
}

function faultOf(error: unknown): Fault {
  const refused = error instanceof Refused ? error : fromDatabase(error);
  if (!refused) return new Fault(500, "UNEXPECTED_ERROR", "The fault is ours, and nothing was changed.");
  const [status, code] = faces[refused.code];
  const { retryAfter, reasons } = refused.more;
  return new Fault(status, code, refused.message, {
    ...(retryAfter !== undefined && { retryAfter }),
    ...(reasons && { info: { reasons } }),
  });
}
