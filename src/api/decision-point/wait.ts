import { Fault } from "../management/fault.js";

/** How long a write waits for the decision point to have it, and what when that takes longer. */
export interface Wait {
  /** 0 answers at once; `Infinity` waits without limit. */
  seconds: number;
  /** 424 instead of the usual answer. */
  fails: boolean;
  /** The request says so itself. */
  isAsked: boolean;
}

/** What waits, as in the vendor's own decision point when writes pass through it; every other write ignores the headers. */
const waiting = new Set([
  ...["POST /users", "PUT /users/{}", "PATCH /users/{}", "POST /users/{}/roles", "DELETE /users/{}/roles"],
  ...["POST /tenants", "POST /role_assignments", "DELETE /role_assignments"],
  ...["POST /resource_instances", "PATCH /resource_instances/{}", "POST /relationship_tuples"],
]);

/** @param route as the operation names it, `METHOD /v2/facts/…`; 400 for a time that can't be read */
export function waitOf(route: string, { headers }: Request): Wait {
  const asked = headers.get("x-wait-timeout");
  const fact = route.replaceAll(/\{\w+\}/g, "{}").replace("/v2/facts/{}/{}", "");
  if (asked === null || !waiting.has(fact)) return { seconds: 10, fails: false, isAsked: false };
  const fails = headers.get("x-timeout-policy")?.trim().toLowerCase() === "fail";
  const seconds = asked.trim() === "" ? Infinity : Number(asked);
  if (Number.isNaN(seconds))
    throw new Fault(400, "INVALID_INPUT", "X-Wait-Timeout must be a number of seconds.");
  return { seconds: seconds < 0 ? Infinity : seconds, fails, isAsked: true };
}
