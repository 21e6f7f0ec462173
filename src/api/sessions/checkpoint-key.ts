import { CompactSign, calculateJwkThumbprint, type JWK } from "jose";

/** What comes before the 32 bytes of a seed in the form in which Ed25519 keys are imported (RFC 8410). */
const pkcs8 = [
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/** The key that checkpoints of the audit trail are signed with. Whoever has its public half can verify them. */
export class CheckpointKey {
  private constructor(
    private readonly key: CryptoKey,
    readonly jwk: JWK,
    readonly id: string,
  ) {}

  /** Of 32 secret bytes, always the same. Its id is the thumbprint of the public half (RFC 7638). */
  static async from(seed: Uint8Array): Promise<CheckpointKey> {
    const bytes = new Uint8Array([...pkcs8, ...seed]);
    const key = await crypto.subtle.importKey("pkcs8", bytes, "Ed25519", true, ["sign"]);
    const { kty = "", crv = "", x = "" } = await crypto.subtle.exportKey("jwk", key);
    const jwk = { kty, crv, x };
    return new CheckpointKey(key, jwk, await calculateJwkThumbprint(jwk));
  }

  sign(payload: object): Promise<string> {
    return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
      .setProtectedHeader({ alg: "EdDSA", typ: "permit-checkpoint", kid: this.id, jwk: this.jwk })
      .sign(this.key);
  }
}
