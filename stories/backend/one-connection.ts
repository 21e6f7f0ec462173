const patience = 10_000;

/** PGlite has one session: whoever wants to use it waits until those before have let it go. */
export class OneConnection {
  #last: Promise<unknown> = Promise.resolve();

  /** Waits its turn, and answers how to end it. Rejects when the turn does not come: somebody keeps it. */
  async take(): Promise<() => void> {
    const before = this.#last;
    let release = (): void => undefined;
    const turn = new Promise<void>((resolve) => (release = resolve));
    this.#last = before.then(() => turn);
    let impatience: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      const error = new Error(`The database's one connection was not free for ${patience / 1000} s`);
      impatience = setTimeout(() => reject(error), patience);
    });
    try {
      await Promise.race([before, tooLate]);
    } catch (error) {
      release();
      throw error;
    } finally {
      clearTimeout(impatience);
    }
    return release;
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.take();
    try {
      return await work();
    } finally {
      release();
    }
  }
}
