import type { Check, Query } from "../decision/types.js";
import { Fault } from "../management/fault.js";
import { objectAt, queryAt, wrong } from "./asked.js";
import { customFor, notCurrent, type Asking } from "./asking.js";

/** What a check is answered; `result` is what older clients read. */
export interface Checked {
  allow: boolean;
  result: boolean;
  query: Pick<Query, "user" | "action" | "resource">;
  debug: Check["debug"] | { reason: string };
}

/** `POST /allowed` */
export async function allowed(asking: Asking | null, body: unknown): Promise<Checked> {
  refuseFirstVersion(body);
  return check(asking, queryAt(body, ["body"]));
}

/** `POST /allowed/bulk`: a list of checks, answered in its order. */
export async function allowedBulk(asking: Asking | null, body: unknown): Promise<{ allow: Checked[] }> {
  if (!Array.isArray(body)) throw wrong(["body"], "must be a list of checks");
  const queries = body.map((each, at) => queryAt(each, ["body", at]));
  return { allow: await Promise.all(queries.map((query) => check(asking, query))) };
}

/** `POST /v1/data/permit/root`, as clients ask the policy engine behind the vendor's own decision point. */
export async function allowedRoot(
  asking: Asking | null,
  body: unknown,
): Promise<{ result: Partial<Checked> }> {
  const { input } = objectAt(body, ["body"]);
  const { allow, debug } = await check(asking, queryAt(input, ["body", "input"]));
  return { result: { allow, debug } };
}

export async function check(asking: Asking | null, query: Query): Promise<Checked> {
  const { user, action, resource } = query;
  const asked = { user, action, resource };
  if (!asking) return { allow: false, result: false, query: asked, debug: { reason: notCurrent } };
  const complete = asking.attributes ? { ...query, ...(await customFor(asking, query)) } : query;
  const { allow, debug } = asking.point.check(complete, asking.now);
  return { allow, result: allow, query: asked, debug };
}

/** Clients of the first version send a bare user with a whole resource. */
function refuseFirstVersion(body: unknown): void {
  if (typeof body !== "object" || body === null || !("user" in body) || !("resource" in body)) return;
  if (typeof body.user === "string" && typeof body.resource === "object")
    throw new Fault(
      421,
      "INVALID_INPUT",
      "This is a check of version 1. Update the client to one of version 2.",
    );
}
