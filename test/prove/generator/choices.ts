/**
 * Everything a generator makes up comes out of one list of numbers: quick random ones in the great number of cases,
 * fast-check's where a case is to be made smaller. Zero stands for the plain choice throughout.
 */
export class Choices {
  readonly taken: number[] = [];

  constructor(private readonly next: (at: number) => number) {}

  static random(seed: number) {
    let state = seed | 0;
    return new Choices(() => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) % LARGEST;
    });
  }

  static of(numbers: readonly number[]) {
    return new Choices((at) => numbers[at] ?? 0);
  }

  below(n: number) {
    const drawn = this.next(this.taken.length);
    this.taken.push(drawn);
    return drawn % n;
  }

  /** One time in n, and never in the plain case. */
  rarely(n: number) {
    return this.below(n) === n - 1;
  }

  one<T>(of: readonly T[]): T {
    return of[this.below(of.length)]!;
  }

  /** A part of them, all in the plain case; each is left out one time in n. */
  most<T>(of: readonly T[], n: number) {
    return of.filter(() => !this.rarely(n));
  }

  /** A part of them, none in the plain case; each is taken one time in n. */
  few<T>(of: readonly T[], n: number) {
    return of.filter(() => this.rarely(n));
  }
}

/** Divided by everything up to ten, so that no remainder is favoured. */
export const LARGEST = 2520 * 1000;
