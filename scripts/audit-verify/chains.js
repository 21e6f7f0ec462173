// @ts-check
// Hash chains: every entry follows from the one before it, and is as it was when its chain was signed.
import { createHash } from "node:crypto";

/**
 * @typedef {import("./checkpoints.js").Head & { at: string }} Signed
 *
 * @typedef {object} Chain as the database has it
 * @property {string} id
 * @property {string} environment
 * @property {string | null} tenant
 * @property {string} kind
 * @property {number} length
 * @property {Buffer} head
 *
 * @typedef {object} Entry
 * @property {string} chain
 * @property {string} environment
 * @property {string | null} tenant
 * @property {number} seq
 * @property {string} body
 * @property {string} at
 * @property {string | null} people
 * @property {Buffer | null} salt
 * @property {Buffer} digest
 * @property {Buffer} hash
 * @property {string | null} action and the three that follow are taken from the body for searching
 * @property {string | null} outcome
 * @property {string | null} actor
 * @property {string | null} target
 */

/** Follows one chain, entry by entry. */
export class ChainReader {
  /** @type {string[]} */
  faults = [];
  /** Where it is intact up to. */
  intact = 0;
  #last = 0;
  /** @type {Buffer} */
  #head = Buffer.alloc(0);
  /** @type {readonly Signed[]} */
  #unmet;

  /**
   * @param {Chain} chain
   * @param {readonly Signed[]} signed where it stood in each checkpoint that names it
   */
  constructor(chain, signed) {
    this.chain = chain;
    this.signed = signed;
    this.#unmet = signed;
    const other = signed.find(({ tenant, kind }) => tenant !== chain.tenant || kind !== chain.kind);
    if (other) this.faults.push(`is another chain than the checkpoint of ${other.at} signed`);
  }

  /** @param {Entry} entry */
  read(entry) {
    const missing =
      entry.seq === this.#last + 2
        ? `entry ${this.#last + 1} is`
        : `entries ${this.#last + 1} to ${entry.seq - 1} are`;
    if (entry.seq !== this.#last + 1) this.faults.push(`${missing} missing`);
    else {
      const fault = faultOf(entry, this.chain, this.#head);
      if (fault) this.faults.push(`altered at entry ${entry.seq}: ${fault}`);
    }
    const signed = this.#unmet.filter(({ length }) => length === entry.seq);
    for (const { at, head } of signed) {
      if (head !== entry.hash.toString("hex"))
        this.faults.push(`rewritten: entry ${entry.seq} is not the one that the checkpoint of ${at} signed`);
    }
    this.#unmet = this.#unmet.filter(({ length }) => length !== entry.seq);
    this.#last = entry.seq;
    this.#head = entry.hash;
    if (this.faults.length === 0) this.intact = entry.seq;
  }

  /** When all its entries are read. */
  end() {
    const cut = this.#unmet.filter(({ length }) => length > this.#last);
    const furthest = cut.reduce((most, each) => (each.length > most.length ? each : most), cut[0] ?? none);
    if (furthest.length > 0)
      this.faults.push(
        `cut after entry ${this.#last}: the checkpoint of ${furthest.at} signed ${furthest.length}`,
      );
    if (this.chain.length !== this.#last)
      this.faults.push(`cut after entry ${this.#last}: it should have ${this.chain.length}`);
    else if (!this.#head.equals(this.chain.head)) this.faults.push("its head is not its last entry's");
    return this.faults;
  }
}

const none = { length: 0, at: "" };

/**
 * @param {Entry} entry
 * @param {Chain} chain
 * @param {Buffer} before the hash of the entry before
 * @returns {string | null}
 */
function faultOf(entry, chain, before) {
  if (!sha256(before, `${entry.seq}|${entry.body}`, entry.digest).equals(entry.hash))
    return "it does not follow from the one before it";
  const isErased = entry.people === null && entry.salt === null;
  if (!isErased && !sha256(entry.salt ?? "", entry.people ?? "").equals(entry.digest))
    return "its names are not those that were recorded";
  if (entry.tenant !== chain.tenant || entry.environment !== chain.environment)
    return "it stands under another tenant than its chain";
  const { at, action = null, outcome = null, actor = null, target = null } = JSON.parse(entry.body);
  if (microseconds(at) !== microseconds(entry.at)) return "its time is another";
  if (entry.action !== action || entry.outcome !== outcome) return "it is listed as another kind of act";
  if (entry.actor !== actor || entry.target !== target) return "it is listed under another person";
  return null;
}

/** @param {(Buffer | string)[]} parts */
function sha256(...parts) {
  return parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
}

/**
 * ISO 8601 with its offset, to the microsecond.
 * @param {string} time
 */
function microseconds(time) {
  const [, seconds = "", fraction = "", zone = ""] =
    /^([^.]*\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d(?::\d\d)?)$/.exec(time) ?? [];
  const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone;
  return Date.parse(`${seconds}${offset}`) * 1000 + Number(fraction.padEnd(6, "0"));
}
