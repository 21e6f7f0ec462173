import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { chromium } from "playwright-core";
import { chromiumArguments, findChromium } from "../scripts/find-chromium.js";
import { Figures } from "./figures.js";
import { startHost } from "./host.js";
import { pages } from "./pages.js";
import { printFigures } from "./print.js";
import { visit, type Cell, type Visit } from "./visit.js";

export interface BenchOptions {
  /** Visits to each page under each circumstance. */
  visits: number;
  /** People of the large tenant. */
  people: number;
  /** The file to write. */
  report: string;
}

const cells: readonly Cell[] = [1, 4].flatMap((slowdown) =>
  (["few", "many"] as const).flatMap((tenant) => pages.map((page) => ({ page, tenant, slowdown }))),
);

/** Measures everything in one run, prints it and writes the report. */
export async function runBench({ visits, people, report }: BenchOptions): Promise<void> {
  console.log(`Making tenants of 50 and ${people.toLocaleString("en")} people …`);
  const host = await startHost({ many: people });
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: chromiumArguments(),
  });
  try {
    // The first visit to anything also warms the server; it does not count.
    for (const cell of cells.filter(({ slowdown }) => slowdown === 1)) await visit(browser, host, cell);
    const measured: Visit[] = [];
    for (let round = 1; round <= visits; round++) {
      console.log(`Round ${round} of ${visits} …`);
      // Interleaved, and begun elsewhere each time: what else the machine does falls on all of them.
      const begin = round % cells.length;
      for (const cell of [...cells.slice(begin), ...cells.slice(0, begin)])
        measured.push(await visit(browser, host, cell));
    }
    const figures = new Figures(measured);
    printFigures(figures, people);
    mkdirSync(dirname(report), { recursive: true });
    writeFileSync(report, `${JSON.stringify(figures.report, null, 2)}\n`);
    console.log(`Written to ${report}`);
  } finally {
    await browser.close();
    await host.close();
  }
}
