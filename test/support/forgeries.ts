import { createHmac, randomBytes } from "node:crypto";
import { SignJWT, UnsecuredJWT, decodeJwt, decodeProtectedHeader } from "jose";
import { sessionKeyOf, type Acme } from "./acme.js";

/** Tokens that somebody might make of a good one. None may be accepted. */
export const forgeries: Record<string, (acme: Acme, token: string) => Promise<string> | string> = {
  "that has run out": async (acme) =>
    (await acme.forge("olivia", {}, { now: new Date(Date.now() - 601_000) })).session.token,
  "without a signature": (_, token) => `${token.split(".").slice(0, 2).join(".")}.`,
  "whose algorithm is none": (_, token) => new UnsecuredJWT(decodeJwt(token)).encode(),
  "whose algorithm is none, with the old signature": (_, token) =>
    [encode({ ...decodeProtectedHeader(token), alg: "none" }), ...token.split(".").slice(1)].join("."),
  "signed by another key": (acme, token) => signed(acme, token, { secret: randomBytes(32) }),
  "signed by an empty key": async (acme, token) => {
    const { id } = await sessionKeyOf(acme.database);
    const text = `${encode({ ...decodeProtectedHeader(token), kid: id })}.${token.split(".")[1]}`;
    return `${text}.${createHmac("sha256", "").update(text).digest("base64url")}`;
  },
  "that names another key": (acme, token) => signed(acme, token, { header: { kid: "another" } }),
  "that names no key": (acme, token) => signed(acme, token, { header: { kid: undefined } }),
  "by another algorithm": (acme, token) => signed(acme, token, { header: { alg: "HS512" } }),
  "of another kind": (acme, token) => signed(acme, token, { header: { typ: "JWT" } }),
  "that brings its own key": (acme, token) =>
    signed(acme, token, { secret: new Uint8Array(32), header: { jwk: { kty: "oct", k: "A".repeat(43) } } }),
  "for another audience": (acme, token) => signed(acme, token, { claims: { aud: "permit-console" } }),
  "for no audience": (acme, token) => signed(acme, token, { claims: { aud: undefined } }),
  "for nobody": (acme, token) => signed(acme, token, { claims: { sub: undefined } }),
  "for somebody who is no id": (acme, token) => signed(acme, token, { claims: { sub: "olivia" } }),
  "without an end": (acme, token) => signed(acme, token, { claims: { exp: undefined } }),
  "that is not valid yet": (acme, token) =>
    signed(acme, token, { claims: { nbf: Math.floor(Date.now() / 1000) + 3600 } }),
  "of another environment": (acme, token) =>
    signed(acme, token, { claims: { environment: "3f0c6d3e-1111-4222-8333-444455556666" } }),
  "with verbs that there are not": (acme, token) => signed(acme, token, { claims: { verbs: ["*"] } }),
  "with an epoch that is no number": (acme, token) => signed(acme, token, { claims: { epoch: "1" } }),
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The same token with other claims or another header, signed again: with the server's own key unless another is given. */
async function signed(
  acme: Acme,
  token: string,
  change: { secret?: Uint8Array; header?: Record<string, unknown>; claims?: Record<string, unknown> },
): Promise<string> {
  const { secret } = await sessionKeyOf(acme.database);
  const header = { ...decodeProtectedHeader(token), ...change.header } as { alg: string };
  return new SignJWT({ ...decodeJwt(token), ...change.claims })
    .setProtectedHeader(header)
    .sign(change.secret ?? padded(secret, header.alg));
}

/** HS512 asks for a longer key; a zero at its end makes no other. */
const padded = (secret: Uint8Array, algorithm: string) =>
  algorithm === "HS512" ? Buffer.concat([secret, Buffer.alloc(32)]) : secret;
