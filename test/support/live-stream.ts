import type { SignedIn } from "./acme.js";

export interface LiveEvent {
  event: string;
  data: unknown;
  /** When it came, in milliseconds. */
  at: number;
}

/** A page that listens: what has come so far, and what is still to come. */
export class LiveStream {
  readonly events: LiveEvent[] = [];
  /** Everything that was read, as it came. */
  text = "";
  isOver = false;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #wake: () => void = () => undefined;

  private constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
    void this.#read();
  }

  static async open(by: SignedIn): Promise<LiveStream> {
    const response = await by.send("GET /live");
    if (!response.ok || !response.body) throw new Error(`The stream answered ${response.status}`);
    const stream = new LiveStream(response.body);
    await stream.until(() => stream.text.includes(": open"));
    return stream;
  }

  /** Resolves with the first event of that name, from now on or already there; rejects when it does not come. */
  async next(event: string, within = 5000): Promise<LiveEvent> {
    await this.until(() => this.events.some((each) => each.event === event), within);
    const at = this.events.findIndex((each) => each.event === event);
    const [found] = this.events.splice(0, at + 1).slice(-1);
    if (!found) throw new Error("It was there a moment ago.");
    return found;
  }

  async until(isSo: () => boolean, within = 5000): Promise<void> {
    const deadline = Date.now() + within;
    while (!isSo()) {
      if (Date.now() > deadline || this.isOver) throw new Error(`It did not come. What came: ${this.text}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 50);
      });
    }
  }

  async close(): Promise<void> {
    await this.#reader.cancel();
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) break;
      const text = decoder.decode(value, { stream: true });
      this.text += text;
      const parts = (rest + text).split("\n\n");
      rest = parts.pop() ?? "";
      for (const part of parts) {
        const [, event] = /^event: (.+)$/m.exec(part) ?? [];
        const [, data = "null"] = /^data: (.+)$/m.exec(part) ?? [];
        if (event) this.events.push({ event, data: JSON.parse(data) as unknown, at: Date.now() });
      }
      this.#wake();
    }
    this.isOver = true;
    this.#wake();
  }
}
