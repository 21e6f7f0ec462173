import type { Contender } from "./contender.js";
import { batch, makeData, type Data, type Query } from "./data.js";

/** What one contender did at one size. */
export interface Figure {
  assignments: number;
  contender: string;
  checksPerSecond: number | null;
  /** Why there is none. */
  because?: string;
}

/** In place of a contender's name. */
export const QUERIES_ALONE = "the queries alone";
const ROUND_MS = 300;
/** Parsing takes the quickest of them far longer than answering does. */
const MOST_BATCHES = 40;
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
  const compared = batch(data, 0).slice(0, COMPARED);
  const said = running.map(({ check }) => compared.map(check).join());
  if (new Set(said).size > 1) throw new Error("They do not agree, so they were not asked the same.");
  // What walking through the queries takes by itself: it is in everybody's figures, and is told beside them.
  running.push({ name: QUERIES_ALONE, check: isSomething, rates: [] });
  for (let round = 0; round <= rounds; round++)
    for (let turn = 0; turn < running.length; turn++) {
      const each = running[(round + turn) % running.length];
      const rate = each && run(each.check, data, round * 7);
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

/** Checks per second of the processor's time, so that what else the machine does counts less; parsing is not counted. */
function run(check: (query: Query) => boolean, data: Data, from: number): number {
  let [asked, taken] = [0, 0];
  for (let number = from; taken < ROUND_MS && number < from + MOST_BATCHES; number++) {
    const queries = batch(data, number);
    for (let at = 0, piece = 16; at < queries.length && taken < ROUND_MS; piece *= 2) {
      const until = Math.min(at + piece, queries.length);
      asked += until - at;
      const begun = cpuMilliseconds();
      for (; at < until; at++) {
        const query = queries[at];
        if (query) check(query);
      }
      taken += cpuMilliseconds() - begun;
    }
  }
  return (asked / taken) * 1000;
}

const isSomething = ({ user, action, resource }: Query) =>
  user.key.length + action.length + resource.type.length + resource.tenant.length > 0;

function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
