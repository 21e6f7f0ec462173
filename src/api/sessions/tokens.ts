import { SignJWT, base64url, errors, jwtVerify } from "jose";
import { z } from "zod";
import type { Verb } from "../delegation/types.js";
import { verbs } from "../delegation/types.js";
import { Refused } from "../errors.js";

/** Element sessions: at most ten minutes, for one user, tenant, element and list of verbs. They carry no roles. */
export const sessionSeconds = 600;

export interface SessionClaims {
  environment: string;
  tenant: string;
  user: string;
  /** Id of the element's configuration. */
  configuration: string;
  type: string;
  /** The resource instance it was opened for, whose rights are enough; `null` for the whole tenant. */
  instance: string | null;
  verbs: readonly Verb[];
  /** The user's epoch when it was minted: raising that ends the session. */
  epoch: number;
}

const Claims = z.object({
  sub: z.uuid(),
  environment: z.uuid(),
  tenant: z.uuid(),
  configuration: z.uuid(),
  type: z.string(),
  instance: z.string().nullable(),
  verbs: z.array(z.enum(verbs)),
  epoch: z.number().int(),
  exp: z.number(),
});

export interface SessionKey {
  id: string;
  secret: Uint8Array;
}

const audience = "permit-element";

export async function signSession(
  key: SessionKey,
  claims: SessionClaims,
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const expiresAt = new Date(now.getTime() + sessionSeconds * 1000);
  const { user, ...rest } = claims;
  const token = await new SignJWT(rest)
    .setProtectedHeader({ alg: "HS256", typ: "permit-session+jwt", kid: key.id })
    .setSubject(user)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(expiresAt)
    .sign(key.secret);
  return { token, expiresAt };
}

export async function verifySession(
  key: SessionKey,
  token: string,
): Promise<SessionClaims & { expiresAt: Date }> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key.secret, {
      algorithms: ["HS256"],
      typ: "permit-session+jwt",
      audience,
    });
    if (protectedHeader.kid !== key.id) throw new errors.JWTInvalid("another key");
    if (!isAsSigned(token)) throw new errors.JWTInvalid("altered");
    const { sub, exp, ...claims } = Claims.parse(payload);
    return { ...claims, user: sub, expiresAt: new Date(exp * 1000) };
  } catch (error) {
    throw error instanceof errors.JWTExpired
      ? new Refused("session_expired", "This session has run out.")
      : new Refused("unauthenticated", "A valid session is needed.");
  }
}

/** The last letter of a signature carries bits that decoding drops: other letters would pass there, and padding. */
export function isAsSigned(token: string): boolean {
  const signature = token.slice(token.lastIndexOf(".") + 1);
  return base64url.encode(base64url.decode(signature)) === signature;
}
