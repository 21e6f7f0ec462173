import { z } from "zod";
import { canonicalAddress } from "../../addresses.js";
import { FreeAttributes } from "../collection.js";
import { asId } from "../scope.js";

/** Fields of the bodies under `/v2/facts`. What may be left out may be null. */

export const mostAtOnce = 1000;

/** A user's key, as the host or its auth provider has it. */
export const UserKey = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z0-9|@+\-._]+$/, "letters, digits and | @ + - . _ only")
  .refine((key) => asId(key) === null, "may not look like an id");

/** The name of something: its id or its key. */
export const Name = z.string().min(1).max(500);
/** Where the body may leave it out. */
export const MaybeName = Name.nullish().transform((given) => given ?? null);

export const Address = z
  .string()
  .max(320)
  .refine((given) => canonicalAddress(given) !== null, "is no mail address");
export const Words = z.string().max(200);
export const Attributes = FreeAttributes.refine(
  (given) => JSON.stringify(given).length <= 100_000,
  "are too large: at most 100,000 characters of JSON",
);
/** `null` empties it. */
export const MaybeAttributes = Attributes.nullable()
  .transform((given) => given ?? {})
  .optional();

/** What the vendor answers to a bulk that was done: an empty object, also to DELETE. */
export const done = (): Response => Response.json({}, { headers: { "cache-control": "no-store" } });
