import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ConnectionLost, isAbort } from "./errors.js";
import type { Doorbell, Face } from "./live-query.js";
import { RowSheet, pageSize, type RowPage, type RowPlace } from "./row-sheet.js";

export interface LiveRowsOptions<Query, Row> {
  /** The list in the live feed that these rows are. */
  list: string;
  doorbell: Doorbell;
  /** What to ask for, or undefined while it is not to be asked. Compared by its JSON. */
  query: () => Query | undefined;
  load: (query: Query, place: RowPlace, signal: AbortSignal) => Promise<RowPage<Row>>;
  /** Left out where rows can only be reached in sequence, by cursor. */
  count?: (query: Query, signal: AbortSignal) => Promise<number>;
}

const jumpDelay = 80;
const prefetch = 15;
const retryAfter = 3_000;

/**
 * A list of any length, of which only the pages around the window are here. A new query holds the old rows until
 * its first page has come; the live feed makes the pages in sight be asked again, from where they begin.
 */
export class LiveRows<Query, Row> implements ReactiveController {
  /** Why the latest request failed; undefined once one succeeds. */
  error: unknown;
  /** Grows with each new query that is shown: a reason to start at the top. */
  generation = 0;
  /** Grows with every change: what shows the rows is to look again. */
  revision = 0;

  #host: ReactiveControllerHost;
  #options: LiveRowsOptions<Query, Row>;
  #key: string | undefined;
  #shown: RowSheet<Query, Row> | undefined;
  #coming: RowSheet<Query, Row> | undefined;
  #loading = new Map<number, AbortController>();
  #asking = new AbortController();
  #first = 0;
  #last = 0;
  #jump: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #reloading: Promise<void> | undefined;
  #reloadAgain = false;
  #unsubscribe: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, options: LiveRowsOptions<Query, Row>) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get face(): Face {
    if (this.#coming) return this.error ? "error" : this.#shown ? this.#shownFace : "loading";
    return this.#shown ? this.#shownFace : this.error ? "error" : "loading";
  }

