type Part = () => boolean;

const allOf = (parts: readonly Part[]) => parts.every((part) => part());
const anyOf = (parts: readonly Part[]) => parts.some((part) => part());

/** The logical operators by all their names. `not` of a list says that none of it holds. */
export const joins: ReadonlyMap<string, (parts: readonly Part[]) => boolean> = new Map([
  ["allOf", allOf],
  ["and", allOf],
  ["anyOf", anyOf],
  ["or", anyOf],
  ["not", (parts: readonly Part[]) => !anyOf(parts)],
]);

export const all =
  <Given extends unknown[]>(parts: readonly ((...given: Given) => boolean)[]) =>
  (...given: Given): boolean =>
    parts.every((part) => part(...given));
