export interface RowPage<Row> {
  rows: readonly Row[];
  next: string | null;
  /** null when it is not known without counting. */
  total: number | null;
}

/** Where a page begins: at a cursor, the `next` of the page before, or at an offset. */
export interface RowPlace {
  cursor?: string;
  offset?: number;
  limit: number;
}

interface KeptPage<Row> extends RowPage<Row> {
  place: RowPlace;
  /** It no longer follows on from the page before. */
  isStale?: boolean;
}

export const pageSize = 50;
const mostPages = 40;

/** The rows of one query that are here, by page; the rest is somewhere on the server. */
export class RowSheet<Query, Row> {
  readonly query: Query;
  /** As the server said, with a page or when asked to count. */
  counted: number | null = null;
  /** The pages do not bring the total along. */
  needsCount = false;
  #pages = new Map<number, KeptPage<Row>>();
  /** Where pages begin that are no longer here. */
  #cursors = new Map<number, string>();

  /** `isSequential`: pages begin at cursors only, never at an offset. */
  constructor(
    query: Query,
    readonly isSequential = false,
  ) {
    this.query = query;
  }

  /** How many rows there are: the end if it was seen, else what was counted; null while neither is. */
  get total(): number | null {
    for (const [number, page] of this.#pages) {
      const isEnd = page.next === null && (page.rows.length > 0 || number === 0);
      if (isEnd) return number * pageSize + page.rows.length;
    }
    return this.counted;
  }

  /** How far one can scroll: while the total is not known, one page beyond what is here. */
  get length(): number {
    const ends = [...this.#pages].map(([number, page]) => (page.next ? (number + 1) * pageSize : 0));
    return this.total ?? Math.max(0, ...ends) + pageSize;
  }

  row(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.rows[index % pageSize];
  }

  *rows(): IterableIterator<Row> {
    for (const page of this.#pages.values()) yield* page.rows;
  }

  has(page: number): boolean {
    return this.#pages.has(page);
  }

  needs(page: number): boolean {
    return this.#pages.get(page)?.isStale ?? !this.has(page);
  }

  /** In sequence by cursor; a jump by offset. A page here already begins where it began, whatever moved above it. */
  placeOf(page: number): RowPlace {
    const cursor = this.#pages.get(page - 1)?.next ?? this.#pages.get(page)?.place.cursor;
    if (cursor) return { cursor, limit: pageSize };
    const remembered = this.isSequential ? this.#cursors.get(page) : undefined;
    if (remembered) return { cursor: remembered, limit: pageSize };
    return page === 0 ? { limit: pageSize } : { offset: page * pageSize, limit: pageSize };
  }

  /** Keeps a page, marks the one after it if that no longer follows on, and forgets those too far from `near`. */
  keep(number: number, page: RowPage<Row>, place: RowPlace, near: number): void {
    this.#pages.set(number, { ...page, place });
    this.needsCount = page.total === null;
    if (page.next) this.#cursors.set(number + 1, page.next);
    if (page.total !== null) this.counted = page.total;
    const after = this.#pages.get(number + 1);
    if (after?.place.cursor && after.place.cursor !== page.next) after.isStale = true;
    while (this.#pages.size > mostPages) {
      const [farthest] = [...this.#pages.keys()].sort((a, b) => Math.abs(b - near) - Math.abs(a - near));
      this.#pages.delete(farthest ?? number);
    }
  }

  /** Forgets all pages but these. */
  keepOnly(pages: readonly number[]): void {
    for (const number of this.#pages.keys()) if (!pages.includes(number)) this.#pages.delete(number);
  }
}
