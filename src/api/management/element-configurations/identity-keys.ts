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
});

const Names = z.union([z.string(), z.array(z.string())]).optional();
/** `user_tokens` of the environment's settings: what tokens must say besides, and which claims besides `sub` name a user. */
const Demands = z.object({
  audience: Names,
  issuer: Names,
  user_key_claims: z.array(z.string()).default([]),
});

export interface IdentityProvider {
  keys: JWTVerifyGetKey;
  audience?: string | string[];
  issuer?: string | string[];
  /** Whoever brings a token picks the claim: of all others, some are the user's own to write. */
  namesUser: (claim: string) => boolean;
}

/** The identity provider of the server's environment; 403 where there is none. */
export async function providerOf(server: Server): Promise<IdentityProvider> {
  const { environment } = server;
  const { rows } = await server.store.asOwner({ environment, tenant: null }, (trx) =>
    sql<{ jwks: unknown; demands: unknown }>`select jwks, coalesce(settings -> 'user_tokens', '{}') as demands
      from environment where id = ${environment}`.execute(trx),
  );
  const { url, jwks, ttl } = Config.safeParse(rows[0]?.jwks).data ?? { ttl: 0 };
  const demands = Demands.safeParse(rows[0]?.demands).data;
  const keys = demands && (jwks ?? (url ? await keysAt(server, url, ttl) : null));
  if (!keys) throw new Fault(403, "INVALID_JWKS_CONFIGURATION", "This environment takes no tokens of users.");
  const { audience, issuer, user_key_claims } = demands;
  return {
    keys: createLocalJWKSet(keys),
    ...(audience !== undefined && { audience }),
    ...(issuer !== undefined && { issuer }),
    namesUser: (claim) => claim === "sub" || user_key_claims.includes(claim),
  };
}

/** Keys as they are fetched, and until when they count; failures are kept for a while too, so that nobody floods. */
const fetched = new Map<string, { until: number; keys: Promise<z.output<typeof Keys> | null> }>();
const mostKept = 1000;
/** Anybody can ask without a key, so nothing is fetched again sooner. */
const secondsAtLeast = 10;

async function keysAt(server: Server, url: string, ttl: number) {
  const name = `${server.environment} ${url}`;
  const kept = fetched.get(name);
  if (kept && kept.until > Date.now()) return kept.keys;
  const fetching = isOutside(url) ? fetchKeys(server, url).catch(() => null) : Promise.resolve(null);
  if (fetched.size >= mostKept) fetched.clear();
  const keeping = { until: Infinity, keys: fetching };
  fetched.set(name, keeping);
  const keys = await fetching;
  keeping.until = Date.now() + 1000 * (keys ? Math.max(ttl, secondsAtLeast) : secondsAtLeast);
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
