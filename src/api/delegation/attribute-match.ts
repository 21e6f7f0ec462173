import type { AttributeMatch } from "./types.js";

/** All must match; no match at all matches nobody, and nothing inherited by the object counts. */
export function matchesAll(
  attributes: Readonly<Record<string, unknown>>,
  matches: readonly AttributeMatch[],
): boolean {
  return (
    matches.length > 0 &&
    matches.every(
      ({ name, in: values }) =>
        Object.hasOwn(attributes, name) && values.some((value) => value === attributes[name]),
    )
  );
}
