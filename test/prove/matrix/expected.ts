import type { Route } from "../../support/refusals.js";
import type { Bearer } from "./bearers.js";
import type { Target } from "./targets.js";

/** What a cell must answer. `refused`: by the guard, with its reason. */
export type Expected = "allowed" | "unauthenticated" | "forbidden" | "refused" | "not found" | "invalid";
export const statuses: Readonly<Record<Expected, readonly number[]>> = {
  allowed: [200],
  unauthenticated: [401],
  forbidden: [403],
  refused: [403, 409],
  "not found": [404],
  invalid: [422],
};

/** First the token, then its tenant, then what is named: by rules for whole doors, not cell by cell. */
export function expected(route: Route, bearer: Bearer, target: Target): Expected {
  if (route.door === "host") return beforeASession(route, bearer, target);
  const { kind, tenant } = bearer;
  if (kind === "element") {
    if (route.door === "operator" || !takes(route, bearer)) return "forbidden";
    if (tenant === "absent") return "not found";
    return named(route, bearer, target);
  }
  if (kind !== "operator" || !opensToOperators(route) || tenant === "absent") return "unauthenticated";
  return named(route, bearer, target);
}

const takes = (route: Route, { element }: Bearer) =>
  route.door === "stream" ||
  [route.element ?? "user-management", ...(route.also ?? [])].some((each) => each === element);
const opensToOperators = ({ door, route }: Route) =>
  door === "operator" || door === "stream" || route === "GET /delegations";

/** The token is good for the route: what may its bearer do with what is named? */
function named({ route }: Route, { tenant, element }: Bearer, target: Target): Expected {
  // Limits name documents of Acme.
  if (route === "POST /delegations" && tenant === "other") return "invalid";
  if (target === "nothing") return "allowed";
  if (tenant === "other" || target === "in another tenant" || target === "not there") return "not found";
  if (route === "POST /requests") return ofAsking(element, target);
  if (route.includes("{request}")) return ofARequest(route, element, target);
  if (target === "within reach" || route.startsWith("GET ")) return "allowed";
  return "refused";
}

/** One asks for oneself, and for others where one sees them; who is within reach has already what is asked for here. */
function ofAsking(element: Bearer["element"], target: Target): Expected {
  const seesOthers = element !== "access-request";
  return target === "oneself" || (target === "out of reach" && seesOthers) ? "allowed" : "refused";
}

/** One's own request can be looked at and withdrawn; those of others only by who may answer them, where that is done. */
function ofARequest(route: string, element: Bearer["element"], target: Target): Expected {
  if (target === "oneself") return route.endsWith("/review") ? "refused" : "allowed";
  const isForReviewers = target === "within reach" && element === "approvals";
  return isForReviewers && !route.endsWith("/withdraw") ? "allowed" : "not found";
}

/** Who has no session yet comes with the host's. A token that a backend got opens the element's it is of. */
function beforeASession({ route }: Route, bearer: Bearer, target: Target): Expected {
  const { kind, name, element, tenant } = bearer;
  if (route !== "POST /session") {
    if (kind !== "host") return "forbidden";
    if (target === "not there") return "not found";
    return route.endsWith("/preview") ? "allowed" : "refused";
  }
  if (kind === "host") return tenant === "own" ? "allowed" : "forbidden";
  if (kind === "operator") return tenant === "absent" ? "unauthenticated" : "forbidden";
  if (kind !== "element") return name === "nothing" ? "forbidden" : "unauthenticated";
  if (element !== "user-management") return "forbidden";
  return tenant === "own" ? "allowed" : "not found";
}
