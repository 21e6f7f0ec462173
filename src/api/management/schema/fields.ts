import { z } from "zod";
import { FreeAttributes, Words } from "../collection.js";

/** Fields that many bodies have. `null` is as if left out, but for words, which it empties. */

export const Name = z.string().max(200);
export const Description = Words.nullable().optional();
/** For columns that hold some words always. */
export const Prose = Words.nullable()
  .transform((given) => given ?? "")
  .optional();
export const Attributes = FreeAttributes.nullish().transform((given) => given ?? undefined);
export const AttributeType = z.enum([
  ...(["bool", "number", "string", "time", "array", "json", "object", "object_array"] as const),
]);

const mostNamed = 1000;
/** Names of other things. */
export const Names = z
  .array(z.string().min(1).max(500))
  .max(mostNamed)
  .nullish()
  .transform((given) => given ?? undefined);

const BlockKey = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9\-_]+$/, "letters, digits, - and _ only");
/** Things within a body, by their keys. */
export const block = <S extends z.ZodType>(schema: S) =>
  z
    .record(BlockKey, schema)
    .refine((given) => Object.keys(given).length <= mostNamed, `at most ${mostNamed}`);
/** The same where it may be left out. */
export const maybe = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((given) => given ?? undefined);
