import type { Attributes } from "../types.js";

/** What conditions are read against. Each list of layers is of one thing: the first that has an attribute says its value. */
export interface Subject {
  readonly user: readonly Attributes[];
  readonly resource: readonly Attributes[];
  readonly tenant: readonly Attributes[];
  readonly context: readonly Attributes[];
  /** The stored attributes of an instance in the tenant that was asked about. */
  stored(type: string, key: string): Attributes | undefined;
}

export type Root = "user" | "resource" | "tenant" | "context";

const roots = new Map<string, Root>([
  ["user", "user"],
  ["subject", "user"],
  ["resource", "resource"],
  ["tenant", "tenant"],
  ["environment", "context"],
  ["context", "context"],
]);

/** What finds a value; `undefined` says that there is none. */
export type Read = (subject: Subject) => unknown;

/** Reads `user.department.name` and the like; `undefined` when it is no path. */
export function readerOf(path: string): Read | undefined {
  const [start = "", first, ...rest] = path.split(".");
  const root = roots.get(start);
  if (!root || !first || rest.includes("")) return undefined;
  return (subject) => {
    const layer = subject[root].find((each) => own(each, first) !== undefined);
    return layer && dig(own(layer, first), rest);
  };
}

/** What stands at a path inside of a value: in objects only, and nothing that they inherit. */
export function dig(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, name) => (isRecord(inner) ? own(inner, name) : undefined), value);
}

export function isRecord(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const own = (record: Attributes, name: string): unknown =>
  Object.hasOwn(record, name) ? record[name] : undefined;
