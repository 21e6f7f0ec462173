import type { Choices } from "../generator/choices.js";
import { names, types, value as anyValue } from "./words.js";

const LOGIC = ["allOf", "and", "anyOf", "or", "not"];
const COMPARISONS = [
  "equals",
  "not-equals",
  "less-than",
  "greater-than",
  "less-than-equals",
  "greater-than-equals",
  "between",
  "contains",
  "in",
  "array_contains",
  "array_subset",
  "array_superset",
  "array_intersect",
];
const MATCHES = ["object_match", "any_match", "all_match"];
const ROOTS = ["user", "resource", "subject", "tenant", "context", "environment"];

/** Conditions with everything in them; some are easy to fulfil, one in twenty cannot be read. */
export function conditions(from: Choices): unknown {
  if (from.rarely(20)) return from.one<unknown>([null, undefined, "text", [], { nobody: { equals: 1 } }]);
  const easy = () => ({
    [`user.${from.one(names)}`]: { [from.one(["equals", "not-equals"])]: anyValue(from) },
  });
  return from.below(2) ? expression(from, 2) : { [from.one(["allOf", "anyOf"])]: [easy(), easy()] };
}

function expression(from: Choices, depth: number): unknown {
  const kind = from.below(depth > 0 ? 6 : 3);
  if (kind > 3) return { [from.one(LOGIC)]: list(from, () => expression(from, depth - 1)) };
  if (kind === 3) return from.rarely(4) ? {} : { ...leaf(from), ...leaf(from) };
  return leaf(from);
}

const leaf = (from: Choices): Record<string, unknown> => ({ [path(from)]: operand(from, 2) });

function path(from: Choices): string {
  if (from.rarely(60)) return from.one(["user", "user.", "role.level", "user.level..level"]);
  const known = from.one([
    "user.roles",
    "user.tenants",
    "user.key",
    "user.email",
    "user.first_name",
    "resource.type",
    "resource.key",
    "resource.tenant",
    "tenant.key",
  ]);
  const own = `${from.one(ROOTS)}.${from.one(names)}${from.rarely(5) ? `.${from.one(names)}` : ""}`;
  return from.rarely(4) ? known : own;
}

function operand(from: Choices, depth: number): Record<string, unknown> {
  if (from.rarely(80)) return from.one<Record<string, unknown>>([{}, { likes: 1 }]);
  const kind = from.below(depth > 0 ? 8 : 5);
  if (kind === 7) return { [from.one(LOGIC)]: list(from, () => operand(from, depth - 1)) };
  if (kind === 6) return { [from.one(MATCHES)]: match(from, depth) };
  const one = { [from.one(from.below(2) ? COMPARISONS : ["equals", "not-equals"])]: value(from) };
  return kind === 5 ? { ...one, ...operand(from, 0) } : one;
}

function match(from: Choices, depth: number): unknown {
  if (from.rarely(60)) return from.one<unknown>([{}, { match: {} }, { match: [] }]);
  const inside = () => (from.rarely(6) ? "level.level" : from.one(names));
  return {
    match: Object.fromEntries(
      Array.from({ length: 1 + from.below(2) }, () => [inside(), operand(from, depth - 1)]),
    ),
    ...(from.below(2) === 1 && { fk_resource_type: from.one([...types, null]) }),
  };
}

function value(from: Choices): unknown {
  if (from.rarely(5)) return { ref: path(from) };
  if (from.rarely(4)) return [anyValue(from), anyValue(from)];
  return anyValue(from);
}

function list(from: Choices, item: () => unknown): unknown {
  return from.rarely(4) ? item() : Array.from({ length: from.below(3) }, item);
}
