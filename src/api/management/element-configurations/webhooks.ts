import { sql } from "kysely";
import { z } from "zod";
import { hmac, randomBytes } from "../../bytes.js";
import { invalidAt } from "../fault.js";
import type { Call } from "../operation.js";

/** Whom an element is to tell what was done in it. Kept, and not told anything yet. */
const Url = z.url({ protocol: /^https?$/ }).max(2000);
const Token = z.string().max(2000);
export const WebhookInput = z.object({
  type: z.literal("elements").default("elements"),
  url: Url,
  bearer_token: Token.nullish(),
});
export const WebhookChange = z.object({ url: Url.optional(), bearer_token: Token.nullish() });

/** Writes what is given of a webhook. The token is sealed before it is stored, and no answer shows it again. */
export async function keepWebhook(
  { trx, environment, server }: Call,
  configuration: string,
  { url, bearer_token: token }: z.output<typeof WebhookChange>,
): Promise<void> {
  const sealed = token == null ? null : await seal(server.apiKeySecret, configuration, token);
  const where = sql`environment_id = ${environment} and configuration_id = ${configuration}`;
  const { numAffectedRows = 0n } = await sql`update element_webhook set url = coalesce(${url ?? null}, url),
    sealed_token = ${token === undefined ? sql`sealed_token` : sealed} where ${where}`.execute(trx);
  if (numAffectedRows > 0n) return;
  if (url === undefined)
    throw invalidAt(["body", "webhook", "url"], "needed for a webhook that is not there yet");
  await sql`insert into element_webhook (environment_id, configuration_id, url, sealed_token)
    values (${environment}, ${configuration}, ${url}, ${sealed})`.execute(trx);
}

/** AES-256-GCM with a key of its own for each configuration: twelve bytes that are never used twice, then the rest. */
async function seal(secret: Uint8Array, configuration: string, text: string): Promise<Uint8Array> {
  const raw = new Uint8Array(await hmac("SHA-256", secret, `webhook:${configuration}`));
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  const iv = new Uint8Array(randomBytes(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(text));
  return new Uint8Array([...iv, ...new Uint8Array(sealed)]);
}
