/** A row of numbers: a part of the hash, then three for whoever owns the table. */
const WIDTH = 4;
const FREE = 0;
const GONE = 1;

/**
 * Values by two keys, without an object of its own for any of them: open addressing, with a few numbers beside each row.
 * It reads both keys itself. A Map would first have each string hashed on its own, though a question's strings are new
 * every time, and would wait for memory three times where this does once: for all parts of a row together.
 */
export class PairTable<Second extends { readonly key: string }, Value> {
  #mask = 15;
  #numbers = new Int32Array(16 * WIDTH);
  #firsts: (string | undefined)[] = empty(16);
  #seconds: (Second | undefined)[] = empty(16);
  #values: (Value | undefined)[] = empty(16);
  /** Rows that are not free. */
  #used = 0;
  #gone = 0;

  /** The row of both keys, which stays the same until anything is set; -1 when there is none. */
  find(first: string, second: string): number {
    const tag = tagOf(first, second);
    for (let row = tag & this.#mask; ; row = (row + 1) & this.#mask) {
      const found = this.#numbers[row * WIDTH];
      if (found === FREE) return -1;
      if (found === tag && this.#firsts[row] === first && this.#seconds[row]?.key === second) return row;
    }
  }

  secondAt(row: number): Second | undefined {
    return this.#seconds[row];
  }

  valueAt(row: number): Value | undefined {
    return this.#values[row];
  }

  /** @param which 1 to 3 */
  numberAt(row: number, which: number): number {
    return this.#numbers[row * WIDTH + which] ?? 0;
  }

  setNumber(row: number, which: number, value: number): void {
    this.#numbers[row * WIDTH + which] = value;
  }

  /** @returns its row; the numbers of a new one are 0 */
  set(first: string, second: Second, value: Value): number {
    let row = this.find(first, second.key);
    if (row < 0) {
      if ((this.#used + 1) * 3 > this.#mask * 2) this.#resize();
      row = this.#take(tagOf(first, second.key));
    }
    this.#firsts[row] = first;
    this.#seconds[row] = second;
    this.#values[row] = value;
    return row;
  }

  delete(first: string, second: string): void {
    const row = this.find(first, second);
    if (row < 0) return;
    this.#numbers.fill(GONE, row * WIDTH, row * WIDTH + 1);
    this.#firsts[row] = this.#seconds[row] = this.#values[row] = undefined;
    this.#gone++;
  }

  #take(tag: number): number {
    let row = tag & this.#mask;
    while (this.#numbers[row * WIDTH] !== FREE) row = (row + 1) & this.#mask;
    this.#numbers.set([tag, 0, 0, 0], row * WIDTH);
    this.#used++;
    return row;
  }

  /** Twice as many rows as are wanted at least, and none of those that are gone. */
  #resize(): void {
    const [numbers, firsts, seconds, values] = [this.#numbers, this.#firsts, this.#seconds, this.#values];
    let rows = 16;
    while (rows < (this.#used - this.#gone) * 2) rows *= 2;
    this.#mask = rows - 1;
    this.#numbers = new Int32Array(rows * WIDTH);
    this.#firsts = empty(rows);
    this.#seconds = empty(rows);
    this.#values = empty(rows);
    this.#used = this.#gone = 0;
    for (let from = 0; from < firsts.length; from++) {
      const tag = numbers[from * WIDTH] ?? FREE;
      if (tag === FREE || tag === GONE) continue;
      const row = this.#take(tag);
      for (let which = 1; which < WIDTH; which++)
        this.setNumber(row, which, numbers[from * WIDTH + which] ?? 0);
      this.#firsts[row] = firsts[from];
      this.#seconds[row] = seconds[from];
      this.#values[row] = values[from];
    }
  }
}

const empty = (rows: number) => new Array<undefined>(rows).fill(undefined);

/** The hash of both; neither FREE nor GONE. */
const tagOf = (first: string, second: string) => hashed(second, hashed(first, 0)) | 2;

function hashed(key: string, before: number): number {
  const { length } = key;
  let hash = before;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    const low = key.charCodeAt(at) ^ (key.charCodeAt(at + 1) << 8);
    const high = key.charCodeAt(at + 2) ^ (key.charCodeAt(at + 3) << 8);
    hash = Math.imul(hash ^ low ^ (high << 16), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 13);
}
