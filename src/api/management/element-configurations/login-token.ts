import { SignJWT, jwtVerify } from "jose";
import { z } from "zod";
import { isAsSigned, sessionSeconds, type SessionKey } from "../../sessions/tokens.js";

/**
 * A login in the vendor's dialect: one user in one tenant, for whichever element they open there. It says no more than
 * who it is: of each element it opens, that element's levels and verbs are judged. Of another kind than the sessions of
 * elements, so that neither is ever taken for the other.
 */
export interface Login {
  environment: string;
  tenant: string;
  user: string;
  /** The user's epoch when it was made: raising that ends the login. */
  epoch: number;
}

const Claims = z.object({
  sub: z.uuid(),
  environment: z.uuid(),
  tenant: z.uuid(),
  epoch: z.number().int(),
});

const type = "permit-login+jwt";
const audience = "permit-login";

/** Good for as long as an element session. */
export async function signLogin(key: SessionKey, { user, ...claims }: Login, now: Date): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256", typ: type, kid: key.id })
    .setSubject(user)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(new Date(now.getTime() + sessionSeconds * 1000))
    .sign(key.secret);
}

/** Nothing, where the token is of another kind, has run out, or is not one of ours. */
export async function verifyLogin(key: SessionKey, token: string): Promise<Login | null> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key.secret, {
      algorithms: ["HS256"],
      typ: type,
      audience,
    });
    const claims = Claims.safeParse(payload);
    if (protectedHeader.kid !== key.id || !isAsSigned(token) || !claims.success) return null;
    const { sub, ...rest } = claims.data;
    return { ...rest, user: sub };
  } catch {
    return null;
  }
}
