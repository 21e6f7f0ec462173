import type { Problem } from "../../api/wire.js";
import { ApiError, ConnectionLost, WrongSetup } from "./errors.js";

/** The full address of a route: `{name}` filled from `path`, arrays in `query` repeated. */
export function addressOf(endpoint: string, route: string, path: object = {}, query: object = {}): string {
  const places = new Map<string, unknown>(Object.entries(path));
  const filled = route.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(places.get(name))),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== "") search.append(name, String(one));
    }
  }
  return `${endpoint}${filled}${search.size > 0 ? `?${search}` : ""}`;
}

/** The JSON of a good answer; otherwise the error that says what it was instead. */
export async function readAnswer(response: Response, endpoint: string): Promise<unknown> {
  const isJson = /[/+]json\b/.test(response.headers.get("content-type") ?? "");
  if (!isJson) {
    if (response.status >= 500) throw new ConnectionLost(`status ${response.status}`);
    const where = response.redirected ? ` (redirected to ${new URL(response.url).pathname})` : "";
    throw new WrongSetup(endpoint, `it answers ${response.status} without JSON${where}`);
  }
  let body: unknown;
  try {
    body = await response.json();
  } catch (error) {
    throw new ConnectionLost(error);
  }
  if (response.ok) return body;
  if (isProblem(body)) throw new ApiError(response.status, body);
  throw new WrongSetup(endpoint, `it answers ${response.status} in an unknown form`);
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "error_code" in body && "message" in body;
}
