import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Browsers limit an element's height, Firefox at about 17 million pixels. */
const tallest = 12_000_000;
const overscan = 6;
/** Rows to begin with, before anything could be measured. */
const unmeasured = 16;

/**
 * Which rows of a long list are in sight. The host renders `first` to `last` (and the row that has the focus) and
 * positions each at `top(index)` in a canvas of `height` inside the scroller. A list taller than a browser allows is
 * scrolled faster than the bar moves, yet row by row with the wheel.
 */
export class RowWindow implements ReactiveController {
  /** First and last row to render; `last` is -1 when there are none. */
  first = 0;
  last = -1;

  #host: ReactiveControllerHost;
  #changed: () => void;
  #scroller: HTMLElement | undefined;
  #sizes: ResizeObserver | undefined;
  #count = 0;
  #rowHeight = 1;
  #viewport = 0;
  /** Where the window is in the whole list, and where the scroll bar said so. */
  #at = 0;
  #scrolledTo = 0;

  constructor(host: ReactiveControllerHost, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    host.addController(this);
  }

  get height(): number {
    return Math.min(this.#wholeHeight, tallest);
  }

  get rowsInSight(): number {
    return Math.max(1, Math.floor(this.#viewport / this.#rowHeight));
  }

  top(index: number): number {
    return index * this.#rowHeight - this.#at + this.#scrolledTo;
  }

  /** `probe` is as tall as a row, `head` is what stays above the rows inside the scroller. */
  watch(scroller: HTMLElement, probe: HTMLElement, head: HTMLElement): void {
    this.#scroller = scroller;
    scroller.addEventListener("scroll", this.#follow, { passive: true });
    const measure = (): void => {
      const row = probe.offsetHeight || 1;
      const at = (this.#at / this.#rowHeight) * row;
      const isRowChanged = row !== this.#rowHeight;
      this.#rowHeight = row;
      this.#viewport = scroller.clientHeight - head.offsetHeight;
      if (isRowChanged) this.#moveTo(at);
      this.#reckon(true);
    };
    this.#sizes = new ResizeObserver(() => {
      // Taller rows make the scroller taller: doing that while sizes are observed would be reported as a loop.
      if (probe.offsetHeight === this.#rowHeight) measure();
      else requestAnimationFrame(measure);
    });
    for (const element of [scroller, probe, head]) this.#sizes.observe(element);
    measure();
  }

  hostDisconnected(): void {
    this.#sizes?.disconnect();
    this.#sizes = undefined;
    this.#scroller?.removeEventListener("scroll", this.#follow);
    this.#scroller = undefined;
  }

  setCount(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.#at = Math.min(this.#at, this.#farthest);
    this.#reckon(false);
  }

  toTop(): void {
    if (this.#scroller) this.#scroller.scrollTop = 0;
    this.#at = this.#scrolledTo = 0;
    this.#reckon(false);
  }

  /** Scrolls no further than needed. */
  reveal(index: number): void {
    const top = index * this.#rowHeight;
    if (top < this.#at) this.#moveTo(top);
    else if (top + this.#rowHeight > this.#at + this.#viewport) {
      this.#moveTo(top + this.#rowHeight - this.#viewport);
    }
    this.#reckon(true);
  }

  get #wholeHeight(): number {
    return this.#count * this.#rowHeight;
  }

  get #farthest(): number {
    return Math.max(0, this.#wholeHeight - this.#viewport);
  }

  get #longestScroll(): number {
    return Math.max(0, this.height - this.#viewport);
  }

  #moveTo(at: number): void {
    this.#at = Math.max(0, Math.min(at, this.#farthest));
    const scale = this.#longestScroll > 0 ? this.#farthest / this.#longestScroll : 1;
    this.#scrolledTo = this.#at / scale;
    if (this.#scroller) this.#scroller.scrollTop = this.#scrolledTo;
  }

  #follow = (): void => {
    const to = this.#scroller?.scrollTop ?? 0;
    const step = to - this.#scrolledTo;
    if (Math.abs(step) < 0.5) return;
    const scale = this.#longestScroll > 0 ? this.#farthest / this.#longestScroll : 1;
    const isSmall = Math.abs(step) < this.#viewport;
    const atEdge = to <= 0 || to >= this.#longestScroll;
    this.#at = scale === 1 || !isSmall || atEdge ? to * scale : this.#at + step;
    this.#at = Math.max(0, Math.min(this.#at, this.#farthest));
    this.#scrolledTo = to;
    this.#reckon(scale !== 1);
  };

  #reckon(always: boolean): void {
    const first = Math.max(0, Math.floor(this.#at / this.#rowHeight) - overscan);
    const end = this.#sizes
      ? Math.ceil((this.#at + this.#viewport) / this.#rowHeight) + overscan
      : unmeasured;
    const last = Math.min(this.#count, end) - 1;
    if (!always && first === this.first && last === this.last) return;
    this.first = first;
    this.last = last;
    this.#changed();
    this.#host.requestUpdate();
  }
}
