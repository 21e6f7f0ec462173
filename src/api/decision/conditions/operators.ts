import { isEqual, order } from "./compare.js";

/** Whether an attribute stands to a value as the operator says; neither of them is ever `undefined`. */
export type Operator = (attribute: unknown, value: unknown) => boolean;

const equals: Operator = (attribute, value) =>
  Array.isArray(value) && !Array.isArray(attribute) ? isAmong(attribute, value) : isEqual(attribute, value);

const isAmong = (item: unknown, list: readonly unknown[]) => list.some((each) => isEqual(each, item));

const ordered =
  (holds: (sign: number) => boolean): Operator =>
  (attribute, value) => {
    const sign = order(attribute, value);
    return sign !== undefined && holds(sign);
  };

const ofLists =
  (holds: (attribute: readonly unknown[], value: readonly unknown[]) => boolean): Operator =>
  (attribute, value) =>
    Array.isArray(attribute) && Array.isArray(value) && holds(attribute, value);

const atLeast = ordered((sign) => sign >= 0);
const atMost = ordered((sign) => sign <= 0);

/** Those that compare one attribute with one value. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["equals", equals],
  ["not-equals", (attribute, value) => !equals(attribute, value)],
  ["less-than", ordered((sign) => sign < 0)],
  ["greater-than", ordered((sign) => sign > 0)],
  ["less-than-equals", atMost],
  ["greater-than-equals", atLeast],
  [
    "contains",
    (attribute, value) =>
      typeof attribute === "string" && typeof value === "string" && attribute.includes(value),
  ],
  ["array_contains", (attribute, value) => Array.isArray(attribute) && isAmong(value, attribute)],
  ["array_subset", ofLists((attribute, value) => attribute.every((each) => isAmong(each, value)))],
  ["array_superset", ofLists((attribute, value) => value.every((each) => isAmong(each, attribute)))],
  ["array_intersect", ofLists((attribute, value) => attribute.some((each) => isAmong(each, value)))],
  ["in", (attribute, value) => Array.isArray(value) && isAmong(attribute, value)],
  [
    "between",
    (attribute, value) =>
      Array.isArray(value) &&
      value.length === 2 &&
      atLeast(attribute, value[0]) &&
      atMost(attribute, value[1]),
  ],
]);
