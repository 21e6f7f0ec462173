import { isObject } from "./json-schema.js";

/** Ways to spoil a good JSON value: one place at a time, at every depth. */

type Path = readonly (string | number)[];

export function places(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  const inside = Array.isArray(value)
    ? value.flatMap((each, index) => places(each, [...path, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, each]) => places(each, [...path, key]))
      : [];
  return [{ path, value }, ...inside];
}

export function replaced(value: unknown, [key, ...rest]: Path, by: (old: unknown) => unknown): unknown {
  if (key === undefined) return by(value);
  if (Array.isArray(value))
    return value.map((each, index) => (index === key ? replaced(each, rest, by) : each));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      const now = name === key ? replaced(each, rest, by) : each;
      return now === undefined ? [] : [[name, now]];
    }),
  );
}

const others: readonly unknown[] = [
  null,
  undefined,
  true,
  0,
  -1,
  1.5,
  1e308,
  9_007_199_254_740_993,
  "",
  "x",
  "x".repeat(5000),
  "1",
  "true",
  [],
  {},
  [[]],
  { $ne: null },
  { toString: "x" },
];

/** The value with each place replaced by things it is not, itself in a list, and itself left out. */
export function spoiled(good: unknown): unknown[] {
  return places(good).flatMap(({ path, value }) =>
    path.length === 0
      ? []
      : [...others, [value], [[value]], { value }, String(value)].map((other) =>
          replaced(good, path, () => other),
        ),
  );
}

/** The value with text in each place of text that PostgreSQL can't store. */
export function unstorable(good: unknown): unknown[] {
  const texts = places(good).filter(({ value }) => typeof value === "string");
  return texts.flatMap(({ path }) =>
    ["\0", "\ud800", "\udc00\ud800"].map((bad) => replaced(good, path, (old) => `${String(old)}${bad}`)),
  );
}

/** As text with one more key at the top, whose value is given as text. */
export function withKey(good: unknown, key: string, value: string): string {
  const text = JSON.stringify(isObject(good) ? { ...good, [key]: undefined } : good);
  const rest = text.slice(1);
  return `{${JSON.stringify(key)}:${value}${rest === "}" ? "" : ","}${rest}`;
}

/** The same at every depth, one text for each object. */
withKey.everywhere = (good: unknown, key: string, value: string): string[] =>
  places(good)
    .filter((place) => isObject(place.value) && isStrict(place.path))
    .map(({ path, value: object }) =>
      JSON.stringify(replaced(good, path, () => mark)).replace(JSON.stringify(mark), () =>
        withKey(object, key, value),
      ),
    );

const mark = "the object that gets one more key";
/** Attributes are named by the customer; what they may be is not the form's to say. */
const isStrict = (path: Path) => !path.includes("attributes");

/** As text, with a key that comes twice: one text for each object that has keys. */
export function withDuplicateKey(good: unknown): string[] {
  return places(good).flatMap(({ path, value }) => {
    if (!isObject(value)) return [];
    const [first] = Object.entries(value);
    if (!first) return [];
    const doubled = `{${JSON.stringify(first[0])}:${JSON.stringify(first[1])},${JSON.stringify(value).slice(1)}`;
    return JSON.stringify(replaced(good, path, () => mark)).replace(JSON.stringify(mark), () => doubled);
  });
}
