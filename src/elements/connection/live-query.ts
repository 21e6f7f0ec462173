import type { ReactiveController, ReactiveControllerHost } from "lit";
import { Task, TaskStatus } from "@lit/task";

export type Face = "loading" | "rows" | "empty" | "error";

/** Where a live query listens: `ElementConnection` does this. */
export interface Doorbell {
  subscribe(listener: (list: string) => void): () => void;
}

export interface LiveQueryOptions<Question, Answer> {
  /** The list in the live feed that this query shows. */
  list: string;
  doorbell: Doorbell;
  /** What to ask for, or undefined while it is not to be asked. Compared by its JSON. */
  question: () => Question | undefined;
  ask: (question: Question, signal: AbortSignal) => Promise<Answer>;
  isEmpty?: (answer: Answer) => boolean;
}

/**
 * A question whose answer is kept up to date: asked when the question changes and when the live feed names its
 * list. The last answer stays while a new one is on its way; a superseded request is aborted.
 */
export class LiveQuery<Question, Answer> implements ReactiveController {
  /** The last answer that came. */
  answer: Answer | undefined;
  /** Why the latest asking failed; undefined once one succeeds. */
  error: unknown;

  #options: LiveQueryOptions<Question, Answer>;
  #task: Task<[string | undefined], Answer | undefined>;
  #unsubscribe: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, options: LiveQueryOptions<Question, Answer>) {
    this.#options = options;
    host.addController(this);
    this.#task = new Task<[string | undefined], Answer | undefined>(host, {
      args: () => [JSON.stringify(options.question())],
      task: async (_, { signal }) => {
        const question = options.question();
        return question === undefined ? undefined : options.ask(question, signal);
      },
      onComplete: (answer) => {
        this.answer = answer;
        this.error = undefined;
      },
      onError: (error) => (this.error = error),
    });
  }

  get face(): Face {
    if (this.answer !== undefined) return this.#options.isEmpty?.(this.answer) ? "empty" : "rows";
    return this.error !== undefined && this.#task.status === TaskStatus.ERROR ? "error" : "loading";
  }

  hostConnected(): void {
    const { doorbell, list } = this.#options;
    this.#unsubscribe = doorbell.subscribe((rung) => {
      if (rung === list || rung === "*") void this.reload();
    });
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
    this.#task.abort();
  }

  async reload(): Promise<void> {
    if (this.#options.question() !== undefined) await this.#task.run();
  }
}
