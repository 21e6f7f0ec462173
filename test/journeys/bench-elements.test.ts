import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import type { ElementsReport } from "../../bench/figures.js";

const REPORT = "reports/tmp/bench-elements.json";

test("npm run bench:elements visits all three pages and writes how they compare", async () => {
  const options = ["--visits", "1", "--people", "200", "--report", REPORT];
  const npm = spawn("npm", ["run", "bench:elements", "--", ...options], { stdio: "inherit", detached: true });
  onTestFinished(() => {
    if (npm.exitCode === null && npm.pid) process.kill(-npm.pid, "SIGKILL");
  });
  expect(await once(npm, "exit")).toEqual([0, null]);

  const measured: unknown = expect.toSatisfy(isMeasured, "a finite number above 0");
  const ratios = { ratioToBareLit: measured, ratioToHandWritten: measured };
  expect(JSON.parse(readFileSync(REPORT, "utf8")) as ElementsReport).toEqual({
    size: { userManagementBrotliKiB: measured },
    firstRow: { cpu1: ratios, cpu4: ratios },
    at100k: {
      firstRowRatioTo50: measured,
      longestFrameMs: measured,
      searchRatioToBareLit: measured,
      searchRatioToHandWritten: measured,
    },
  });
}, 240_000);

function isMeasured(figure: unknown): boolean {
  return Number.isFinite(figure) && (figure as number) > 0;
}
