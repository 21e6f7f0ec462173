import { ConnectionLost } from "./errors.js";
import { addressOf, readAnswer } from "./answer.js";

/** What one route takes and gives, as the contracts of the features write it down. */
export interface RouteShape {
  path?: object;
  query?: object;
  input?: object;
  answer: unknown;
}

/** What is sent to a route: what its shape asks for, and how to send it. */
export type RequestTo<Shape extends RouteShape> = Pick<
  Shape,
  Extract<keyof Shape, "path" | "query" | "input">
> & {
  /** Makes a repeated command the same command. Made up for each command if left out. */
  idempotencyKey?: string;
  signal?: AbortSignal | undefined;
};

/** Sends a request as `fetch` does: rejects when it is lost, and breaks off, body included, when `signal` aborts. */
export type Fetch = (address: string, init: RequestInit) => Promise<Response>;

/** Whoever holds the token. `renew` is told the token that was refused, so that one refresh serves all. */
export interface TokenHolder {
  token(): Promise<string>;
  renew(refused: string): Promise<string>;
  /** What requests with this token are sent by. Default: `fetch`. */
  readonly fetch?: Fetch | undefined;
}

const longestWait = 10_000;
const pauseBeforeRetry = 400;

/**
 * A request becomes a typed answer, an ApiError or ConnectionLost. Routes are named as the server names them:
 * `client.send("POST /people/roles", { input })`.
 */
export class Client<Routes extends { [Route in keyof Routes]: RouteShape }> {
  #endpoint: string;
  #holder: TokenHolder;

  constructor(endpoint: string, holder: TokenHolder) {
    this.#endpoint = endpoint;
    this.#holder = holder;
  }

  async send<Route extends keyof Routes & string>(
    route: Route,
    request: RequestTo<Routes[Route]>,
  ): Promise<Routes[Route]["answer"]> {
    return readAnswer(await this.#ask(route, request), this.#endpoint);
  }

  /** The answer as it comes, piece by piece, where it may be too long to read at once. */
  async stream<Route extends keyof Routes & string>(
    route: Route,
    request: RequestTo<Routes[Route]>,
  ): Promise<ReadableStream<Uint8Array>> {
    const response = await this.#ask(route, request);
    if (response.ok && response.body) return response.body;
    await readAnswer(response, this.#endpoint);
    throw new ConnectionLost();
  }

  async #ask<Route extends keyof Routes & string>(
    route: Route,
    request: RequestTo<Routes[Route]>,
  ): Promise<Response> {
    const [method = "GET", path = "/"] = route.split(" ");
    const { input, signal, ...place } = request as Partial<RequestTo<Required<RouteShape>>>;
    const address = addressOf(this.#endpoint, path, place.path, place.query);
    const headers = new Headers({ accept: "application/json" });
    const init: RequestInit & { headers: Headers } = {
      method,
      headers,
      credentials: "same-origin",
      signal: signal ?? null,
    };
    if (method !== "GET") {
      headers.set("content-type", "application/json");
      headers.set("idempotency-key", request.idempotencyKey ?? crypto.randomUUID());
      init.body = JSON.stringify(input ?? {});
    }
    return this.#fetch(address, init);
  }

  /** One more try each: after 401 with a new token, after a lost connection, and for reads after 429. */
  async #fetch(address: string, init: RequestInit & { headers: Headers }): Promise<Response> {
    let token = await this.#holder.token();
    let renewed = false;
    let retried = false;
    let waited = false;
    for (;;) {
      init.headers.set("authorization", `Bearer ${token}`);
      let response: Response;
      try {
        const { fetch: send = fetch } = this.#holder;
        response = await send(address, init);
      } catch (error) {
        init.signal?.throwIfAborted();
        if (retried) throw new ConnectionLost(error);
        retried = true;
        await pause(pauseBeforeRetry, init.signal);
        continue;
      }
      if (response.status === 401 && !renewed) {
        renewed = true;
        token = await this.#holder.renew(token);
      } else if (response.status === 429 && init.method === "GET" && !waited) {
        waited = true;
        const seconds = Number(response.headers.get("retry-after")) || 1;
        await pause(Math.min(seconds * 1000, longestWait), init.signal);
      } else {
        return response;
      }
    }
  }
}

/** Resolves after a while, rejects at once when aborted. */
export function pause(milliseconds: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
