import { readFileSync } from "node:fs";

/** One way in which the product could be wrong: a change to its source, and the suite that must notice. */
export interface Bug {
  /** What the product would do, in words. */
  bug: string;
  /** Tried with `PROVE_DEPTH=deep` only, since another bug stands for its kind in each run. */
  isDeep?: true;
  /** Below `src/api/`. */
  file: string;
  /** As it stands in the source: exactly once, or the run fails. */
  text: string;
  /** What stands in its place. */
  leaves: string;
  /** The test file below `test/` that finds it, and words of the tests' names where not all of it need run. */
  suite: string;
  test?: string;
}

export const pathOf = ({ file }: Bug) => `${process.cwd()}/src/api/${file}`;

/** The source around the bug: two parts, if what it changes stands there once. */
export const partsOf = (bug: Bug) => readFileSync(pathOf(bug), "utf8").split(bug.text);
