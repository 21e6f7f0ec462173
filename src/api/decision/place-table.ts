import type { Instant } from "./types.js";

/** Where a row has what it says of a place, after the user. */
const TENANT = 1;
const ROLE_SET = 2;
const FROM = 3;
const UNTIL = 4;
const ON_INSTANCES = 5;
/** Two rows fill a cache line, and none lies in two. */
const WIDTH = 8;

const FREE = 0xffffffff;
const GONE = 0xfffffffe;
const FOREVER = 0xffffffff;

/** The window in which a set of roles is held, in instants; a row keeps the whole seconds that lie inside of it. */
export interface Window {
  from: Instant;
  until: Instant;
}

/**
 * Active places of known users by the numbers of user and tenant, in one array of numbers: of a million of them a check
 * reads one row, where objects would have it wait for memory a dozen times.
 */
export class PlaceTable {
  #cells = cellsFor(16);
  #mask = 15;
  #taken = 0;
  #gone = 0;

  /** Where the row begins; -1 when there is none. */
  find(user: number, tenant: number): number {
    const cells = this.#cells;
    for (let row = hash(user, tenant) & this.#mask; ; row = (row + 1) & this.#mask) {
      const at = row * WIDTH;
      if (cells[at] === user && cells[at + TENANT] === tenant) return at;
      if (cells[at] === FREE) return -1;
    }
  }

  /** The number of the set of roles; -1 outside of its window. */
  roleSet(at: number, now: Instant): number {
    const cells = this.#cells;
    const second = now / 1000;
    return second >= (cells[at + FROM] ?? FOREVER) && second < (cells[at + UNTIL] ?? 0)
      ? (cells[at + ROLE_SET] ?? -1)
      : -1;
  }

  hasRolesOnInstances(at: number): boolean {
    return this.#cells[at + ON_INSTANCES] === 1;
  }

  set(user: number, tenant: number, roleSet: number, { from, until }: Window, onInstances: boolean): void {
    const found = this.find(user, tenant);
    // Rows stay where they are while nothing is added: a question may hold on to one.
    if (found < 0 && (this.#taken + this.#gone) * 2 > this.#mask) this.#grow();
    const at = found < 0 ? this.#place(user, tenant) : found;
    this.#cells[at + ROLE_SET] = roleSet;
    this.#cells[at + FROM] = seconds(Math.ceil(from / 1000));
    this.#cells[at + UNTIL] = until === Infinity ? FOREVER : seconds(Math.floor(until / 1000));
    this.#cells[at + ON_INSTANCES] = onInstances ? 1 : 0;
  }

  delete(user: number, tenant: number): void {
    const at = this.find(user, tenant);
    if (at < 0) return;
    this.#cells[at] = GONE;
    this.#taken--;
    this.#gone++;
  }

  #place(user: number, tenant: number): number {
    let row = hash(user, tenant) & this.#mask;
    while (this.#cells[row * WIDTH] !== FREE) row = (row + 1) & this.#mask;
    this.#cells[row * WIDTH] = user;
    this.#cells[row * WIDTH + TENANT] = tenant;
    this.#taken++;
    return row * WIDTH;
  }

  #grow(): void {
    const before = this.#cells;
    let rows = 16;
    while (rows < this.#taken * 4) rows *= 2;
    this.#cells = cellsFor(rows);
    this.#mask = rows - 1;
    this.#taken = 0;
    this.#gone = 0;
    for (let at = 0; at < before.length; at += WIDTH) {
      const [user = FREE, tenant = 0] = before.subarray(at, at + WIDTH);
      if (user !== FREE && user !== GONE)
        this.#cells.set(before.subarray(at, at + WIDTH), this.#place(user, tenant));
    }
  }
}

const cellsFor = (rows: number) => new Uint32Array(rows * WIDTH).fill(FREE);

const seconds = (count: number) => Math.min(Math.max(count, 0), FOREVER - 1);

function hash(user: number, tenant: number): number {
  const mixed = Math.imul(user, 0x9e3779b1) ^ Math.imul(tenant, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
