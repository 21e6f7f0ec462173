import type { TenantName } from "./host.js";
import type { PageName } from "./pages.js";
import type { Visit } from "./visit.js";

/** What is written to `reports/elements.json`. */
export interface ElementsReport {
  size: { userManagementBrotliKiB: number };
  firstRow: { cpu1: Ratios; cpu4: Ratios };
  at100k: {
    firstRowRatioTo50: number;
    longestFrameMs: number;
    searchRatioToBareLit: number;
    searchRatioToHandWritten: number;
  };
}

interface Ratios {
  ratioToBareLit: number;
  ratioToHandWritten: number;
}

/** One line of the table: medians of one figure under the same circumstances, by page. */
export interface Line {
  what: "first row" | "search";
  tenant: TenantName;
  slowdown: number;
  medians: Record<PageName, number>;
}

export class Figures {
  constructor(readonly visits: readonly Visit[]) {}

  get lines(): Line[] {
    return (["first row", "search"] as const).flatMap((what) =>
      [1, 4].flatMap((slowdown) =>
        (["few", "many"] as const).map((tenant) => this.line(what, tenant, slowdown)),
      ),
    );
  }

  get report(): ElementsReport {
    const ratios = ({ medians }: Line): Ratios => ({
      ratioToBareLit: rounded(medians.element / medians["bare-lit"]),
      ratioToHandWritten: rounded(medians.element / medians["hand-written"]),
    });
    const few = this.line("first row", "few", 1);
    const many = this.line("first row", "many", 1);
    const search = ratios(this.line("search", "many", 1));
    const frames = this.visits.flatMap(({ longestFrameMs }) => longestFrameMs ?? []);
    const sizes = this.visits.filter(({ cell }) => cell.page === "element").map((each) => each.scriptsKiB);
    return {
      size: { userManagementBrotliKiB: rounded(median(sizes)) },
      firstRow: { cpu1: ratios(few), cpu4: ratios(this.line("first row", "few", 4)) },
      at100k: {
        firstRowRatioTo50: rounded(many.medians.element / few.medians.element),
        longestFrameMs: rounded(median(frames)),
        searchRatioToBareLit: search.ratioToBareLit,
        searchRatioToHandWritten: search.ratioToHandWritten,
      },
    };
  }

  line(what: Line["what"], tenant: TenantName, slowdown: number): Line {
    const of = (page: PageName): number =>
      median(
        this.visits
          .filter(({ cell }) => cell.page === page && cell.tenant === tenant && cell.slowdown === slowdown)
          .map((each) => (what === "search" ? each.searchMs : each.firstRowMs)),
      );
    const medians = {
      "hand-written": of("hand-written"),
      "bare-lit": of("bare-lit"),
      element: of("element"),
    };
    return { what, tenant, slowdown, medians };
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
