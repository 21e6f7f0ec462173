/** A moment in this process, by both of its clocks: one stands still while the machine sleeps, the other can be set. */
export interface Mark {
  readonly steady: number;
  readonly wall: number;
}

export const never: Mark = { steady: -Infinity, wall: -Infinity };
export const mark = (): Mark => ({ steady: performance.now(), wall: Date.now() });

/** Milliseconds since then, by whichever clock says more. */
export const since = ({ steady, wall }: Mark): number =>
  Math.max(performance.now() - steady, Date.now() - wall);

export class TookTooLong extends Error {}

/** What `work` resolves to, unless that takes longer than so many milliseconds; `Infinity` waits on. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  if (milliseconds === Infinity) return work;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLong()), Math.max(0, milliseconds));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
