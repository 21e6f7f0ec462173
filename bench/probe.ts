/** What looks on inside every page: the same for all of them, and in the way of all of them alike. */
export interface Probe {
  /** When the first row was painted. */
  firstRow: Promise<FirstRow>;
  /** Looks out for the next key, and for the frame in which the first row is another one with this text in it. */
  expect(text: string): void;
  /** How long that took. */
  found: Promise<number>;
  /** The longest time between two frames, as long as it is looked at. */
  longestFrame(milliseconds: number): Promise<number>;
}

export interface FirstRow {
  /** From the beginning of the navigation to the frame that showed it, or to the first paint if that was later. */
  milliseconds: number;
  /** The scripts that had come by then, as they were sent. */
  scriptsKiB: number;
}

declare global {
  interface Window {
    bench: Probe;
  }
}

/** Sent into the page before anything else runs there; `path` leads to the first row, one selector a shadow root. */
export function installProbe(path: readonly string[]): void {
  const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

  /** A message sent from within a frame arrives when that frame has been painted. */
  const painted = () =>
    new Promise<number>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(null);
    });

  const firstRow = (): Element | null => {
    let found: Element | null = null;
    let root: ParentNode | null = document;
    for (const selector of path) {
      found = root?.querySelector(selector) ?? null;
      root = found?.shadowRoot ?? null;
    }
    return found;
  };

  const paintedWith = async (isThere: (row: Element) => boolean): Promise<number> => {
    const latest = performance.now() + 60_000;
    while (performance.now() < latest) {
      await nextFrame();
      const row = firstRow();
      if (row && isThere(row) && row.checkVisibility()) return painted();
    }
    throw new Error(`${location.pathname} did not show its row within a minute.`);
  };

  const firstContentfulPaint = () =>
    new Promise<number>((resolve) => {
      new PerformanceObserver((list) => {
        const entry = list.getEntriesByName("first-contentful-paint")[0];
        if (entry) resolve(entry.startTime);
      }).observe({ type: "paint", buffered: true });
    });

  const scriptsKiB = () => {
    const resources = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const sizes = resources.filter(({ name }) => name.endsWith(".js")).map((each) => each.encodedBodySize);
    return sizes.reduce((sum, size) => sum + size, 0) / 1024;
  };

  window.bench = {
    firstRow: paintedWith(() => true).then(async (at) => {
      const known = scriptsKiB();
      return { milliseconds: Math.max(at, await firstContentfulPaint()), scriptsKiB: known };
    }),

    found: Promise.resolve(0),

    expect(text) {
      const before = firstRow()?.textContent;
      const isAnswer = ({ textContent }: Element) => textContent !== before && textContent.includes(text);
      const key = new Promise<Event>((resolve) => {
        addEventListener("input", resolve, { capture: true, once: true });
      });
      window.bench.found = key.then(async ({ timeStamp }) => (await paintedWith(isAnswer)) - timeStamp);
    },

    async longestFrame(milliseconds) {
      let last = await nextFrame();
      const end = last + milliseconds;
      let longest = 0;
      while (last < end) {
        const now = await nextFrame();
        longest = Math.max(longest, now - last);
        last = now;
      }
      return longest;
    },
  };
}
