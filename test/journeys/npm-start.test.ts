import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { freePort, healthOf } from "./acme-docs.js";

test("npm start serves the demo, and its signals reach it through npm", async () => {
  const folder = mkdtempSync(join(tmpdir(), "permit-npm-start-"));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const { DATABASE_URL: _, ...inherited } = process.env;
  const environment = { ...inherited, PORT: String(port), PERMIT_DATA_DIR: folder };
  const npm = spawn("npm", ["start"], { env: environment, stdio: "inherit" });
  const exited = once(npm, "exit");
  onTestFinished(async () => {
    npm.kill("SIGTERM");
    await exited;
    rmSync(folder, { recursive: true });
  });

  const url = `http://127.0.0.1:${port}`;
  await expect.poll(() => healthOf(url), { timeout: 90_000, interval: 250 }).toMatchObject({ status: 200 });
  expect((await fetch(url)).ok).toBe(true);

  npm.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
  expect((await healthOf(url)).status).toBe(0);
});
