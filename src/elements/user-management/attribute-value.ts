import type { AttributeDefinition } from "../../api/people/contract.js";

/** How an attribute is typed: what the form edits is text, whatever the attribute is. */
export type FieldKind = "choice" | "line" | "number" | "day" | "moment" | "json";

/** What is wrong with a text, by the name of its words in the catalogue. */
export type ValueFault = "number" | "json" | "list" | "object" | "objects";

export function kindOf({ type, choices }: AttributeDefinition, value: unknown): FieldKind {
  if (type === "bool" || choices) return "choice";
  if (type === "string") return "line";
  if (type === "number") return "number";
  if (type === "time") return typeof value === "string" && value.includes("T") ? "moment" : "day";
  return "json";
}

/** The value as it is edited; an empty text stands for no value. */
export function textOf(definition: AttributeDefinition, value: unknown): string {
  if (value === null || value === undefined) return "";
  switch (kindOf(definition, value)) {
    case "json":
      return JSON.stringify(value, null, 2);
    case "moment":
      return typeof value === "string" ? localMoment(value) : "";
    default:
      return typeof value === "string" ? value : JSON.stringify(value);
  }
}

/** The value that a text stands for; `was` is the value it replaces. */
export function valueOf(
  definition: AttributeDefinition,
  text: string,
  was: unknown,
): { value: unknown } | { fault: ValueFault } {
  if (text.trim() === "") return { value: null };
  switch (kindOf(definition, was)) {
    case "number": {
      const number = Number(text.trim().replace(",", "."));
      return Number.isFinite(number) ? { value: number } : { fault: "number" };
    }
    case "choice":
      return { value: definition.type === "bool" ? text === "true" : text };
    case "moment":
      return { value: new Date(text).toISOString() };
    case "json":
      return parsed(definition, text);
    default:
      return { value: text.trim() };
  }
}

function parsed({ type }: AttributeDefinition, text: string): { value: unknown } | { fault: ValueFault } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: "json" };
  }
  const isObject = (item: unknown): boolean =>
    typeof item === "object" && item !== null && !Array.isArray(item);
  if (type === "array" && !Array.isArray(value)) return { fault: "list" };
  if (type === "object" && !isObject(value)) return { fault: "object" };
  if (type === "object_array" && !(Array.isArray(value) && value.every(isObject)))
    return { fault: "objects" };
  return { value };
}

/** As `datetime-local` writes it, to the minute, in the zone of whoever looks. */
function localMoment(moment: string): string {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return "";
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
