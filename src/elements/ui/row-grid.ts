import type { LitElement, ReactiveController } from "lit";
import { RowWindow } from "./row-window.js";
import { walkRows } from "./walk-rows.js";

/** The rows as a grid needs to know them: what stands in them is its owner's. */
export interface GridRows {
  readonly length: number;
  /** Grows with each new list: a reason to start at the top. */
  readonly generation: number;
  inSight(first: number, last: number): void;
}

/**
 * The rows of a grid that are in sight, and the one of them that Tab reaches. Its host renders `indices()` as `.row`
 * with a `data-index` in a `.canvas` below the `.head` of a `.scroller`, beside a `.probe` that is as tall as a row.
 */
export class RowGrid implements ReactiveController {
  /** The row that Tab reaches, and that had the focus last. */
  active = 0;

  #host: LitElement;
  #rows: () => GridRows;
  #onNewList: () => void;
  #window: RowWindow;
  #generation = 0;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(host: LitElement, rows: () => GridRows, onNewList = (): void => undefined) {
    this.#host = host;
    this.#rows = rows;
    this.#onNewList = onNewList;
    this.#window = new RowWindow(host, () => this.#tell());
    host.addController(this);
  }

  hostConnected(): void {
    // Times are told as "2 min ago".
    const clock = (this.#clock = setInterval(() => this.#host.requestUpdate(), 60_000));
    // After the update, since measuring leads to the next one.
    void this.#host.updateComplete.then(() => {
      const [scroller, probe, head] = [this.#one(".scroller"), this.#one(".probe"), this.#one(".head")];
      if (clock === this.#clock && scroller && probe && head) this.#window.watch(scroller, probe, head);
    });
  }

  hostDisconnected(): void {
    clearInterval(this.#clock);
    this.#clock = undefined;
  }

  hostUpdate(): void {
    const { length, generation } = this.#rows();
    this.#window.setCount(length);
    if (generation !== this.#generation) {
      this.#generation = generation;
      this.active = 0;
      this.#onNewList();
      this.#window.toTop();
      this.#tell();
    }
    this.active = Math.max(0, Math.min(this.active, length - 1));
  }

  /** By hand, since the element must work where no inline style is allowed. */
  hostUpdated(): void {
    const canvas = this.#one(".canvas");
    if (!canvas) return;
    // The line below the last row would stand beside that of the footer.
    canvas.style.blockSize = `${this.#window.height - 1}px`;
    for (const row of canvas.querySelectorAll<HTMLElement>(".row")) {
      row.style.transform = `translateY(${this.#window.top(indexOf(row))}px)`;
    }
  }

  /** The rows in the window, and the one with the focus: it must not vanish while scrolled away. */
  indices(): number[] {
    const { first, last } = this.#window;
    const { active } = this;
    const indices = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    if (this.#rows().length === 0 || (active >= first && active <= last)) return indices;
    return active < first ? [active, ...indices] : [...indices, active];
  }

  /** Scrolls to a row and gives it the focus. */
  async goTo(index: number): Promise<void> {
    this.active = index;
    this.#window.reveal(index);
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.#one(`.canvas [data-index="${index}"]`)?.focus({ preventScroll: true });
  }

  /** Follows the arrow keys, and says whether a key was pressed on a row itself. */
  walk(event: KeyboardEvent): boolean {
    const last = this.#rows().length - 1;
    const index = walkRows(event, { active: this.active, last, page: this.#window.rowsInSight });
    if (index !== undefined) void this.goTo(index);
    return event.target instanceof HTMLElement && event.target.matches(".canvas .row");
  }

  /** Notes which row the focus went into. */
  noteFocus(event: FocusEvent): void {
    const index = rowAround(event);
    if (index === undefined || index === this.active) return;
    this.active = index;
    this.#host.requestUpdate();
  }

  #tell(): void {
    this.#rows().inSight(this.#window.first, this.#window.last);
  }

  #one(selector: string): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(selector);
  }
}

/** The index of the row in which something happened. */
export function rowAround(event: Event): number | undefined {
  const row = (event.target as HTMLElement).closest<HTMLElement>(".canvas .row");
  return row ? indexOf(row) : undefined;
}

function indexOf(row: HTMLElement): number {
  return Number(row.dataset["index"]);
}
