import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const folder = process.env["PROVE_REPORTS"] ?? "reports";
const file = `${folder}/guard.json`;
const lock = `${folder}/tmp/guard.lock`;

type Figures = Readonly<Record<string, number>>;

/**
 * Prints what a suite has counted, and keeps it in `reports/guard.json` beside what the others have. A suite of several
 * parts, which may run at once, counts each of them, and keeps the sums.
 */
export function count(suite: string, figures: Figures, part: number | string = 1): void {
  const words = Object.entries(figures).map(([name, figure]) => `${figure.toLocaleString("en")} ${name}`);
  console.log(`${suite}: ${words.join(", ")}`);
  mkdirSync(`${folder}/tmp`, { recursive: true });
  alone(() => {
    const parts = { ...(read(partsOf(suite)) as Record<string, Figures>), [part]: figures };
    writeFileSync(partsOf(suite), JSON.stringify(parts));
    const all = { ...read(file), [suite]: Object.values(parts).reduce(sum) };
    writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
  });
}

const partsOf = (suite: string) => `${folder}/tmp/guard-${suite}.json`;

const read = (path: string): object =>
  existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as object) : {};

const sum = (one: Figures, other: Figures): Figures =>
  Object.fromEntries(Object.entries(one).map(([name, figure]) => [name, figure + (other[name] ?? 0)]));

/** One process after the other; a folder can be made by one of them only. */
function alone(work: () => void): void {
  for (let tries = 0; ; tries++) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      if (tries > 100) rmSync(lock, { recursive: true, force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
  try {
    work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
