import { z } from "zod";
import type { Store } from "../store/store.js";

const Told = z.object({ environment: z.uuid(), takes: z.boolean() });

/**
 * Tells which environments have changed, whichever process did it, and whether something may have been taken away. That
 * it tells nothing proves nothing: views confirm themselves.
 */
export class Feed {
  #listening: Promise<{ stop(): Promise<void> } | null> | null = null;
  #isClosed = false;

  /** @param hear with an empty environment after a time in which nothing was heard: it stands for all */
  constructor(
    readonly store: Store,
    readonly hear: (environment: string, takes: boolean) => void,
  ) {}

  open(): void {
    if (this.#isClosed) return;
    this.#listening ??= this.#listen();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await (await this.#listening)?.stop();
  }

  async #listen(): Promise<{ stop(): Promise<void> } | null> {
    try {
      const listening = await this.store.listen(
        "permit_decision",
        (payload) => this.#told(payload),
        () => this.#again(),
      );
      this.hear("", true);
      return listening;
    } catch {
      this.#again();
      return null;
    }
  }

  #again(): void {
    if (this.#isClosed) return;
    const retry = setTimeout(() => {
      if (!this.#isClosed) this.#listening = this.#listen();
    }, 500);
    retry.unref?.(); // A browser's timer is a number.
  }

  #told(payload: string): void {
    const told = Told.safeParse(fromJson(payload));
    if (told.success) this.hear(told.data.environment, told.data.takes);
  }
}

/** The channel is open to everybody on the database: what is not JSON is not ours. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
