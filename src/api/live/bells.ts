import { z } from "zod";
import type { Store } from "../store/store.js";

/** What a committed change announces: which lists of which tenant changed, and whose places. Never the data. */
const Notice = z.object({
  environment: z.uuid(),
  tenant: z.uuid().nullable(),
  lists: z.array(z.string()).nullable(),
  /** `null` stands for many. */
  users: z.array(z.uuid()).nullish(),
});
export type Notice = z.infer<typeof Notice>;

/** In place of an environment: whatever may have changed, and wherever. */
export const everywhere = "";

/** Rings whoever waits for a tenant, whichever server process made the change. */
export class Bells {
  #ears = new Map<(notice: Notice) => void, () => void>();
  #listening: Promise<{ stop(): Promise<void> } | null> = Promise.resolve(null);
  #isClosed = false;

  constructor(readonly store: Store) {}

  async open(): Promise<void> {
    const listening = this.store.listen(
      "permit",
      (payload) => this.#ring(payload),
      () => this.#lost(),
    );
    this.#listening = listening.catch(() => null);
    await listening;
  }

  /** Calls `ear` for every notice until the function it returns is called; `whenClosed` when there will be no more. */
  hear(ear: (notice: Notice) => void, whenClosed: () => void): () => void {
    this.#ears.set(ear, whenClosed);
    return () => this.#ears.delete(ear);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const whenClosed of [...this.#ears.values()]) whenClosed();
    await (await this.#listening)?.stop();
  }

  #ring(payload: string) {
    const notice = Notice.safeParse(fromJson(payload));
    if (notice.success) for (const ear of this.#ears.keys()) ear(notice.data);
  }

  /** While nothing was heard anything may have changed: after reconnecting everybody is told to look again. */
  #lost() {
    if (this.#isClosed) return;
    const retry = setTimeout(() => {
      if (this.#isClosed) return;
      this.open().then(
        () =>
          [...this.#ears.keys()].forEach((ear) =>
            ear({ environment: everywhere, tenant: null, lists: null }),
          ),
        () => this.#lost(),
      );
    }, 500);
    retry.unref?.(); // A browser's timer is a number.
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
