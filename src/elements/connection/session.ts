import type { ElementType, OpenSessionInput, Session } from "../../api/wire.js";
import { pause, type Fetch, type TokenHolder } from "./client.js";
import { readAnswer } from "./answer.js";
import { ApiError, ConnectionLost } from "./errors.js";

export type AuthToken = string | (() => string | Promise<string>);

/** What an element is about, where that is not the whole tenant. */
export interface SessionAbout {
  /** One person, by id or by the host's key. */
  user?: string | undefined;
  /** One resource instance, `type:key`. */
  instance?: string | undefined;
}

/** What a session is opened for. `authToken` and `fetch` are asked for each time, so that a new one is used at once. */
export interface SessionSettings extends SessionAbout {
  endpoint: string;
  type: ElementType;
  element: string | undefined;
  tenant: string | undefined;
  authToken: () => AuthToken | undefined;
  fetch?: () => Fetch | undefined;
}

export interface SessionListener {
  opened(session: Session): void;
  failed(error: unknown): void;
}

const longestMargin = 45_000;
const retryAfter = 3_000;

/** One element's session: opened from the host's own, its token kept in memory only, renewed before it expires. */
export class ElementSession implements TokenHolder {
  #settings: SessionSettings;
  #listener: SessionListener;
  #token: string | undefined;
  #freshUntil = 0;
  #opening: Promise<Session> | undefined;
  #closing = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(settings: SessionSettings, listener: SessionListener) {
    this.#settings = settings;
    this.#listener = listener;
  }

  get fetch(): Fetch {
    return this.#settings.fetch?.() ?? fetch;
  }

  /** Opens it, or anew; whoever asks meanwhile gets the same answer. */
  open(withFirstPage = false): Promise<Session> {
    this.#opening ??= this.#open(withFirstPage).finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async token(): Promise<string> {
    if (this.#token !== undefined && performance.now() < this.#freshUntil) return this.#token;
    return (await this.open()).token;
  }

  async renew(refused?: string): Promise<string> {
    if (this.#token !== undefined && this.#token !== refused && refused !== undefined) return this.#token;
    return (await this.open()).token;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#token = undefined;
    this.#closing.abort();
  }

  async #open(withFirstPage: boolean): Promise<Session> {
    const { signal } = this.#closing;
    try {
      const session = await this.#ask(withFirstPage, signal);
      signal.throwIfAborted();
      this.#token = session.token;
      this.#listener.opened(session);
      return session;
    } catch (error) {
      if (!signal.aborted) {
        if (isPassing(error)) this.#renewIn(retryAfter, withFirstPage);
        this.#listener.failed(error);
      }
      throw error;
    }
  }

  async #ask(withFirstPage: boolean, signal: AbortSignal): Promise<Session> {
    const { endpoint, type, element, tenant, user, instance } = this.#settings;
    const input: OpenSessionInput = { type };
    if (element) input.element = element;
    if (tenant) input.tenant = tenant;
    if (user) input.user = user;
    if (instance) input.instance = instance;
    if (withFirstPage) input.with_first_page = true;
    const headers: Record<string, string> = { "content-type": "application/json", "permit-element": "1" };
    let authToken = this.#settings.authToken();
    if (typeof authToken === "function") authToken = await authToken();
    if (authToken) headers["authorization"] = `Bearer ${authToken}`;
    const address = `${endpoint}/session`;
    const init: RequestInit = { method: "POST", credentials: "same-origin", headers, signal };
    const response = await patientFetch(this.fetch, address, { ...init, body: JSON.stringify(input) });
    const session = (await readAnswer(response, endpoint)) as Session;
    this.#watchExpiry(session, response);
    return session;
  }

  /** Reckons with the server's clock, since the one here may be wrong. */
  #watchExpiry(session: Session, response: Response): void {
    const serverNow = Date.parse(response.headers.get("date") ?? "") || Date.now();
    const life = Math.max(1_000, Date.parse(session.expires_at) - serverNow);
    const margin = Math.min(longestMargin, life / 4);
    this.#freshUntil = performance.now() + life - margin / 2;
    this.#renewIn(life - margin, false);
  }

  #renewIn(milliseconds: number, withFirstPage: boolean): void {
    clearTimeout(this.#timer);
    // A failure has been told to the listener already.
    this.#timer = setTimeout(() => void this.open(withFirstPage).catch(() => {}), milliseconds);
  }
}

/** Opening a session does nothing that may not be done twice, so a lost connection gets one more try. */
async function patientFetch(send: Fetch, address: string, init: RequestInit): Promise<Response> {
  for (const last of [false, true]) {
    try {
      return await send(address, init);
    } catch (error) {
      init.signal?.throwIfAborted();
      if (last) throw new ConnectionLost(error);
      await pause(300, init.signal);
    }
  }
  throw new ConnectionLost();
}

/** Waiting may mend it. */
function isPassing(error: unknown): boolean {
  return error instanceof ConnectionLost || (error instanceof ApiError && error.status >= 429);
}

/** The refusals of a session that no waiting mends: the face the element shows instead of its list. */
export type SessionRefusal = "signed-out" | "refused" | "no-tenant";

export function sessionRefusal(error: unknown): SessionRefusal | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.status === 401) return "signed-out";
  if (error.status === 404) return "no-tenant";
  return error.status === 403 ? "refused" : undefined;
}
