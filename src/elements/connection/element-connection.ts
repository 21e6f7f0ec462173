import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ContextConsumer } from "@lit/context";
import type { ElementType, Session } from "../../api/wire.js";
import { Client, type RequestTo, type RouteShape } from "./client.js";
import { connectionContext, type ConnectionSettings } from "./connection-context.js";
import { WrongSetup } from "./errors.js";
import type { LiveFeed, LiveState } from "./live-feed.js";
import {
  ElementSession,
  sessionRefusal,
  type AuthToken,
  type SessionAbout,
  type SessionSettings,
} from "./session.js";

/** What a public element offers its connection: its own attributes, which go before those of a provider around it. */
export interface ConnectedElement extends ReactiveControllerHost, HTMLElement, Partial<ConnectionSettings> {
  element?: string | undefined;
  /** What it is about, where that is not the whole tenant; null while there is nothing to open a session for. */
  readonly about?: SessionAbout | null | undefined;
}

const defaultEndpoint = "/permit";

interface Settings extends SessionSettings {
  /** Another token may be another person's; another function is not worth a new session. */
  tokenText: string | undefined;
}

/**
 * One element's way to the server: opens a session for it, sends its requests, listens to its live feed. Made anew
 * when endpoint, tenant or element change.
 */
export class ElementConnection<
  Routes extends { [Route in keyof Routes]: RouteShape },
> implements ReactiveController {
  /** The session as it is now; undefined until the first one opens. */
  session: Session | undefined;
  /** Why there is no session, or no longer; undefined while there is nothing to say. */
  error: unknown;
  live: LiveState = "connecting";

  #host: ConnectedElement;
  #type: ElementType;
  #provided: ContextConsumer<typeof connectionContext, ConnectedElement>;
  #settings: Settings | undefined;
  #holder: ElementSession | undefined;
  #client: Client<Routes> | undefined;
  #feed: LiveFeed | undefined;
  #scope = "";
  #listeners = new Set<(list: string) => void>();

  constructor(host: ConnectedElement, type: ElementType) {
    this.#host = host;
    this.#type = type;
    this.#provided = new ContextConsumer(host, { context: connectionContext, subscribe: true });
    host.addController(this);
  }

  get locale(): string | undefined {
    return this.#host.locale ?? this.#provided.value?.locale;
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    if (!this.#host.isConnected) return;
    if (this.#host.about === null) return this.#rest();
    const wanted = this.#wanted();
    const now = this.#settings;
    const compared = ["endpoint", "tenant", "element", "user", "instance", "tokenText"] as const;
    if (now && compared.every((name) => now[name] === wanted[name])) return;
    this.#open();
  }

  hostDisconnected(): void {
    this.#close();
    this.#settings = undefined;
  }

  #rest(): void {
    if (!this.#settings) return;
    this.hostDisconnected();
    this.session = undefined;
    this.error = undefined;
  }

  /** Calls back with the name of each list that has changed, `"*"` for all. Answers how to stop that. */
  subscribe(listener: (list: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  send<Route extends keyof Routes & string>(
    route: Route,
    request: RequestTo<Routes[Route]>,
  ): Promise<Routes[Route]["answer"]> {
    if (!this.#client) throw new DOMException("The element is not connected", "AbortError");
    return this.#client.send(route, request);
  }

  /** Writes a route's answer into a file that the browser saves, telling of each piece as it comes. */
  async save<Route extends keyof Routes & string>(
    route: Route,
    request: RequestTo<Routes[Route]>,
    file: { name: string; type: string; wrote: (piece: Uint8Array) => void },
  ): Promise<void> {
    if (!this.#client) throw new DOMException("The element is not connected", "AbortError");
    const stream = await this.#client.stream(route, request);
    const { saveStream } = await import("./save-stream.js");
    await saveStream(stream, file);
  }

  /** Opens the session anew: after a refusal, or since rights or limits have changed. */
  async reopen(): Promise<void> {
    this.error = undefined;
    this.#host.requestUpdate();
    if (this.#holder) await this.#holder.open(this.session === undefined).catch(() => {});
    else this.#open();
  }

  #wanted(): Settings {
    const given = this.#provided.value;
    const endpoint = this.#host.endpoint ?? given?.endpoint ?? defaultEndpoint;
    const authToken = (): AuthToken | undefined => this.#host.authToken ?? this.#provided.value?.authToken;
    const token = authToken();
    return {
      type: this.#type,
      endpoint: endpoint.replace(/\/+$/, ""),
      tenant: this.#host.tenant ?? given?.tenant,
      element: this.#host.element,
      user: this.#host.about?.user,
      instance: this.#host.about?.instance,
      authToken,
      fetch: () => this.#host.fetch ?? this.#provided.value?.fetch,
      tokenText: typeof token === "string" ? token : undefined,
    };
  }

  #open(): void {
    this.#close();
    const settings = (this.#settings = this.#wanted());
    const holder = (this.#holder = new ElementSession(settings, {
      opened: (session) => this.#opened(session),
      failed: (error) => this.#failed(error),
    }));
    this.session = undefined;
    this.error = undefined;
    this.#client = new Client<Routes>(settings.endpoint, holder);
    void holder.open(true).catch(() => {});
  }

  #opened(session: Session): void {
    this.session = session;
    this.error = undefined;
    void this.#listen(session);
    this.#host.requestUpdate();
  }

  #failed(error: unknown): void {
    this.error = error;
    if (sessionRefusal(error)) {
      this.session = undefined;
      this.#silence();
    }
    if (error instanceof WrongSetup) console.error(`<${this.#host.localName}> ${error.message}`);
    this.#host.requestUpdate();
  }

  /** The feed arrives while the first rows are on their way: they do not wait for it. */
  async #listen(session: Session): Promise<void> {
    const { tenant, you, element } = session;
    const holder = this.#holder;
    const settings = this.#settings;
    const about = settings?.instance ?? "";
    const scope = [tenant.id, you.user, element.type, element.key, about].join(" ");
    if (!holder || !settings || this.#scope === scope) return;
    this.#silence();
    this.#scope = scope;
    const stateChanged = (state: LiveState): void => {
      this.live = state;
      this.#host.requestUpdate();
    };
    const arriving = await import("./live-feed.js").catch(() => undefined);
    if (this.#holder !== holder || this.#scope !== scope) return;
    if (!arriving) return stateChanged("lost");
    this.#feed = new arriving.LiveFeed(settings.endpoint, scope, holder, {
      rang: (list) => {
        if (list === "session") void this.#holder?.renew().catch(() => {});
        for (const listener of this.#listeners) listener(list);
      },
      stateChanged,
    });
    this.#feed.start();
  }

  #silence(): void {
    this.#feed?.stop();
    this.#feed = undefined;
    this.#scope = "";
    this.live = "connecting";
  }

  #close(): void {
    this.#silence();
    this.#holder?.close();
    this.#holder = undefined;
    this.#client = undefined;
  }
}
