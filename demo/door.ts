import { createAdaptorServer } from "@hono/node-server";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { StartError } from "./start-error.js";
import type { Settings } from "./settings.js";

const FINISH_WITHIN_MS = 10_000;

type Answer = (request: Request) => Response | Promise<Response>;

/** The HTTP server: it listens from the first moment, so that a taken port is known before anything else starts. */
export interface Door {
  address: string;
  /** From now on requests are answered by this. */
  open(answer: Answer): void;
  /** Lets nobody in any more, and resolves when the last request that was let in has its answer. */
  close(): Promise<void>;
}

export async function listen({ host, port }: Pick<Settings, "host" | "port">): Promise<Door> {
  let answer: Answer = () => notServing("starting");
  const server = createAdaptorServer({ fetch: (request) => answer(request) }) as Server;
  const inFlight = new Set<ServerResponse>();
  server.on("request", (_request: IncomingMessage, response: ServerResponse) => {
    inFlight.add(response);
    response.once("close", () => inFlight.delete(response));
  });
  await listening(server, host, port);

  return {
    address: addressOf(server, host),
    open: (opened) => (answer = opened),
    async close() {
      answer = () => notServing("stopping");
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      for (const response of inFlight) {
        if (isStream(response)) response.destroy();
        // Kept alive for a next request, a connection would hold the door open for seconds.
        response.once("close", () => setImmediate(() => server.closeIdleConnections()));
      }
      const impatient = setTimeout(() => server.closeAllConnections(), FINISH_WITHIN_MS);
      await closed;
      clearTimeout(impatient);
    },
  };
}

function notServing(status: "starting" | "stopping"): Response {
  return Response.json({ status }, { status: 503, headers: { "Retry-After": "1", Connection: "close" } });
}

/** The live feed would go on for as long as its reader stays. */
function isStream(response: ServerResponse): boolean {
  return response.req.url?.split("?")[0] === "/permit/live";
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(new StartError(sentenceFor(error, host, port))),
    );
    server.listen(port, host, resolve);
  });
}

function sentenceFor(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === "EADDRINUSE") {
    return `Port ${port} on ${host} is already in use. Stop what uses it, or choose another one with PORT.`;
  }
  if (error.code === "EACCES")
    return `Port ${port} may not be opened by this user. Choose one above 1023 with PORT.`;
  return `The server cannot listen on ${host}, port ${port}: ${error.message}.`;
}

function addressOf(server: Server, host: string): string {
  const { port, family } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${host}]` : host}:${port}`;
}
