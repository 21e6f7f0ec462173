import { z } from "zod";
import type { AttributeRow } from "./store/read-facts.js";

const types: Record<AttributeRow["type"], { schema: z.ZodType; words: string }> = {
  bool: { schema: z.boolean(), words: "yes or no" },
  number: { schema: z.number(), words: "a number" },
  string: { schema: z.string().max(2000), words: "text of at most 2,000 characters" },
  time: { schema: z.union([z.iso.datetime({ offset: true }), z.iso.date()]), words: "a date" },
  array: { schema: z.array(z.json()).max(1000), words: "a list" },
  json: { schema: z.json(), words: "JSON" },
  object: { schema: z.record(z.string(), z.json()), words: "an object" },
  object_array: { schema: z.array(z.record(z.string(), z.json())).max(1000), words: "a list of objects" },
};

/** What is wrong with a value for this attribute, in words; `null` if nothing is. */
export function checkValue({ label, type, choices }: AttributeRow, value: unknown): string | null {
  const { schema, words } = types[type];
  if (!schema.safeParse(value).success) return `${label} must be ${words}.`;
  if (JSON.stringify(value).length > 20_000) return `${label} is too long.`;
  return choices && !(typeof value === "string" && choices.includes(value))
    ? `${label} must be one of ${choices.join(", ")}.`
    : null;
}
