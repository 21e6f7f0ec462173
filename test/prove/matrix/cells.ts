import { call } from "../../support/acme.js";
import type { Good, Route } from "../../support/refusals.js";
import { askFor } from "../../support/world.js";
import type { Bearer } from "./bearers.js";
import { expected, statuses, type Expected } from "./expected.js";
import type { Scene } from "./scene.js";
import { everyTarget, type Target } from "./targets.js";

/** One request: a route, who asks, and what is named. */
export interface Cell {
  route: Route;
  bearer: Bearer;
  target: Target;
  named: string;
  good: Good;
  expected: Expected;
}

export function cellsOf(route: Route, bearers: readonly Bearer[], scene: Scene): Cell[] {
  return bearers.flatMap((bearer) =>
    everyTarget(route, scene)
      // What lies in the other tenant is that one's own.
      .filter(({ target }) => bearer.tenant !== "other" || target !== "in another tenant")
      .map((aim) => ({ route, bearer, ...aim, expected: expected(route, bearer, aim.target) })),
  );
}

const isRead = ({ route }: Route) =>
  route.startsWith("GET ") || route === "POST /session" || route.endsWith("/preview");
/** What would be done, and can't be tried without doing it. */
export const isDone = ({ route, expected, good }: Cell) =>
  expected === "allowed" && !isRead(route) && !("dry_run" in (good.input ?? {}));

export interface Answer {
  wrong: string[];
  /** As whoever asked can tell it from others: without the number of the request, and what they have named. */
  text: string;
}

export async function answerTo(cell: Cell, { acme, ids }: Scene): Promise<Answer> {
  const { route, bearer, good, named } = cell;
  const [method = "", pattern = ""] = route.route.split(" ");
  const path = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => good.params?.[name] ?? "");
  const input = { ...good.input };
  if ("dry_run" in input) input["dry_run"] = cell.expected === "allowed";
  if (pattern.startsWith("/delegations/{") && "version" in input) input["version"] = 1;
  const url = path + (route.query ? `?${route.query}` : "");
  const body = method === "GET" ? undefined : input;
  const response = await call(acme.permit, method, url, body, bearer.headers);
  const isStream = response.headers.get("content-type") === "text/event-stream";
  const text = isStream ? "" : await response.text();
  if (isStream) await response.body?.cancel();

  const about = `${route.route} by ${bearer.name} of the ${bearer.tenant} tenant, ${cell.target}`;
  const wrong: string[] = [];
  if (!statuses[cell.expected].includes(response.status))
    wrong.push(`${about}: ${response.status} instead of ${cell.expected}: ${text.slice(0, 300)}`);
  else if (cell.expected === "allowed" && reasonsIn(text).length > 0)
    wrong.push(`${about}: not allowed: ${reasonsIn(text).join(", ")}`);
  else if (cell.expected === "refused" && reasonsIn(text).length === 0)
    wrong.push(`${about}: gives no reason`);
  const isStranger = bearer.tenant !== "own" || bearer.kind === "dead";
  const others = ["olivia", "ana", "mei"].flatMap((key) => ids[key] ?? []).filter((id) => id !== named);
  if (isStranger && others.some((id) => text.includes(id))) wrong.push(`${about}: shows people of Acme`);
  const anonymous = text.replaceAll(/"id":"[^"]*"/g, "");
  return { wrong, text: `${response.status} ${named ? anonymous.replaceAll(named, "it") : anonymous}` };
}

/** Why the act itself, or the only row of it, is not allowed. */
function reasonsIn(text: string): string[] {
  if (!text.startsWith("{")) return [];
  const { reasons, rows } = JSON.parse(text) as { reasons?: unknown; rows?: unknown };
  const all = [
    reasons,
    ...(Array.isArray(rows) ? rows : []).map((row: { reasons?: unknown }) => row.reasons),
  ];
  return all
    .flatMap((each) => (Array.isArray(each) ? (each as { code: string }[]) : []))
    .map(({ code }) => code);
}

/** As it can be done after what was done before: on people as they are now, and what was withdrawn is asked for again. */
export async function renewed(cell: Cell, { acme, managersRequest }: Scene): Promise<Cell> {
  const { good, named } = cell;
  if (good.input && "version" in good.input) {
    const version = await acme.database.value(
      "select version from membership where user_id = $1 and tenant_id = $2",
      [named, acme.tenants["acme"]],
    );
    return { ...cell, good: { ...good, input: { ...good.input, version } } };
  }
  const status = "select status from request where id = $1";
  if (named !== managersRequest || (await acme.database.value(status, [named])) === "open") return cell;
  const request = await askFor(await acme.as("maria", "acme", "access-request"), "billing");
  return { ...cell, named: request, good: { ...good, params: { request } } };
}
