import { createLocalJWKSet, type JWTVerifyGetKey } from "jose";
import { sql } from "kysely";
import { z } from "zod";
import type { Server } from "../../request-context.js";
import { Fault } from "../fault.js";

const Keys = z.object({
  keys: z
    .array(z.looseObject({ kty: z.string() }))
    .min(1)
    .max(50),
});

/** Whose tokens may log a user in without the host's backend, as an environment keeps it. */
const Config = z.object({
  ttl: z.number().min(0).max(86_400).catch(600),
  url: z.string().nullish(),
  jwks: Keys.nullish(),
  /** What tokens must say besides, where the environment says so. */
  audience: z.union([z.string(), z.array(z.string())]).nullish(),
  issuer: z.union([z.string(), z.array(z.string())]).nullish(),
});

export interface IdentityProvider {
  keys: JWTVerifyGetKey;
  audience?: string | string[];
  issuer?: string | string[];
}

/** The identity provider of the server's environment; 403 where there is none. */
export async function providerOf(server: Server): Promise<IdentityProvider> {
  const { environment } = server;
  const { rows } = await server.store.asOwner({ environment, tenant: null }, (trx) =>
    sql<{ jwks: unknown }>`select jwks from environment where id = ${environment}`.execute(trx),
  );
  const parsed = Config.safeParse(rows[0]?.jwks);
  const { url, jwks, ttl, audience, issuer } = parsed.data ?? { ttl: 0 };
  const keys = jwks ?? (url ? await keysAt(server, url, ttl) : null);
  if (!keys) throw new Fault(403, "INVALID_JWKS_CONFIGURATION", "This environment takes no tokens of users.");
  return {
    keys: createLocalJWKSet(keys),
    ...(audience != null && { audience }),
    ...(issuer != null && { issuer }),
  };
}

/** Keys as they were fetched, and until when they count; failures are kept for a while too, so that nobody floods. */
const fetched = new Map<string, { until: number; keys: z.output<typeof Keys> | null }>();
const mostKept = 1000;
const secondsOfFailure = 10;

async function keysAt(server: Server, url: string, ttl: number) {
  const name = `${server.environment} ${url}`;
  const kept = fetched.get(name);
  if (kept && kept.until > Date.now()) return kept.keys;
  const keys = isOutside(url) ? await fetchKeys(server, url).catch(() => null) : null;
  if (fetched.size >= mostKept) fetched.clear();
  fetched.set(name, { until: Date.now() + 1000 * (keys ? ttl : secondsOfFailure), keys });
  return keys;
}

const patience = 5000;
const mostBytes = 256 * 1024;

/** Bounded in time and size, following nobody elsewhere. */
async function fetchKeys({ fetchKeys: get }: Server, url: string): Promise<z.output<typeof Keys>> {
  const response = await get(url, { redirect: "error", signal: AbortSignal.timeout(patience) });
  if (!response.ok || !response.body) throw new Error(`the keys' address answers ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > mostBytes) throw new Error("too many keys");
    parts.push(part);
  }
  return Keys.parse(JSON.parse(await new Blob(parts as Uint8Array<ArrayBuffer>[]).text()));
}

/**
 * An https address with a name of the public net. Numbers and names of one's own network are refused here; a public
 * name that leads into it has no certificate there that would be accepted, so nothing is asked of what answers.
 */
export function isOutside(text: string): boolean {
  const url = URL.parse(text);
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "") return false;
  const name = url.hostname.replace(/\.$/, "");
  const isNumber = name.startsWith("[") || /^[\d.]+$/.test(name);
  return (
    !isNumber && name.includes(".") && !/(^|\.)(localhost|local|internal|lan|home|intranet|arpa)$/.test(name)
  );
}
