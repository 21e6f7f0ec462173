import type { Contender } from "./contender.js";
import { makeData, type Query } from "./data.js";

/** What one contender did at one size. */
export interface Figure {
  assignments: number;
  contender: string;
  checksPerSecond: number | null;
  /** Why there is none. */
  because?: string;
}

const ROUND_MS = 300;
const COMPARED = 2_000;

/** All contenders at one size: first whether they agree, then in turns, each beginning at other queries every time. */
export async function measure(
  size: number,
  contenders: readonly Contender[],
  rounds: number,
): Promise<Figure[]> {
  const data = makeData(size);
  const running: { name: string; check: (query: Query) => boolean; rates: number[] }[] = [];
  const figures: Figure[] = [];
  for (const { name, most, load } of contenders) {
    if (most && size > most.assignments)
      figures.push({ assignments: size, contender: name, checksPerSecond: null, because: most.because });
    else {
      const begun = performance.now();
      running.push({ name, check: await load(data), rates: [] });
      console.log(`${name}: loaded in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    }
  }
  const compared = data.queries.slice(0, COMPARED);
  const said = running.map(({ check }) => compared.map(check).join());
  if (new Set(said).size > 1) throw new Error("They do not agree, so they were not asked the same.");
  for (let round = 0; round <= rounds; round++)
    for (let turn = 0; turn < running.length; turn++) {
      const each = running[(round + turn) % running.length];
      const rate = each && run(each.check, data.queries, round * 7919);
      // The first round is for warming up.
      if (each && rate && round > 0) each.rates.push(rate);
    }
  return [
    ...running.map(({ name, rates }) => ({
      assignments: size,
      contender: name,
      checksPerSecond: median(rates),
    })),
    ...figures,
  ];
}

/** Checks per second of the processor's time, so that what else the machine does counts less; in pieces that are short. */
function run(check: (query: Query) => boolean, queries: readonly Query[], from: number): number {
  const begun = cpuMilliseconds();
  let [at, asked, piece, taken] = [from % queries.length, 0, 16, 0];
  while (taken < ROUND_MS) {
    for (let n = 0; n < piece; n++) {
      const query = queries[at];
      if (query) check(query);
      at = at + 1 === queries.length ? 0 : at + 1;
    }
    asked += piece;
    taken = cpuMilliseconds() - begun;
    if (taken < ROUND_MS / 20) piece *= 2;
  }
  return (asked / taken) * 1000;
}

function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
