// @ts-check
// Signed checkpoints: compact JWS by Ed25519, each with the digest of the one before.
import { createHash, createPublicKey, verify } from "node:crypto";

/**
 * @typedef {object} Head where a chain stood when it was signed
 * @property {string} id
 * @property {string | null} tenant
 * @property {string} kind
 * @property {number} length
 * @property {string} head in hex
 *
 * @typedef {object} Checkpoint
 * @property {string} jws
 * @property {string} environment
 * @property {number} number
 * @property {string} at
 * @property {string | null} previous the digest of the checkpoint before, in hex
 * @property {readonly Head[]} chains
 * @property {string} keyId
 *
 * @typedef {{ kty: string, crv: string, x: string }} PublicKey an Ed25519 key as a JWK
 */

/**
 * Reads a checkpoint that one of these keys has signed; without keys, whichever signed it.
 * @param {string} jws
 * @param {readonly string[] | null} keyIds
 * @returns {Checkpoint | null} nothing for whatever is no such thing
 */
export function readCheckpoint(jws, keyIds) {
  try {
    const [header = "", payload = "", signature = ""] = jws.split(".");
    const { alg, typ, jwk } = parse(header);
    if (alg !== "EdDSA" || typ !== "permit-checkpoint") return null;
    const keyId = keyIdOf(jwk);
    if (keyIds && !keyIds.includes(keyId)) return null;
    const key = createPublicKey({ key: jwk, format: "jwk" });
    const bytes = Buffer.from(signature, "base64url");
    if (bytes.toString("base64url") !== signature || jws.split(".").length !== 3) return null;
    if (!verify(null, Buffer.from(`${header}.${payload}`), key, bytes)) return null;
    return { ...parse(payload), jws, keyId };
  } catch {
    return null;
  }
}

/**
 * The thumbprint of RFC 7638.
 * @param {PublicKey} key
 */
export function keyIdOf({ kty, crv, x }) {
  return createHash("sha256").update(JSON.stringify({ crv, kty, x })).digest("base64url");
}

/** @param {string} text */
export const digestOf = (text) => createHash("sha256").update(text).digest("hex");

/** @param {string} text */
const parse = (text) => JSON.parse(Buffer.from(text, "base64url").toString("utf8"));

/**
 * Holds the checkpoints of one environment in the database against those that were kept outside.
 * @param {ReadonlyMap<number, Checkpoint | null>} stored those of the database by number; nothing for one that is none
 * @param {ReadonlyMap<number, Checkpoint>} kept
 * @returns {string[]} every fault, in words
 */
export function faultsOfCheckpoints(stored, kept) {
  const last = Math.max(0, ...stored.keys(), ...kept.keys());
  /** @type {string[]} */
  const faults = [];
  for (let number = 1; number <= last; number += 1) {
    const here = stored.get(number);
    const outside = kept.get(number);
    if (here === undefined) faults.push(`checkpoint ${number} is gone from the database`);
    else if (here === null) faults.push(`checkpoint ${number} in the database is not signed by a known key`);
    else if (outside && outside.jws !== here.jws)
      faults.push(`checkpoint ${number} in the database is another than the one that was kept`);
    const checkpoint = outside ?? here;
    const before = kept.get(number - 1) ?? stored.get(number - 1);
    const isLinked =
      number === 1 ? checkpoint?.previous === null : !before || checkpoint?.previous === digestOf(before.jws);
    if (checkpoint && !isLinked) faults.push(`checkpoint ${number} does not follow from the one before it`);
  }
  return faults;
}
