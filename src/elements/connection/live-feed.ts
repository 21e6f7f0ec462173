import type { TokenHolder } from "./client.js";
import { keepLiveStream } from "./live-stream.js";

export type LiveState = "connecting" | "connected" | "lost";

export interface LiveFeedListener {
  /** A list has changed; `"*"` when any may have, since nothing was heard for a while. */
  rang(list: string): void;
  stateChanged(state: LiveState): void;
}

type Message = { bell: readonly string[] } | { state: LiveState } | { hello: true };

const patience = 2_000;
const longestSilence = 45_000;
const firstSilence = 10_000;

/**
 * The doorbell of one element. All elements and tabs of one person share one stream: whoever holds the lock reads
 * it and passes on what it hears; when that tab closes, the lock and the reading go to the next.
 */
export class LiveFeed {
  #endpoint: string;
  #holder: TokenHolder;
  #listener: LiveFeedListener;
  #name: string;
  #stopping = new AbortController();
  #channel: BroadcastChannel | undefined;
  #leads = false;
  #state: LiveState = "connecting";
  #losing: ReturnType<typeof setTimeout> | undefined;
  #listening: ReturnType<typeof setTimeout> | undefined;

  /** `scope` names whose feed it is: elements with the same scope share one stream. */
  constructor(endpoint: string, scope: string, holder: TokenHolder, listener: LiveFeedListener) {
    this.#endpoint = endpoint;
    this.#holder = holder;
    this.#listener = listener;
    this.#name = `permit-live ${new URL(endpoint, location.href).href} ${scope}`;
  }

  start(): void {
    this.#loseAfterPatience();
    if (!("locks" in navigator) || !("BroadcastChannel" in globalThis)) {
      void this.#read(this.#stopping.signal);
      return;
    }
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = (event: MessageEvent<Message>) => this.#hear(event.data);
    this.#listenFor(firstSilence);
    void this.#queueForLock();
    this.#post({ hello: true });
  }

  stop(): void {
    clearTimeout(this.#losing);
    clearTimeout(this.#listening);
    this.#stopping.abort();
    this.#channel?.close();
    this.#channel = undefined;
  }

  /** Waits its turn to read, or takes it from a reader that has gone silent. */
  async #queueForLock(steal = false): Promise<void> {
    const { signal } = this.#stopping;
    const robbed = new AbortController();
    const lead = async (): Promise<void> => {
      clearTimeout(this.#listening);
      this.#leads = true;
      await this.#read(AbortSignal.any([signal, robbed.signal]));
    };
    try {
      await navigator.locks.request(this.#name, steal ? { steal } : { signal }, lead);
    } catch {
      robbed.abort();
      const led = this.#leads;
      this.#leads = false;
      if (signal.aborted || steal) return;
      if (led) await this.#queueForLock();
      else await this.#read(signal);
    }
  }

  #read(signal: AbortSignal): Promise<void> {
    return keepLiveStream(
      this.#endpoint,
      this.#holder,
      {
        connected: () => {
          this.#become("connected");
          this.#ring(["*"]);
        },
        disconnected: () => this.#loseAfterPatience(),
        bell: (lists) => this.#ring(lists),
        heard: () => this.#post({ state: this.#state }),
      },
      signal,
    );
  }

  #ring(lists: readonly string[]): void {
    for (const list of lists) this.#listener.rang(list);
    this.#post({ bell: lists });
  }

  #hear(message: Message): void {
    if ("hello" in message) {
      if (this.#leads) this.#post({ state: this.#state });
      return;
    }
    if (this.#leads) return;
    this.#listenFor(longestSilence);
    if ("bell" in message) for (const list of message.bell) this.#listener.rang(list);
    if ("state" in message && message.state !== "connecting" && message.state !== this.#state) {
      this.#become(message.state);
      if (message.state === "connected") this.#listener.rang("*");
    }
  }

  /** A reader that says nothing for so long is stuck: take its place. */
  #listenFor(milliseconds: number): void {
    clearTimeout(this.#listening);
    this.#listening = setTimeout(() => void this.#queueForLock(true), milliseconds);
  }

  #loseAfterPatience(): void {
    if (this.#state === "lost") return;
    this.#losing ??= setTimeout(() => this.#become("lost"), patience);
  }

  #become(state: LiveState): void {
    clearTimeout(this.#losing);
    this.#losing = undefined;
    if (state === this.#state) return;
    this.#state = state;
    if (this.#leads) this.#post({ state });
    this.#listener.stateChanged(state);
  }

  #post(message: Message): void {
    this.#channel?.postMessage(message);
  }
}
