import { getRequestListener } from "@hono/node-server";
import type { Permit } from "./permit.js";

type Listener = ReturnType<typeof getRequestListener>;
type Incoming = Parameters<Listener>[0];
type Outgoing = Parameters<Listener>[1];

/**
 * A permit as a fetch handler, for hosts that leave the place where it is mounted on the path of a request, such as
 * Next: `fetchHandler(permit, "/permit")`.
 */
export function fetchHandler({ fetch }: Pick<Permit, "fetch">, at: string): Permit["fetch"] {
  return (request) => {
    const url = new URL(request.url);
    if (isBelow(at, url.pathname)) url.pathname = url.pathname.slice(at.length);
    return fetch(new Request(url, request));
  };
}

/**
 * A permit as a handler of Node's own requests, for Express, Fastify, and plain Node. Bodies must not have been read
 * before. `at` is where it is mounted, for hosts that leave that on the path; what is not below goes on to `next`.
 */
export function nodeHandler(
  permit: Pick<Permit, "fetch">,
  at = "",
): (incoming: Incoming, outgoing: Outgoing, next?: () => unknown) => void {
  const answer = getRequestListener(fetchHandler(permit, at), { overrideGlobalObjects: false });
  return (incoming, outgoing, next) => {
    const [path = ""] = (incoming.url ?? "").split("?");
    if (next && !isBelow(at, path)) next();
    else void answer(incoming, outgoing);
  };
}

function isBelow(at: string, path: string): boolean {
  return path.startsWith(`${at}/`);
}
