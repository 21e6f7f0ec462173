import { Refused } from "./errors.js";

/** A fixed window of a minute in this process: it keeps one asker from starving the others, no more. */
export class RateLimit {
  #windows = new Map<string, { until: number; count: number }>();

  constructor(readonly perMinute: number) {}

  /** Counts one request; false when the asker has used up this minute. */
  allows(asker: string, now = Date.now()): boolean {
    const window = this.#windows.get(asker);
    if (window && now < window.until) return ++window.count <= this.perMinute;
    if (this.#windows.size > 10_000) this.#windows.clear();
    this.#windows.set(asker, { until: now + 60_000, count: 1 });
    return this.perMinute >= 1;
  }

  /** Counts one request, and refuses it when there were too many. */
  take(asker: string): void {
    if (this.allows(asker)) return;
    const seconds = Math.max(1, Math.ceil(((this.#windows.get(asker)?.until ?? 0) - Date.now()) / 1000));
    throw new Refused("too_many", `Too many requests. Try again in ${seconds} s.`, { retryAfter: seconds });
  }
}
