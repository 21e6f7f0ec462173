import type { Chance } from "../../support/random-input.js";
import type { Choose } from "./stepper.js";

/**
 * The schedules of two acts: all of them, each found by taking the last choice of the one before otherwise; or as many
 * as are asked for, at random. `run` answers whether to go on.
 */
export async function everySchedule(run: (choose: Choose) => Promise<void>, most: number): Promise<number> {
  let path: (0 | 1)[] = [];
  for (let rounds = 1; ; rounds += 1) {
    let at = 0;
    await run(() => {
      if (at === path.length) path.push(0);
      const choice = path[at] ?? 0;
      at += 1;
      return choice;
    });
    const last = path.slice(0, at).lastIndexOf(0);
    if (last < 0 || rounds === most) return rounds;
    path = [...path.slice(0, last), 1];
  }
}

/** Each of the two gets its turns in runs of random length, so that both extremes and much in between is tried. */
export async function someSchedules(
  run: (choose: Choose) => Promise<void>,
  count: number,
  chance: Chance,
): Promise<number> {
  for (let n = 0; n < count; n += 1) {
    const changes = chance.of([0.1, 0.3, 0.5]);
    let turn: 0 | 1 = chance.happens(0.5) ? 0 : 1;
    await run(() => {
      if (chance.happens(changes)) turn = turn === 0 ? 1 : 0;
      return turn;
    });
  }
  return count;
}
