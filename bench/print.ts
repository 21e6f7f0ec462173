import type { ElementsReport, Figures } from "./figures.js";

/** The aims, by the words that the table has for them. */
const aims: readonly [words: string, most: number, of: (report: ElementsReport) => number][] = [
  ["scripts of the first row, KiB of brotli", 30, ({ size }) => size.userManagementBrotliKiB],
  ["first row, to bare Lit", 1.3, ({ firstRow }) => firstRow.cpu1.ratioToBareLit],
  ["first row, to bare Lit, at 4× CPU slowdown", 1.3, ({ firstRow }) => firstRow.cpu4.ratioToBareLit],
  ["first row of many people, to that of 50", 1.1, ({ at100k }) => at100k.firstRowRatioTo50],
  ["search among many people, to bare Lit", 1.5, ({ at100k }) => at100k.searchRatioToBareLit],
];

/** Medians in milliseconds with their ratios, and how they stand to the aims. */
export function printFigures(figures: Figures, many: number): void {
  const people = { few: "50", many: many.toLocaleString("en") };
  const measured = figures.lines.map(({ what, tenant, slowdown, medians }) => {
    const { element, "bare-lit": bareLit, "hand-written": handWritten } = medians;
    return {
      figure: `${what}, ${people[tenant]} people, ${slowdown}×`,
      "by hand": Math.round(handWritten),
      "bare Lit": Math.round(bareLit),
      element: Math.round(element),
      "to bare Lit": (element / bareLit).toFixed(2),
      "to by hand": (element / handWritten).toFixed(2),
    };
  });
  console.table(measured);
  const { report } = figures;
  const stand = aims.map(([aim, most, of]) => ({
    aim,
    "at most": most,
    is: of(report),
    met: of(report) <= most ? "yes" : "no",
  }));
  console.table(stand);
  console.log(
    `Longest frame while scrolling through ${people.many} people: ${report.at100k.longestFrameMs} ms`,
  );
}
