import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve, type ServerType } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "./visitor.js";

/** `npm run build-storybook`, in a folder of any file server. */
const site = mkdtempSync(join(tmpdir(), "permit-stories-"));
let server: ServerType;
let browser: Browser;
let page: Page;
const asked: string[] = [];

beforeAll(async () => {
  const build = ["scripts/storybook.js", "build", "--output-dir", site];
  const { status, stdout, stderr } = spawnSync(process.execPath, build, { encoding: "utf8" });
  if (status !== 0) throw new Error(`The stories could not be built:\n${stdout}${stderr}`);
  const files = new Hono().use(
    "/playground/*",
    serveStatic({ root: site, rewriteRequestPath: (path) => path.replace("/playground", "") }),
  );
  server = serve({ fetch: files.fetch, port: 0, hostname: "127.0.0.1" });
  await once(server, "listening");
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  page.on("request", (request) => asked.push(request.url()));
});
afterAll(async () => {
  await browser.close();
  server.close();
  rmSync(site, { recursive: true });
});

const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

test("a visitor invites somebody with no server at all, and the other window shows it", async () => {
  await page.goto(`${origin()}/playground/`);
  const story = page.frameLocator("#storybook-preview-iframe");
  const owner = story.getByRole("region", { name: "Olivia Marsh, owner" });
  await owner.getByRole("button", { name: "Invite people" }).click();
  await owner.getByRole("textbox", { name: "E-mail addresses" }).fill("zoe@acme.example");
  await page.keyboard.press("Enter");
  await owner.getByRole("button", { name: "Send 1" }).click();

  const manager = story.getByRole("region", { name: "Amara Nwosu, manager" });
  await manager.getByRole("tab", { name: "Invitations" }).click();
  await manager.getByText("zoe@acme.example").waitFor();
});

test("a visitor signs in as somebody else by the toolbar", async () => {
  await page.goto(`${origin()}/playground/?path=/story/elements-user-management--people`);
  const story = page.frameLocator("#storybook-preview-iframe");
  await story.getByRole("button", { name: "Invite people" }).waitFor();
  await page.getByRole("button", { name: /Owner: manages everybody/ }).click();
  await page.getByText("Stranger: belongs to another company").click();
  await story.getByText("This team does not exist").waitFor();
});

test("no request leaves the site, nor speaks to an API there", () => {
  const files = asked.filter((url) => !/^(data|blob):/.test(url));
  expect(files).not.toEqual([]);
  expect(files.filter((url) => !url.startsWith(`${origin()}/`))).toEqual([]);
  expect(files.filter((url) => /\/(session|people|invitations|live)$/.test(new URL(url).pathname))).toEqual(
    [],
  );
});
