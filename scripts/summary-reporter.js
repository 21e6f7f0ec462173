// @ts-check
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Web Test Runner tells its result only in words; this writes the figures to a file.
 * @param {string} file
 * @returns {import("@web/test-runner").Reporter}
 */
export function summaryReporter(file) {
  return {
    onTestRunFinished({ sessions }) {
      const results = sessions.flatMap((session) => outcomes(session.testResults));
      // A file that does not load has no test that could fail.
      const broken = sessions.filter(
        (session) => !session.passed && outcomes(session.testResults).every((ok) => ok),
      );
      const passed = results.filter((ok) => ok).length;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ passed, failed: results.length - passed + broken.length }));
    },
  };
}

/**
 * @param {import("@web/test-runner").TestSuiteResult | undefined} suite
 * @returns {boolean[]} whether each test that ran has passed
 */
function outcomes(suite) {
  if (!suite) return [];
  const own = suite.tests.filter((test) => !test.skipped).map((test) => test.passed);
  return [...own, ...suite.suites.flatMap(outcomes)];
}
