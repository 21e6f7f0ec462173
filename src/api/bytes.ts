/** Digests, chance and text forms of bytes by Web Crypto, so that the server runs wherever there is fetch. */

const encoder = new TextEncoder();

export async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
}

export async function hmac(
  hash: "SHA-256" | "SHA-512",
  secret: string | Uint8Array,
  text: string,
): Promise<Uint8Array> {
  const raw = typeof secret === "string" ? encoder.encode(secret) : new Uint8Array(secret);
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text)));
}

export function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
