import { mayWatch } from "../endpoint.js";
import { Refused } from "../errors.js";
import { operatorOf, stands, type StandingOperator } from "../operators.js";
import { authenticate, openContext, newRequestId, placesOf, type Server } from "../request-context.js";
import type { SessionClaims } from "../sessions/tokens.js";
import { everywhere, type Notice } from "./bells.js";

/**
 * A stream of bells: each says which lists changed, never the data. At most one a second, each time re-authorised,
 * and over when the session or the right ends.
 */
export async function liveFeed(server: Server, request: Request): Promise<Response> {
  const operator = await operatorOf(server, request);
  const listener = operator ? listeningOperator(server, operator) : await listeningDelegate(server, request);
  await listener.mayStillView();

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
          if (await listener.mayStillView()) lists.push("session");
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
        if (notice.environment !== everywhere && notice.environment !== listener.environment) return;
        if (notice.tenant !== null && !listener.isOf(notice.tenant)) return;
        for (const list of listsFor(listener.type, notice)) rung.add(list);
        // Whoever is touched may have gained or lost abilities; when many are, everybody looks.
        if (listener.user && (!notice.users || notice.users.includes(listener.user))) rung.add("session");
        if (!isPausing && rung.size > 0) void ring();
      };
      const end = (reason: "expired" | "denied") => {
        send(`event: end\ndata: ${JSON.stringify({ reason })}\n\n`);
        stop();
      };
      const deafen = server.bells.hear(hear, () => stop());
      const ping = setInterval(() => send(": ping\n\n"), 15_000);
      const expiry = setTimeout(() => end("expired"), listener.expiresAt.getTime() - Date.now());
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

/** Who listens, and how it is seen that they still may. */
interface Listener {
  environment: string;
  type: string;
  user: string | null;
  expiresAt: Date;
  isOf(tenant: string | null): boolean;
  /** Refuses whoever may not view any more; true where the session itself shows what any change may move. */
  mayStillView(): Promise<boolean>;
}

async function listeningDelegate(server: Server, request: Request): Promise<Listener> {
  const { expiresAt, ...claims } = await authenticate(server, request);
  server.requests.take(claims.user);
  const { environment, type, user, tenant } = claims;
  return {
    ...{ environment, type, user, expiresAt },
    isOf: (other) => other === tenant,
    mayStillView: () => mayStillView(server, claims),
  };
}

function listeningOperator(server: Server, operator: StandingOperator): Listener {
  const { environment, expiresAt } = operator;
  return {
    ...{ environment, type: "delegations", user: null, expiresAt },
    isOf: (other) => operator.tenant === null || other === operator.tenant,
    async mayStillView() {
      if (!(await stands(server, operator)))
        throw new Refused("session_expired", "This session is no longer valid.");
      return false;
    },
  };
}

/** An element is told of its own lists. Whatever changes adds to the log; what is refused adds to nothing else. */
function listsFor(type: string, { lists }: Notice): string[] {
  const changed = lists ?? ["people", "invitations", "requests", "session", "delegations"];
  if (type === "delegations") return changed.filter((list) => ["delegations", "session"].includes(list));
  if (type === "approvals" || type === "access-request")
    return changed.filter((list) => list === "requests" || list === "session");
  if (type === "audit-log") return ["audit", ...changed.filter((list) => list === "session")];
  // Role assignment shows no invitations; the rest it shares with the list of people.
  const unseen = ["audit", "delegations", ...(type === "role-assignment" ? ["invitations"] : [])];
  return changed.filter((list) => !unseen.includes(list));
}

/** Refuses whoever may not view any more; true where the session itself shows counts, which any change may move. */
async function mayStillView(server: Server, claims: SessionClaims): Promise<boolean> {
  const where = { environment: claims.environment, tenant: claims.tenant };
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
