import { fork, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, it } from "vitest";
import { openAcme } from "../support/acme.js";
import type { Outcome } from "../support/suites-on-broken-sources.js";
import { bugs } from "./bugs/index.js";
import { partsOf, type Bug } from "./bugs/bug.js";
import { count } from "./count.js";

/**
 * The product with one bug at a time, patched into its source: a suite that was written for something else must find
 * it. Bugs of the guard are `clauses.test.ts`'.
 */

const runners: ChildProcess[] = [];
const free: ChildProcess[] = [];
const waiting: ((runner: ChildProcess) => void)[] = [];
const release = (runner: ChildProcess) => {
  const next = waiting.shift();
  if (next) next(runner);
  else free.push(runner);
};
const take = () => {
  const runner = free.shift();
  return runner ? Promise.resolve(runner) : new Promise<ChildProcess>((resolve) => waiting.push(resolve));
};

const answer = (runner: ChildProcess) =>
  new Promise<{ outcome?: Outcome; error?: string }>((resolve, reject) => {
    runner.once("message", resolve);
    runner.once("exit", (code) => reject(new Error(`The runner ended with ${code}.`)));
  });

async function suiteOn(bug: Bug): Promise<Outcome> {
  const runner = await take();
  const answered = answer(runner);
  runner.send(bug);
  const { outcome, error } = await answered.finally(() => runner.removeAllListeners("exit"));
  release(runner);
  if (!outcome) throw new Error(error);
  return outcome;
}

beforeAll(async () => {
  // Prepared once on the sources as they are, before any is broken.
  await (await openAcme()).close();
  for (let n = 0; n < 2; n += 1) {
    const runner = fork("test/support/run-typescript.js", ["test/support/suites-on-broken-sources.ts"], {
      env: { ...process.env, VITEST: "", NODE_ENV: "", PROVE_REPORTS: "reports/tmp/broken" },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    runners.push(runner);
    await answer(runner);
    runner.removeAllListeners("exit");
    release(runner);
  }
});

let seeded = 0;
let killed = 0;

const isDeep = process.env["PROVE_DEPTH"] === "deep";

it("each bug, also those that are not tried now, has its place in the source and its suite", ({ expect }) => {
  for (const bug of Object.values(bugs).flat()) {
    expect(partsOf(bug), bug.bug).toHaveLength(2);
    expect(existsSync(`test/${bug.suite}`), bug.suite).toBe(true);
  }
});

/** What fails anyway finds nothing. Each suite that runs here runs elsewhere too, so this is for deep runs. */
const suites = new Map(
  Object.values(bugs)
    .flat()
    .map((bug) => [`${bug.suite} ${bug.test ?? ""}`, bug]),
);
describe.runIf(isDeep).concurrent("on the sources as they are, nothing is found by", () => {
  for (const [suite, bug] of suites) {
    it(suite, async ({ expect }) => {
      expect(await suiteOn({ ...bug, leaves: bug.text })).toMatchObject({ finder: null, message: "" });
    });
  }
});

for (const [about, list] of Object.entries(bugs)) {
  describe.concurrent(about, () => {
    for (const bug of list.filter((each) => isDeep || !each.isDeep)) {
      it(bug.bug, async ({ expect }) => {
        seeded += 1;
        const { ran, finder, message } = await suiteOn(bug);
        expect(ran, `${bug.suite} has a test of that name`).toBeGreaterThan(0);
        expect(finder, `${bug.suite}: ${bug.test ?? "all of it"}`).not.toBeNull();
        killed += 1;
        if (process.env["PROVE_VERBOSE"]) console.log(`${bug.bug}\n  ${finder}\n  ${message}`);
      });
    }
  });
}

afterAll(() => {
  for (const runner of runners) runner.disconnect();
  count("seeded", { total: seeded, killed }, 2);
});
