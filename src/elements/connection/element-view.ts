import { adoptStyles, type CSSResultOrNative, type ReactiveController, type TemplateResult } from "lit";
import type { RouteShape } from "./client.js";
import type { ElementConnection } from "./element-connection.js";
import { ConnectionLost } from "./errors.js";
import { PermitErrorEvent } from "./events.js";
import type { ConnectionMessages } from "./messages.js";
import { Milestones } from "./milestones.js";
import type { PermitElement } from "./permit-element.js";

/** A public element whose words the host can replace. */
export type WordedElement<Override> = PermitElement & { messages: Override };

/** What a public element shows and does, once it has been loaded: see `LazyElement`. */
export abstract class ElementView<
  Host extends WordedElement<Override>,
  Routes extends { [Route in keyof Routes]: RouteShape },
  Words extends ConnectionMessages,
  Override extends object,
> implements ReactiveController {
  protected readonly host: Host;
  protected readonly connection: ElementConnection<Routes>;
  protected readonly milestones: Milestones;
  /** The words in the element's locale, with the host's own put in. */
  protected words!: Words;

  #wordsIn: (locale: string, override: Override) => Words;
  #wordsOf: readonly unknown[] = [];

  constructor(
    host: Host,
    connection: ElementConnection<Routes>,
    wordsIn: (locale: string, override: Override) => Words,
    styles: readonly CSSResultOrNative[],
  ) {
    this.host = host;
    this.connection = connection;
    this.milestones = new Milestones(host);
    this.#wordsIn = wordsIn;
    // Before the controllers of a view, which are given the first page by it instead of asking for it.
    host.addController(this);
    const { elementStyles } = host.constructor as typeof PermitElement;
    adoptStyles(host.renderRoot as ShadowRoot, [...elementStyles, ...styles]);
  }

  abstract render(): TemplateResult;

  hostUpdate(): void {
    const locale = this.connection.locale ?? this.host.pageLocale();
    const { messages } = this.host;
    if (this.#wordsOf[0] === locale && this.#wordsOf[1] === messages) return;
    this.words = this.#wordsIn(locale, messages);
    this.#wordsOf = [locale, messages];
  }

  /** What is shown may be behind: the live feed, or the server, is out of reach. */
  protected get isLost(): boolean {
    return this.connection.live === "lost" || this.connection.error instanceof ConnectionLost;
  }

  /** Waits for a part that is loaded with its first use. What a deploy took away meanwhile cannot arrive. */
  protected use(part: Promise<unknown>): void {
    part.catch((error) => this.host.dispatchEvent(new PermitErrorEvent(error)));
  }
}
