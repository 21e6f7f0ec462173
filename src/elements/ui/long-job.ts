import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Works through a long list piece by piece, counts what is done and stops between two pieces when asked. */
export class LongJob implements ReactiveController {
  done = 0;
  total = 0;
  isRunning = false;

  #host: ReactiveControllerHost;
  #isStopped = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Resolves with what was not begun; rejects with the first failure. */
  async run<Item>(
    items: readonly Item[],
    size: number,
    work: (piece: readonly Item[]) => Promise<void>,
  ): Promise<readonly Item[]> {
    this.#isStopped = false;
    this.#note({ isRunning: true, done: 0, total: items.length });
    try {
      while (this.done < items.length && !this.#isStopped) {
        const piece = items.slice(this.done, this.done + size);
        await work(piece);
        this.#note({ done: this.done + piece.length });
      }
      return items.slice(this.done);
    } finally {
      this.#note({ isRunning: false });
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  hostDisconnected(): void {
    this.stop();
  }

  #note(change: Partial<Pick<LongJob, "done" | "total" | "isRunning">>): void {
    Object.assign(this, change);
    this.#host.requestUpdate();
  }
}
