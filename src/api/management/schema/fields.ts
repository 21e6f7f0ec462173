import { z } from "zod";
import { FreeAttributes, Words } from "../collection.js";

/** Fields that many bodies have. What may be left out may be null, and is then emptied. */

export const Name = z.string().max(200);
export const Description = Words.nullable().optional();
/** For columns that hold something always. */
export const Prose = Words.nullable()
  .transform((given) => given ?? "")
  .optional();
export const Attributes = FreeAttributes.nullable()
  .transform((given) => given ?? {})
  .optional();

const mostNamed = 1000;
/** Names of other things. */
export const Names = z
  .array(z.string().min(1).max(500))
  .max(mostNamed)
  .nullable()
  .transform((given) => given ?? [])
  .optional();

/** Things within a body, by their keys. */
export const block = <S extends z.ZodType>(schema: S) =>
  z
    .record(BlockKey, schema)
    .refine((given) => Object.keys(given).length <= mostNamed, `at most ${mostNamed}`)
    .nullable()
    .transform((given) => given ?? {})
    .optional();
const BlockKey = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z0-9\-_]+$/, "letters, digits, - and _ only");
