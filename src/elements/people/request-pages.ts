import type { AccessRequest, RequestsPage, RequestsQuery } from "../../api/approvals/contract.js";
import type { ReactiveControllerHost } from "lit";
import { LiveQuery, type Doorbell, type Face } from "../connection/live-query.js";

type Show = NonNullable<RequestsQuery["show"]>;

interface Question {
  show: Show;
  pages: number;
}

export interface RequestPagesOptions {
  doorbell: Doorbell;
  /** Which list, or undefined while none is to be asked for. */
  show: () => Show | undefined;
  load: (query: RequestsQuery, signal: AbortSignal) => Promise<RequestsPage>;
  /** A first page that came along with the session, once. */
  brought?: (show: Show) => RequestsPage | undefined;
}

/** A list of requests that is kept up to date: as many pages of it as were asked for. */
export class RequestPages {
  #host: ReactiveControllerHost;
  #options: RequestPagesOptions;
  #query: LiveQuery<Question, RequestsPage & { show: Show }>;
  #pages = 1;
  #pagesOf: Show | undefined;

  constructor(host: ReactiveControllerHost, options: RequestPagesOptions) {
    this.#host = host;
    this.#options = options;
    this.#query = new LiveQuery(host, {
      list: "requests",
      doorbell: options.doorbell,
      question: () => {
        const show = options.show();
        if (show !== this.#pagesOf) this.#pages = 1;
        this.#pagesOf = show;
        return show && { show, pages: this.#pages };
      },
      ask: (question, signal) => this.#ask(question, signal),
    });
  }

  get error(): unknown {
    return this.#query.error;
  }

  get face(): Face {
    const { answer } = this;
    if (answer) return answer.requests.length === 0 ? "empty" : "rows";
    return this.#query.face === "error" ? "error" : "loading";
  }

  /** What is here of the list that is wanted now. */
  get answer(): RequestsPage | undefined {
    const { answer } = this.#query;
    return answer?.show === this.#options.show() ? answer : undefined;
  }

  get requests(): readonly AccessRequest[] {
    return this.answer?.requests ?? [];
  }

  more = (): void => {
    this.#pages += 1;
    this.#host.requestUpdate();
  };

  reload = (): Promise<void> => this.#query.reload();

  async #ask({ show, pages }: Question, signal: AbortSignal): Promise<RequestsPage & { show: Show }> {
    let page = pages === 1 ? this.#options.brought?.(show) : undefined;
    if (page) return { ...page, show };
    const requests: AccessRequest[] = [];
    for (let number = 0; number < pages && page?.next !== null; number++) {
      const place: RequestsQuery = page?.next ? { cursor: page.next } : {};
      page = await this.#options.load({ show, ...place }, signal);
      requests.push(...page.requests);
    }
    return { requests, next: page?.next ?? null, show };
  }
}
