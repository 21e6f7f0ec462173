import { z } from "zod";
import type { Server } from "../request-context.js";
import { isOutside } from "./element-configurations/identity-keys.js";
import { Fault } from "./fault.js";

/** A public key as a JWK; what it is good for shows when it is used. */
const PublicKey = z
  .looseObject({ kty: z.enum(["RSA", "EC", "OKP"]) })
  .refine((key) => !("d" in key), "is a private key");
const KeySet = z.object({ keys: z.array(PublicKey).max(100) });
export type JwkSet = z.output<typeof KeySet>;

/** By name, at the ordinary port, without credentials: it is this server that will ask there. */
const address = /^https:\/\/(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:\/[^\s#]*)?$/i;

/** Whose tokens may open an element without the host's backend: keys, or where they are. */
export const JwksConfig = z.object({
  ttl: z.number().int().min(0).max(86_400).nullish(),
  url: z.string().nullish(),
  jwks: z.looseObject({ keys: z.unknown() }).nullish(),
});
export type StoredJwks = { ttl: number } & ({ url: string } | { jwks: JwkSet });

/** The configuration as it is stored; 422 where it names no keys, two sources of them, or an address that is none. */
export function storedJwks({ ttl, url, jwks }: z.output<typeof JwksConfig>): StoredJwks {
  if ((url == null) === (jwks == null)) throw wrong("Give either the url of a key set, or the jwks itself.");
  const kept = { ttl: ttl ?? 600 };
  return url != null ? { ...kept, url: addressOf(url) } : { ...kept, jwks: keySetOf(jwks) };
}

const patience = 5_000;
const mostBytes = 256 * 1024;

/** The keys at an address, read now; 422 where there are none to be had. */
export async function fetchKeySet({ fetchKeys }: Server, url: string): Promise<JwkSet> {
  const text = await fetchKeys(addressOf(url), {
    redirect: "error",
    signal: AbortSignal.timeout(patience),
    headers: { accept: "application/json" },
  })
    .then((response) => (response.ok ? readBounded(response) : null))
    .catch(() => null);
  if (text === null) throw wrong("No key set could be read from there.");
  try {
    return keySetOf(JSON.parse(text));
  } catch {
    throw wrong("What is there is no key set.");
  }
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > mostBytes) throw new Error("too large");
    text += decoder.decode(part, { stream: true });
  }
  return text;
}

function addressOf(url: string): string {
  if (url.length > 2000 || !address.test(url) || !isOutside(url))
    throw wrong("The url must be https, with the name of a host of the public net.");
  return url;
}

function keySetOf(given: unknown): JwkSet {
  const parsed = KeySet.safeParse(given);
  if (!parsed.success) throw wrong("The jwks must hold keys: public ones, as JSON Web Keys.");
  return parsed.data;
}

const wrong = (message: string) => new Fault(422, "INVALID_JWKS_CONFIGURATION", message);
