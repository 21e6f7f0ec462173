import { mayWatch } from "../endpoint.js";
import { Refused } from "../errors.js";
import { authenticate, openContext, newRequestId, placesOf, type Server } from "../request-context.js";
import type { SessionClaims } from "../sessions/tokens.js";
import type { Notice } from "./bells.js";

/**
 * A stream of bells: each says which lists changed, never the data. At most one a second, each time re-authorised,
 * and over when the session or the right ends.
 */
export async function liveFeed(server: Server, request: Request): Promise<Response> {
  const { expiresAt, ...claims } = await authenticate(server, request);
  server.requests.take(claims.user);
  await mayStillView(server, claims);

  const encoder = new TextEncoder();
  let stop: () => void = () => undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const rung = new Set<string>();
      let isStopped = false;
      let isPausing = false;
      let pause: NodeJS.Timeout | undefined;
      const send = (text: string) => {
        try {
          controller.enqueue(encoder.encode(text));
        } catch {
          stop();
        }
      };
      const ring = async () => {
        isPausing = true;
        const lists = [...rung];
        rung.clear();
        try {
          if (await mayStillView(server, claims)) lists.push("session");
        } catch (error) {
          // Where only the database fails the page comes back by itself.
          return error instanceof Refused ? end("denied") : stop();
        }
        if (isStopped) return;
        send(`event: bell\ndata: ${JSON.stringify({ lists: [...new Set(lists)] })}\n\n`);
        pause = setTimeout(() => {
          isPausing = false;
          if (rung.size > 0) void ring();
        }, 1000);
      };
      const hear = (notice: Notice) => {
        const isEverybody = notice.tenant === null;
        if (!isEverybody && (notice.environment !== server.environment || notice.tenant !== claims.tenant))
          return;
        for (const list of listsFor(claims.type, notice)) rung.add(list);
        // Whoever is touched may have gained or lost abilities; when many are, everybody looks.
        if (!notice.users || notice.users.includes(claims.user)) rung.add("session");
        if (!isPausing && rung.size > 0) void ring();
      };
      const end = (reason: "expired" | "denied") => {
        send(`event: end\ndata: ${JSON.stringify({ reason })}\n\n`);
        stop();
      };
      const deafen = server.bells.hear(hear, () => stop());
      const ping = setInterval(() => send(": ping\n\n"), 15_000);
      const expiry = setTimeout(() => end("expired"), expiresAt.getTime() - Date.now());
      stop = () => {
        if (isStopped) return;
        isStopped = true;
        deafen();
        clearInterval(ping);
        clearTimeout(expiry);
        clearTimeout(pause);
        try {
          controller.close();
        } catch {
          // The reader has gone already.
        }
      };
      send(": open\n\n");
    },
    cancel: () => stop(),
  });
  return new Response(stream, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
}

/** An element is told of its own lists. Whatever changes adds to the log; what is refused adds to nothing else. */
function listsFor(type: string, { lists }: Notice): string[] {
  const changed = lists ?? ["people", "invitations", "requests", "session"];
  if (type === "approvals" || type === "access-request")
    return changed.filter((list) => list === "requests" || list === "session");
  if (type === "audit-log") return ["audit", ...changed.filter((list) => list === "session")];
  // Role assignment shows no invitations; the rest it shares with the list of people.
  const unseen = type === "role-assignment" ? ["audit", "invitations"] : ["audit"];
  return changed.filter((list) => !unseen.includes(list));
}

/** Refuses whoever may not view any more; true where the session itself shows counts, which any change may move. */
async function mayStillView(server: Server, claims: SessionClaims): Promise<boolean> {
  const where = { environment: server.environment, tenant: claims.tenant };
  return server.store.asServer(where, async (trx) => {
    const context = await openContext(
      server,
      trx,
      claims,
      newRequestId(),
      { places: placesOf(claims) },
      { bulk: 0, justification: null },
    );
    mayWatch(context, claims.instance);
    const { seats, most } = context.facts.guardrails;
    return seats !== null || most.length > 0;
  });
}
