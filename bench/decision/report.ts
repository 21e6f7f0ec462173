import { QUERIES_ALONE, type Figure } from "./measure.js";

/** What `npm run bench:decision` writes into `reports/decision.json`, below `checks`. */
export interface ChecksReport {
  /** By assignments: how many times as many checks as the quickest of the others, and as each of them. */
  ratios: Record<string, { toFastest: number; fastest: string; to: Record<string, number | string> }>;
  /** By assignments: queries walked through in a second without any check, which is part of all figures. */
  queriesAlone: Record<string, number>;
  /** Checks per second at the fewest assignments to those at the most. */
  fewestToMost: number;
  given: Record<string, string>;
}

export type GivenFigure = Figure & { given: string };

const ours = "decision point";

export function reportOf(figures: readonly GivenFigure[]): ChecksReport {
  const sizes = [...new Set(figures.map(({ assignments }) => assignments))].sort((a, b) => a - b);
  const rateOf = (size: number, name: string) =>
    figures.find((each) => each.assignments === size && each.contender === name)?.checksPerSecond ?? NaN;
  const ratios = Object.fromEntries(
    sizes.map((size) => {
      const others = figures.filter(
        (each) => each.assignments === size && ![ours, QUERIES_ALONE].includes(each.contender),
      );
      const [fastest] = others.toSorted((a, b) => (b.checksPerSecond ?? 0) - (a.checksPerSecond ?? 0));
      const ratio = ({ checksPerSecond }: Figure) => rounded(rateOf(size, ours) / (checksPerSecond ?? NaN));
      return [
        size,
        {
          toFastest: fastest ? ratio(fastest) : NaN,
          fastest: fastest?.contender ?? "",
          to: Object.fromEntries(others.map((each) => [each.contender, each.because ?? ratio(each)])),
        },
      ];
    }),
  );
  const [fewest = 0, most = 0] = [sizes[0], sizes.at(-1)];
  return {
    ratios,
    queriesAlone: Object.fromEntries(sizes.map((size) => [size, Math.round(rateOf(size, QUERIES_ALONE))])),
    fewestToMost: rounded(rateOf(fewest, ours) / rateOf(most, ours)),
    given: Object.fromEntries(figures.map(({ contender, given }) => [contender, given])),
  };
}

export function printReport(
  figures: readonly GivenFigure[],
  { ratios, fewestToMost, given }: ChecksReport,
): void {
  console.table(
    figures.map(({ assignments, contender, checksPerSecond, because }) => ({
      assignments,
      contender,
      "checks a second": checksPerSecond === null ? "-" : Math.round(checksPerSecond).toLocaleString("en"),
      "decision point to it": checksPerSecond === null ? because : ratios[assignments]?.to[contender],
    })),
  );
  for (const [contender, words] of Object.entries(given)) console.log(`${contender}: ${words}`);
  const reached = Object.values(ratios).every(({ toFastest }) => toFastest >= 2.5);
  console.log(`At least 2.5 times the fastest of them everywhere: ${reached ? "yes" : "no"}`);
  console.log(
    `Within a factor of two from fewest to most: ${fewestToMost <= 2 ? "yes" : "no"} (${fewestToMost})`,
  );
}

const rounded = (value: number) => Math.round(value * 100) / 100;