  get #shownFace(): Face {
    return this.length === 0 ? "empty" : "rows";
  }

  /** A new query has been asked and its first page has not come yet. */
  get isPending(): boolean {
    return this.#coming !== undefined && !this.error;
  }

  get length(): number {
    return this.#shown?.length ?? 0;
  }

  /** How many there are; null while that is being counted. */
  get total(): number | null {
    return this.#coming ? null : (this.#shown?.total ?? null);
  }

  row(index: number): Row | undefined {
    return this.#shown?.row(index);
  }

  rows(): Iterable<Row> {
    return this.#shown?.rows() ?? [];
  }

  hostConnected(): void {
    const { doorbell, list } = this.#options;
    this.#unsubscribe = doorbell.subscribe((rung) => {
      if (rung === list || rung === "*") void this.reload();
    });
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
    this.#abort();
    this.#key = undefined;
  }

  hostUpdate(): void {
    const query = this.#options.query();
    const key = query === undefined ? undefined : JSON.stringify(query);
    if (key === this.#key) return;
    this.#key = key;
    if (query === undefined) this.#forget();
    else void this.#ask(query);
  }

  /** Takes the first page of the query as it is now from elsewhere, without asking for it. */
  seed(page: RowPage<Row>): void {
    const query = this.#options.query();
    if (query === undefined) return;
    this.#key = JSON.stringify(query);
    this.#show(new RowSheet<Query, Row>(query, !this.#options.count), page);
  }

  /** Tells which rows are in sight, both included; what is missing there is loaded. */
  inSight(first: number, last: number): void {
    this.#first = first;
    this.#last = last;
    const needed = this.#neededPages();
    for (const [page, request] of this.#loading) if (!needed.includes(page)) request.abort();
    const missing = needed.filter((page) => this.#shown?.needs(page) && !this.#loading.has(page));
    clearTimeout(this.#jump);
    if (missing.length === 0) return;
    const adjacent = missing.some((page) => this.#shown?.has(page - 1) || this.#shown?.has(page + 1));
    this.#jump = setTimeout(() => missing.forEach((page) => void this.#load(page)), adjacent ? 0 : jumpDelay);
  }

  /** Asks anew for what is in sight; several calls meanwhile make one more. */
  async reload(): Promise<void> {
    if (this.#coming || !this.#shown) {
      const query = this.#options.query();
      if (query !== undefined && (this.error || !this.#coming)) await this.#ask(query);
      return;
    }
    this.#reloadAgain = true;
    this.#reloading ??= this.#reloadInSight().finally(() => (this.#reloading = undefined));
    await this.#reloading;
  }

  async #reloadInSight(): Promise<void> {
    while (this.#reloadAgain && this.#shown && !this.#coming) {
      this.#reloadAgain = false;
      const pages = this.#neededPages();
      this.#shown.keepOnly(pages);
      const sheet = this.#shown;
      for (const page of pages) await this.#load(page);
      if (sheet === this.#shown) await this.#count(sheet);
    }
  }

  async #ask(query: Query): Promise<void> {
    this.#abort();
    const sheet = (this.#coming = new RowSheet<Query, Row>(query, !this.#options.count));
    const { signal } = this.#asking;
    this.error = undefined;
    this.#changed();
    try {
      const page = await this.#options.load(query, { limit: pageSize }, signal);
      if (this.#coming === sheet) this.#show(sheet, page);
    } catch (error) {
      if (this.#coming !== sheet || isAbort(error)) return;
      this.error = error;
      if (error instanceof ConnectionLost) this.#retry = setTimeout(() => void this.reload(), retryAfter);
      this.#changed();
    }
  }

  #show(sheet: RowSheet<Query, Row>, page: RowPage<Row>): void {
    sheet.keep(0, page, { limit: pageSize }, 0);
    this.#shown = sheet;
    this.#coming = undefined;
    this.error = undefined;
    this.generation += 1;
    this.#first = this.#last = 0;
    this.#changed();
    void this.#count(sheet);
  }

  async #load(page: number): Promise<void> {
    const sheet = this.#shown;
    if (!sheet) return;
    const request = new AbortController();
    this.#loading.get(page)?.abort();
    this.#loading.set(page, request);
    const place = sheet.placeOf(page);
    try {
      const answer = await this.#options.load(sheet.query, place, request.signal);
      if (sheet !== this.#shown || request.signal.aborted) return;
      sheet.keep(page, answer, place, Math.floor(this.#first / pageSize));
      this.error = undefined;
      this.#loading.delete(page);
      if (!this.#reloading) this.inSight(this.#first, this.#last);
    } catch (error) {
      if (this.#loading.get(page) === request) this.#loading.delete(page);
      if (sheet === this.#shown && !isAbort(error)) this.error = error;
    }
    this.#changed();
  }

  async #count(sheet: RowSheet<Query, Row>): Promise<void> {
    const { count } = this.#options;
    if (!count || !sheet.needsCount || sheet.total !== sheet.counted) return;
    try {
      sheet.counted = await count(sheet.query, this.#asking.signal);
      this.#changed();
    } catch {
      // The rows stand without their total; the next reload counts again.
    }
  }

  #neededPages(): number[] {
    const end = Math.max(0, this.length - 1);
    const first = Math.floor(Math.max(0, this.#first - prefetch) / pageSize);
    const last = Math.floor(Math.min(end, this.#last + prefetch) / pageSize);
    return Array.from({ length: Math.max(1, last - first + 1) }, (_, i) => first + i);
  }

  #changed(): void {
    this.revision += 1;
    this.#host.requestUpdate();
  }

  #forget(): void {
    this.#abort();
    this.#shown = undefined;
    this.#coming = undefined;
    this.error = undefined;
    this.revision += 1;
  }

  #abort(): void {
    clearTimeout(this.#jump);
    clearTimeout(this.#retry);
    this.#asking.abort();
    this.#asking = new AbortController();
    for (const request of this.#loading.values()) request.abort();
    this.#loading.clear();
  }
}
