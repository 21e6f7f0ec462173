import type { ReactiveController, ReactiveControllerHost } from "lit";

/**
 * Asks a question shortly after the last change to it. A newer question aborts the older one, whose answer is
 * forgotten; meanwhile the last answer stays, marked as `isStale`.
 */
export class LatestAnswer<Answer> implements ReactiveController {
  answer: Answer | undefined;
  error: unknown;
  isStale = false;

  #host: ReactiveControllerHost;
  #delay: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #under: AbortController | undefined;

  constructor(host: ReactiveControllerHost, delay = 300) {
    this.#host = host;
    this.#delay = delay;
    host.addController(this);
  }

  ask(question: (signal: AbortSignal) => Promise<Answer>): void {
    this.#drop();
    this.isStale = true;
    this.error = undefined;
    this.#timer = setTimeout(() => void this.#run(question), this.#delay);
    this.#host.requestUpdate();
  }

  /** Forgets the answer and whatever is being asked. */
  forget(): void {
    this.#drop();
    this.answer = undefined;
    this.error = undefined;
    this.isStale = false;
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#drop();
  }

  async #run(question: (signal: AbortSignal) => Promise<Answer>): Promise<void> {
    const under = (this.#under = new AbortController());
    try {
      const answer = await question(under.signal);
      if (under.signal.aborted) return;
      this.answer = answer;
    } catch (error) {
      if (under.signal.aborted) return;
      this.answer = undefined;
      this.error = error;
    }
    this.isStale = false;
    this.#host.requestUpdate();
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#under?.abort();
  }
}
