import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const reports = "reports/tmp/test-deep";

test("npm run test:deep looks farther, from a seed that it prints", async () => {
  const env = { ...process.env, PROVE_REPORTS: reports, PROVE_DECISIONS: "2000", VITEST: "", NODE_ENV: "" };
  const npm = promisify(execFile)("npm", ["run", "test:deep", "--", "half"], { env });
  const { stdout } = await npm;
  const [, seed] = /PROVE_SEED=(\d+) repeats this run/.exec(stdout) ?? [];
  expect(stdout).toContain(`Seeds ${seed} to ${Number(seed) + 1999}`);
  const { differential } = JSON.parse(readFileSync(`${reports}/guard.json`, "utf8")) as Record<
    string,
    unknown
  >;
  expect(differential).toEqual({ decisions: 2000, differences: 0 });
}, 240_000);
