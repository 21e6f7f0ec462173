import { isRecord } from "./subject.js";

/** Values nested deeper than this equal nothing. */
const deepest = 100;

/** As JSON is equal: by value, the order of an object's keys aside. */
export function isEqual(one: unknown, other: unknown, depth = 0): boolean {
  if (one === other) return true;
  if (depth > deepest) return false;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, n) => isEqual(each, other[n], depth + 1));
  if (!isRecord(one) || !isRecord(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isEqual(one[name], other[name], depth + 1))
  );
}

/** Less than, equal or more as a sign; `undefined` when they are not two numbers or two times. */
export function order(one: unknown, other: unknown): number | undefined {
  const [a, b] = typeof one === "number" ? [one, numberOf(other)] : [timeOf(one), timeOf(other)];
  return a === undefined || b === undefined ? undefined : Math.sign(a - b);
}

const numberOf = (value: unknown) => (typeof value === "number" ? value : undefined);

const isoTime =
  /^(\d{4}-\d\d-\d\d)(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?)?$/;

/** A date is its first instant, and what names no zone is meant in UTC. */
function timeOf(value: unknown): number | undefined {
  const [whole, day = "", clock, , , , zone] = (typeof value === "string" && isoTime.exec(value)) || [];
  if (whole === undefined || !isDay(day)) return undefined;
  return Date.parse(clock && !zone ? `${whole}Z` : whole);
}

/** `Date.parse` takes a 30th of February for the 2nd of March. */
function isDay(day: string): boolean {
  const instant = Date.parse(day);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day);
}
