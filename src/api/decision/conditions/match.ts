import type { At, Reader, Says } from "./compile.js";
import { all } from "./join.js";
import { dig, isRecord, type Subject } from "./subject.js";

type Element = (element: unknown, subject: Subject) => boolean;

/** Those that look into objects: of one, of any in a list, of all in a list that is not empty. */
export const matchOperators: ReadonlyMap<
  string,
  (value: unknown, subject: Subject, holds: Element) => boolean
> = new Map([
  ["object_match", (value, subject, holds: Element) => holds(value, subject)],
  [
    "any_match",
    (value, subject, holds) => Array.isArray(value) && value.some((each) => holds(each, subject)),
  ],
  [
    "all_match",
    (value, subject, holds) =>
      Array.isArray(value) && value.length > 0 && value.every((each) => holds(each, subject)),
  ],
]);

/** `{match: {subkey: operand}, fk_resource_type?}` */
export function compileMatch(reader: Reader, operator: string, json: unknown, at: At): Says {
  const match = isRecord(json) ? json["match"] : undefined;
  const type = isRecord(json) ? json["fk_resource_type"] : undefined;
  if (!isRecord(match) || !Object.keys(match).length)
    return reader.problem(at, `'${operator}' wants {match: {name: {operator: value}}}.`);
  if (type !== undefined && type !== null && typeof type !== "string")
    return reader.problem(at, "'fk_resource_type' must be the key of a resource.");
  const says = all(
    Object.entries(match).map(([name, operand]): Says => {
      const path = name.split(".");
      const part = reader.operand(operand, [...at, "match", name]);
      return (object, subject) => part(dig(object, path), subject);
    }),
  );
  const holds: Element = (element, subject) => {
    const object = typeof type === "string" ? instance(subject, type, element) : element;
    return isRecord(object) && says(object, subject);
  };
  const quantify = matchOperators.get(operator);
  return (value, subject) => quantify?.(value, subject, holds) === true;
}

function instance(subject: Subject, type: string, key: unknown) {
  return typeof key === "string" ? subject.stored(type, key) : undefined;
}
