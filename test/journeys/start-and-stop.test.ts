import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort, healthOf, launch, startAcmeDocs, type AcmeDocs } from "./acme-docs.js";

describe("npm start with a data folder of its own", () => {
  let folder: string;
  let server: AcmeDocs;
  /** What `/healthz` answered until it served. */
  const seen = new Set<number>();
  const environment = () => ({ PERMIT_DATA_DIR: folder });

  beforeAll(async () => {
    folder = temporaryFolder();
    server = await launch(environment());
    while (!seen.has(200) && server.process.exitCode === null) {
      seen.add((await healthOf(server.url)).status);
      await sleep(50);
    }
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  test("says where it serves, where the data lies, and the API key of the first start", () => {
    expect(server.printed()).toContain(server.url);
    expect(server.printed()).toContain(folder);
    expect(server.printed()).toMatch(/API key/);
    expect(server.printed()).not.toMatch(/postgres(ql)?:\/\//);
  });

  test("lets a script that only knows Permit's client make an environment, ask, and open an element", async () => {
    const key = /API key of the whole organization, shown this once: (\S+)/.exec(server.printed())?.[1];
    const environment = { ...process.env, PERMIT_API_KEY: key, PERMIT_URL: `${server.url}/permit` };
    for (const synced of ["synced bill", "synced again bill"]) {
      const { stdout } = await promisify(execFile)("node", ["demo/with-permit-sdk.mjs"], {
        env: environment,
      });
      expect(stdout).toContain(synced);
      expect(stdout).toContain("bill may publish reports\nmilton may not publish reports\n");
      expect(stdout).toMatch(
        /Bill opens the element by http:.*\nMilton is told: Invalid user permission level\n/,
      );
      const opened = await fetch(/opens the element by (\S+)/.exec(stdout)?.[1] ?? "", {
        redirect: "manual",
      });
      expect(opened.ok).toBe(true);
      expect(opened.headers.get("set-cookie")).toMatch(/^permit_session=./);
    }
  });

  test("does not say that it is well before it can serve", () => {
    expect([...seen].filter((status) => status !== 0)).toEqual([503, 200]);
  });

  test("answers that it is well, and that what it stores is durable", async () => {
    const { status, body } = await healthOf(server.url);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: "ok", store: { kind: "embedded", durable: true } });
  });

  test("refuses a second opener of the folder with a sentence and a non-zero exit", async () => {
    const second = await launch(environment());
    const [code] = (await once(second.process, "exit")) as [number];
    expect(code).not.toBe(0);
    expect(second.printed()).toMatch(/folder .* is already in use by process \d+/);
    expect(second.printed()).not.toMatch(/\n\s+at /);
    expect((await healthOf(server.url)).status).toBe(200);
  });

  test("stops with 0 when asked to, and finds everything again when started again", async () => {
    const mails = await outboxOf(server);
    expect(mails).toContain("noor@acme.example");

    expect(await server.stop("SIGTERM")).toBe(0);
    expect((await healthOf(server.url)).status).toBe(0);

    server = await startAcmeDocs(environment());
    expect(await outboxOf(server)).toBe(mails);
    expect(server.printed()).not.toMatch(/API key/);
  });

  test("finishes a request in flight before it stops, and keeps no one by an open live feed", async () => {
    const { token, role } = await sessionOf(server, "olivia-marsh");
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const feed = await fetch(`${server.url}/permit/live`, { headers });
    const invitations = Array.from({ length: 3000 }, (_, number) => ({
      email: `person${number}@acme.example`,
      roles: [{ role }],
    }));
    const request = fetch(`${server.url}/permit/invitations`, {
      method: "POST",
      headers,
      body: JSON.stringify({ invitations, dry_run: true }),
    });
    await sleep(150);
    const exitCode = server.stop("SIGTERM");

    expect((await request).status).toBe(200);
    await feed.text().catch(() => "cut off");
    expect(await exitCode).toBe(0);
    server = await startAcmeDocs(environment());
  });

  test("stops with 0 on Ctrl+C too", async () => {
    expect(await server.stop("SIGINT")).toBe(0);
    server = await startAcmeDocs(environment());
  });

  test("finds what was committed after it was killed", async () => {
    const mails = await outboxOf(server);
    await server.stop("SIGKILL");
    server = await startAcmeDocs(environment());
    expect(await outboxOf(server)).toBe(mails);
  });
});

test("a taken port is refused with a sentence and a non-zero exit", async () => {
  const port = await freePort();
  const other = createServer().listen(port, "127.0.0.1");
  await once(other, "listening");
  const folder = temporaryFolder();
  const server = await launch({ PORT: String(port), PERMIT_DATA_DIR: folder });
  const [code] = (await once(server.process, "exit")) as [number];
  other.close();
  rmSync(folder, { recursive: true });

  expect(code).not.toBe(0);
  expect(server.printed()).toMatch(new RegExp(`Port ${port} .* already in use`));
  expect(server.printed()).not.toMatch(/\n\s+at /);
});

test("a database that does not answer is refused with a sentence that holds no password", async () => {
  const port = await freePort();
  const server = await launch({ DATABASE_URL: `postgresql://someone:hunter2@127.0.0.1:${port}/nothing` });
  const [code] = (await once(server.process, "exit")) as [number];

  expect(code).not.toBe(0);
  expect(server.printed()).toMatch(/cannot be opened/);
  expect(server.printed()).not.toContain("hunter2");
});

/** Signs in without a browser, as the demo's own form does. */
async function sessionOf({ url }: AcmeDocs, person: string): Promise<{ token: string; role: string }> {
  const body = new URLSearchParams({ person });
  const signedIn = await fetch(`${url}/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { Origin: url },
    body,
  });
  const headers = { Cookie: signedIn.headers.get("set-cookie") ?? "", "Permit-Element": "1" };
  const input = JSON.stringify({ type: "user-management" });
  const response = await fetch(`${url}/permit/session`, { method: "POST", headers, body: input });
  const { token, roles } = (await response.json()) as { token: string; roles: { id: string; key: string }[] };
  return { token, role: roles.find(({ key }) => key === "viewer")?.id ?? "" };
}

async function outboxOf({ url }: AcmeDocs): Promise<string> {
  return (await fetch(`${url}/outbox`)).text();
}

/** PostgreSQL does not run as root, and so has to be able to look into the folder as somebody else. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "acme-docs-"));
  chmodSync(folder, 0o755);
  return folder;
}
