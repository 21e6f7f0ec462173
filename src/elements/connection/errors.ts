import type { Problem } from "../../api/wire.js";

/** The server understood and said no, in its own words. */
export class ApiError extends Error {
  override name = "ApiError";

  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.message);
  }
}

/** No answer came, or none that the server itself can have written. Whether it was done is not known. */
export class ConnectionLost extends Error {
  override name = "ConnectionLost";

  constructor(cause?: unknown) {
    super("The server could not be reached", { cause });
  }
}

/** Something answers at the endpoint, but it is not the Permit API. */
export class WrongSetup extends Error {
  override name = "WrongSetup";

  constructor(
    readonly endpoint: string,
    readonly found: string,
  ) {
    super(
      `No Permit API at ${endpoint}: ${found}. Mount it there, app.mount("${endpoint}", permit.fetch), ` +
        `or name its path in the element's "endpoint" attribute.`,
    );
  }
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
