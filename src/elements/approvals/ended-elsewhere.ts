import type { ReactiveControllerHost } from "lit";
import type { AccessRequest, RequestsPage } from "../../api/approvals/contract.js";

/**
 * Requests that stood in the list to review and ended by somebody else's act: they stay, as what became of them, until
 * they are put away, so that nothing vanishes under somebody's hand.
 */
export class EndedElsewhere {
  #host: ReactiveControllerHost;
  #look: (id: string) => Promise<AccessRequest>;
  #seen = new Set<string>();
  #compared: RequestsPage | undefined;
  #mine = new Set<string>();
  #ended = new Map<string, AccessRequest>();

  constructor(host: ReactiveControllerHost, look: (id: string) => Promise<AccessRequest>) {
    this.#host = host;
    this.#look = look;
  }

  get requests(): readonly AccessRequest[] {
    return [...this.#ended.values()];
  }

  /** What becomes of it is the answer of the person at the screen: no news to them. */
  isMine(id: string, is = true): void {
    if (is) this.#mine.add(id);
    else this.#mine.delete(id);
  }

  /** Looks at what stood here before and does no more. */
  compare(page: RequestsPage): void {
    if (page === this.#compared) return;
    this.#compared = page;
    const now = new Set(page.requests.map(({ id }) => id));
    // Beyond the last page there may be whatever was pushed down.
    const gone = page.next === null ? [...this.#seen].filter((id) => !now.has(id)) : [];
    this.#seen = now;
    for (const id of now) this.#ended.delete(id);
    for (const id of gone.filter((each) => !this.#mine.has(each))) void this.#tell(id);
  }

  putAway(id: string): void {
    this.#ended.delete(id);
    this.#host.requestUpdate();
  }

  forget(): void {
    this.#ended.clear();
  }

  async #tell(id: string): Promise<void> {
    try {
      const request = await this.#look(id);
      if (request.status === "open" || this.#seen.has(id)) return;
      this.#ended.set(id, request);
      this.#host.requestUpdate();
    } catch {
      // Whoever may not know of it any more sees it vanish.
    }
  }
}
