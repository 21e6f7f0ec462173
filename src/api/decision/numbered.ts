/** Records by key and by number. Numbers stay small: that of a removed record is given again. */
export class Numbered<Item extends { readonly key: string }> {
  readonly #numbers = new Map<string, number>();
  readonly #items: (Item | undefined)[] = [];
  readonly #free: number[] = [];

  numberOf(key: string): number | undefined {
    return this.#numbers.get(key);
  }

  at(number: number): Item | undefined {
    return this.#items[number];
  }

  get(key: string): Item | undefined {
    const number = this.#numbers.get(key);
    return number === undefined ? undefined : this.#items[number];
  }

  /** The record of that key; it is made when there is none. */
  found(key: string, make: (number: number) => Item): Item {
    const known = this.get(key);
    if (known) return known;
    const number = this.#free.pop() ?? this.#items.length;
    const item = make(number);
    this.#numbers.set(key, number);
    this.#items[number] = item;
    return item;
  }

  delete(key: string): void {
    const number = this.#numbers.get(key);
    if (number === undefined) return;
    this.#numbers.delete(key);
    this.#items[number] = undefined;
    this.#free.push(number);
  }

  values(): Item[] {
    return this.#items.flatMap((item) => item ?? []);
  }
}
