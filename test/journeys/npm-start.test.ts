import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { freePort, healthOf, seededDatabase } from "./acme-docs.js";

test("npm start serves the demo, and its signals reach it through npm", async () => {
  const database = await seededDatabase();
  const port = await freePort();
  const environment = { ...process.env, PORT: String(port), DATABASE_URL: database.url };
  const npm = spawn("npm", ["start"], { env: environment, stdio: "inherit", detached: true });
  const exited = once(npm, "exit");
  onTestFinished(async () => {
    if (npm.exitCode === null && npm.pid) process.kill(-npm.pid, "SIGKILL");
    await database.drop();
  });

  const url = `http://127.0.0.1:${port}`;
  await expect.poll(() => healthOf(url), { timeout: 60_000, interval: 250 }).toMatchObject({ status: 200 });
  expect((await fetch(url)).ok).toBe(true);

  npm.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
  expect((await healthOf(url)).status).toBe(0);
});
