/** Does these things now and then, one after the other, until it is stopped; waits for what is under way then. */
export function regularly(everySeconds: number, ...things: (() => Promise<unknown>)[]): () => Promise<void> {
  let underWay: Promise<void> | null = null;
  const doAll = async () => {
    // What fails now is met again at the next turn.
    for (const thing of things) await thing().catch(() => undefined);
    underWay = null;
  };
  const timer = setInterval(() => void (underWay ??= doAll()), everySeconds * 1000);
  timer.unref?.(); // A browser's timer is a number.
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}
