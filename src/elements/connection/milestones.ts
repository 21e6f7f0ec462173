import { PermitErrorEvent, PermitReadyEvent } from "./events.js";

/** What an element tells its page of how it fares: each error once, and when the first rows are there. */
export class Milestones {
  #host: EventTarget;
  #error: unknown;
  #readyFor: unknown;

  constructor(host: EventTarget) {
    this.#host = host;
  }

  /** What is wrong now, or undefined; told again only after something else was. */
  fares(error: unknown): void {
    if (error !== undefined && error !== this.#error) this.#host.dispatchEvent(new PermitErrorEvent(error));
    this.#error = error;
  }

  /** The first rows are on the screen; `about` says of what, for an element that can be about one thing after another. */
  isReady(about: unknown = "rows"): void {
    if (this.#readyFor === about) return;
    this.#readyFor = about;
    this.#host.dispatchEvent(new PermitReadyEvent());
  }
}
