import { SignJWT, errors, jwtVerify } from "jose";
import { z } from "zod";
import { Refused } from "../errors.js";
import { isAsSigned, sessionSeconds, type SessionKey } from "./tokens.js";

/**
 * Sessions of the vendor's own console: opened by the host's backend alone, for one environment and perhaps one of its
 * tenants. They are of another kind than element sessions, so that neither is ever taken for the other.
 */
export interface OperatorClaims {
  environment: string;
  /** The tenant whose own delegations it edits; `null` for those of all tenants. */
  tenant: string | null;
  /** The API key it rests on; `null` for one that the host's process opened itself. */
  apiKey: string | null;
  /** Who of the vendor's team, for the log. */
  name: string;
}

const Claims = z.object({
  environment: z.uuid(),
  tenant: z.uuid().nullable(),
  api_key: z.uuid().nullable(),
  name: z.string().min(1).max(200),
  exp: z.number(),
});

const type = "permit-operator+jwt";
const audience = "permit-operator";

export async function signOperator(
  key: SessionKey,
  { apiKey, ...claims }: OperatorClaims,
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const expiresAt = new Date(now.getTime() + sessionSeconds * 1000);
  const token = await new SignJWT({ ...claims, api_key: apiKey })
    .setProtectedHeader({ alg: "HS256", typ: type, kid: key.id })
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(expiresAt)
    .sign(key.secret);
  return { token, expiresAt };
}

/** Nothing, where the token is of another kind, or not one of ours. */
export async function verifyOperator(
  key: SessionKey,
  token: string,
): Promise<(OperatorClaims & { expiresAt: Date }) | null> {
  try {
    const options = { algorithms: ["HS256"], typ: type, audience };
    const { payload, protectedHeader } = await jwtVerify(token, key.secret, options);
    const claims = Claims.safeParse(payload);
    if (protectedHeader.kid !== key.id || !isAsSigned(token) || !claims.success) return null;
    const { api_key: apiKey, exp, ...rest } = claims.data;
    return { ...rest, apiKey, expiresAt: new Date(exp * 1000) };
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Refused("session_expired", "This session has run out.");
    return null;
  }
}
