import type { ListMessages } from "./messages.js";

const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** The value of an attribute in a cell: short, and without promises about its type. */
export function attributeWords(value: unknown, { common, format }: ListMessages): string {
  if (value === undefined || value === null || value === "") return common.none;
  if (typeof value === "boolean") return value ? common.yes : common.no;
  if (typeof value === "number") return format.number(value);
  if (typeof value === "string") return time.test(value) ? format.day(value) : value;
  if (Array.isArray(value) && value.every((one) => typeof one !== "object"))
    return format.list(value.map(String));
  return JSON.stringify(value);
}
