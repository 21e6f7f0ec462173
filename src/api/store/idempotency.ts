import { sql } from "kysely";
import { toHex } from "../bytes.js";
import { Refused } from "../errors.js";
import type { Trx } from "./store.js";

/** A command that may be sent again: told by who sent it where, the key they chose, and what it said. */
export interface Retry {
  actor: string;
  route: string;
  key: string;
  payloadHash: Uint8Array;
}

/** The answer given before to the same command, within a day. The tenant's lock makes a second sender wait for it. */
export async function recall(trx: Trx, { actor, route, key, payloadHash }: Retry): Promise<unknown> {
  const before = await trx
    .selectFrom("idempotency")
    .select(["payload_hash", "answer"])
    .where("actor", "=", actor)
    .where("route", "=", route)
    .where("key", "=", key)
    .where("created_at", ">", sql<Date>`clock_timestamp() - interval '24 hours'`)
    .executeTakeFirst();
  if (!before) return null;
  if (toHex(before.payload_hash) !== toHex(payloadHash)) {
    throw new Refused("key_reused", "This Idempotency-Key came with another request before.");
  }
  return before.answer;
}

export async function remember(
  trx: Trx,
  { actor, route, key, payloadHash }: Retry,
  answer: unknown,
): Promise<void> {
  await sql`select remember_answer(${actor}, ${route}, ${key}, ${payloadHash}, ${JSON.stringify(answer)}::jsonb)`.execute(
    trx,
  );
}
