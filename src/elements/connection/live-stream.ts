import { pause, type TokenHolder } from "./client.js";
import { readEventStream } from "./event-stream.js";

export interface LiveStreamListener {
  /** The stream is open: anything may have changed while it was not. */
  connected(): void;
  disconnected(): void;
  bell(lists: readonly string[]): void;
  /** Anything at all was heard, pings included. */
  heard(): void;
}

const firstBackoff = 500;
const longestBackoff = 30_000;
const silence = 40_000;

/** Keeps one stream to `GET /live` open until aborted: with back-off and jitter, at once when back online. */
export async function keepLiveStream(
  endpoint: string,
  holder: TokenHolder,
  listener: LiveStreamListener,
  signal: AbortSignal,
): Promise<void> {
  let backoff = firstBackoff;
  while (!signal.aborted) {
    const begun = performance.now();
    const end = await readOnce(endpoint, holder, listener, signal).catch(() => "lost" as const);
    if (signal.aborted) return;
    if (end === "lost") listener.disconnected();
    const lasted = performance.now() - begun;
    if (lasted > 5_000) backoff = firstBackoff;
    if (end === "expired" && lasted > 1_000) continue;
    await pauseOrOnline(backoff * (0.5 + Math.random() / 2), signal);
    backoff = Math.min(backoff * 2, longestBackoff);
  }
}

/** Reads until the stream ends, and says why it did. */
async function readOnce(
  endpoint: string,
  holder: TokenHolder,
  listener: LiveStreamListener,
  signal: AbortSignal,
): Promise<"expired" | "lost"> {
  const giveUp = new AbortController();
  const stop = (): void => giveUp.abort();
  signal.addEventListener("abort", stop, { once: true });
  let watchdog = setTimeout(stop, silence);
  try {
    const token = await holder.token();
    const headers = { authorization: `Bearer ${token}`, accept: "text/event-stream" };
    const { fetch: send = fetch } = holder;
    const response = await send(`${endpoint}/live`, {
      headers,
      credentials: "same-origin",
      signal: giveUp.signal,
    });
    if (response.status === 401 || response.status === 403) {
      await holder.renew(token);
      return response.status === 401 ? "expired" : "lost";
    }
    if (!response.ok || !response.body) return "lost";
    listener.connected();
    const heard = (): void => {
      clearTimeout(watchdog);
      watchdog = setTimeout(stop, silence);
      listener.heard();
    };
    for await (const { event, data } of readEventStream(response.body, heard)) {
      if (event === "bell") listener.bell((JSON.parse(data) as { lists: string[] }).lists);
      if (event === "end") {
        await holder.renew(token);
        return "expired";
      }
    }
    return "lost";
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener("abort", stop);
    giveUp.abort();
  }
}

async function pauseOrOnline(milliseconds: number, signal: AbortSignal): Promise<void> {
  const waking = new AbortController();
  addEventListener("online", () => waking.abort(), { once: true, signal });
  await pause(milliseconds, AbortSignal.any([signal, waking.signal])).catch(() => {});
}
