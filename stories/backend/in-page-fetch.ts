import type { Permit } from "../../src/api/permit.js";
import type { Fetch } from "../../src/elements/connection/client.js";
import { signedIn } from "./host.js";

/** What lies between the element and the API: nothing, a line on which nothing moves, or a cut one. */
export type Line = "up" | "stalled" | "cut";

/**
 * Sends requests to a permit in this page as `fetch` sends them to a server. Below `root` the address says by which
 * line, and who is signed in: `<root>/<line>/<part>@<company>/<path>`.
 */
export function inPageFetch(permit: Permit, root: string): Fetch {
  return async (address, init) => {
    const [line, who = "", ...path] = address.slice(root.length + 1).split("/");
    if (!address.startsWith(root)) throw new TypeError(`${address} is not in this page`);
    const signal = init.signal ?? new AbortController().signal;
    signal.throwIfAborted();
    if (line === "cut") throw new TypeError("The line is cut");
    if (line === "stalled") return abortOf(signal);
    const headers = new Headers(init.headers);
    headers.set(signedIn, who);
    const request = new Request(new URL(path.join("/"), location.origin), { ...init, headers });
    const response = await Promise.race([permit.fetch(request), abortOf(signal)]);
    if (!response.body) return response;
    return new Response(untilAborted(response.body, signal), response);
  };
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

/** A stream that breaks off with the signal, and lets its source know. */
function untilAborted(body: ReadableStream<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const wire = new TransformStream<Uint8Array, Uint8Array>();
  // Whoever reads the other end is told what went wrong.
  body.pipeTo(wire.writable, { signal }).catch(() => undefined);
  return wire.readable;
}
