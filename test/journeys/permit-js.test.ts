import { once } from "node:events";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { SignJWT, exportJWK, generateKeyPair } from "jose";
import { chromium, type Browser, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumArguments } from "../../scripts/find-chromium.js";
import { createPermit, type Permit } from "../../src/api/index.js";
import { selfSigned } from "../support/certificate.js";
import { Database } from "../support/database.js";
import { createTestDatabase, type TestDatabase } from "../support/test-postgres.js";

/** The published client takes messages from the vendor's own address alone: in this browser, that is this server's. */
const embed = "https://embed.permit.io";
const app = "https://app.example";
const stranger = "https://stranger.example";

let database: TestDatabase;
let permit: Permit;
let server: Server;
let browser: Browser;
let environment: string;
let key: string;
const provider = await generateKeyPair("ES256");

beforeAll(async () => {
  database = await createTestDatabase();
  permit = await createPermit({
    database: database.url,
    session: () => Promise.resolve(null),
    acceptUrl: `${app}/join`,
    publicUrl: embed,
  });
  await permit.define({
    resources: { document: { name: "Document", actions: { read: "Read" } } },
    roles: {
      owner: { name: "Owner", permissions: ["document:read"] },
      editor: { name: "Editor", permissions: ["document:read"] },
    },
    elements: {
      team: {
        type: "user-management",
        name: "Team",
        roles_to_levels: { LEVEL_1: ["owner"], LEVEL_4: ["editor"] },
      },
    },
    tenants: { acme: { name: "Acme" } },
  });
  await permit.importPeople("acme", [
    { key: "olivia", name: "Olivia Marsh", email: "olivia@acme.example", roles: ["owner"] },
    { key: "ana", name: "Ana Ferreira", email: "ana@acme.example", roles: ["editor"] },
  ]);
  key = await permit.createApiKey({ name: "the app", level: "environment" });
  const rows = new Database(database.url);
  const jwks = { keys: [{ ...(await exportJWK(provider.publicKey)), alg: "ES256" }] };
  environment = await rows.value<string>("update environment set jwks = $1::jsonb returning id", [
    JSON.stringify({ jwks }),
  ]);
  await rows.close();
  await serve();
  const { port } = server.address() as AddressInfo;
  const hosts = ["*.permit.io", "app.example", "stranger.example"].map(
    (host) => `MAP ${host} 127.0.0.1:${port}`,
  );
  browser = await chromium.launch({
    executablePath: process.env["CHROME_PATH"] ?? "",
    args: [...chromiumArguments(), `--host-resolver-rules=${hosts.join(", ")}`],
  });
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await permit.close();
  await database.drop();
});

/** One address for all: the permit by the vendor's name, the app with its backend, and a page of somebody else. */
async function serve(): Promise<void> {
  const script = await bundle();
  const page = `<!doctype html><meta charset="utf-8"><title>Acme Docs</title><script>${script}</script><body>`;
  const backend = async (request: Request): Promise<Response> => {
    const { host, pathname, searchParams } = new URL(request.url);
    if (host === new URL(embed).host || host.endsWith(".permit.io")) return permit.fetch(request);
    const html = () => new Response(page, { headers: { "content-type": "text/html" } });
    if (pathname === "/") return html();
    const as = request.headers.get("authorization")?.replace("Bearer ", "") ?? searchParams.get("user") ?? "";
    const tenant = searchParams.get("tenant") ?? "acme";
    const url = await addressFor(as, tenant);
    return pathname === "/login" ? Response.json({ url }) : Response.redirect(url, 302);
  };
  const { cert, key: own } = selfSigned(["embed.permit.io", "app.example", "stranger.example"]);
  const listener = getRequestListener(backend);
  server = createServer({ cert, key: own }, (request, response) => void listener(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      lib: { entry: "test/journeys/permit-js-page.ts", formats: ["iife"], name: "page" },
    },
  });
  const [{ output } = { output: [] }] = [built].flat() as unknown as { output: { code: string }[] }[];
  return (output[0]?.code ?? "").replaceAll("</script", "<\\/script");
}

/** What the app's backend does for whoever is signed in to it. */
async function addressFor(user_id: string, tenant_id: string): Promise<string> {
  const answer = await permit.fetch(
    new Request(`${embed}/v2/auth/elements_login_as`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ user_id, tenant_id }),
    }),
  );
  return ((await answer.json()) as { redirect_url: string }).redirect_url;
}

async function open(origin = app): Promise<Page> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.goto(origin);
  return page;
}

/** What becomes of `permit.elements.login()` in the page, and whom the page then takes for its user. */
const login = (page: Page, options: object) =>
  page.evaluate(async (given) => {
    type Elements = { login(options: object): Promise<boolean>; me?: { actor: { key: string } } };
    const { elements } = (globalThis as unknown as { permit: { elements: Elements } }).permit;
    const done = await elements.login(given).catch((error: unknown) => String(error));
    return { done, user: elements.me?.actor.key ?? null };
  }, options);

const tokenFor = (sub: string) =>
  new SignJWT({ sub }).setProtectedHeader({ alg: "ES256" }).setExpirationTime("5m").sign(provider.privateKey);

describe("the published permit-js, unmodified, in a page of the app", () => {
  test.each([
    [
      "with a bearer",
      () => Promise.resolve({ loginUrl: "/login", loginMethod: "bearer", token: "ana", tenant: "acme" }),
    ],
    [
      "by the app's cookie",
      () => Promise.resolve({ loginUrl: "/go?user=ana", loginMethod: "cookie", tenant: "acme" }),
    ],
    [
      "by the user's own token",
      async () => ({
        loginMethod: "frontendOnly",
        userJwt: await tokenFor("ana"),
        envId: environment,
        tenant: "acme",
        permitApiUrl: embed,
      }),
    ],
  ])("is told %s that a user without a level is not let in", async (_, options) => {
    const page = await open();
    expect(await login(page, await options())).toEqual({ done: "Invalid user permission level", user: null });
    expect(await page.context().cookies(`${embed}/v2/auth/me`)).toEqual([]);
    await page.context().close();
  });

  test.each([
    [
      "with a bearer",
      () => Promise.resolve({ loginUrl: "/login", loginMethod: "bearer", token: "olivia", tenant: "acme" }),
    ],
    [
      "by the app's cookie",
      () => Promise.resolve({ loginUrl: "/go?user=olivia", loginMethod: "cookie", tenant: "acme" }),
    ],
    [
      "by the user's own token",
      async () => ({
        loginMethod: "frontendOnly",
        userJwt: await tokenFor("olivia"),
        envId: environment,
        tenant: "acme",
        permitApiUrl: embed,
      }),
    ],
  ])("logs a user in %s", async (_, options) => {
    const page = await open();
    expect(await login(page, await options())).toEqual({ done: true, user: "olivia" });
    const [cookie] = await page.context().cookies(`${embed}/v2/auth/me`);
    expect(cookie).toMatchObject({ name: "permit_session", httpOnly: true, secure: true, sameSite: "None" });
    await page.context().close();
  });

  test("is refused a token that the app's identity provider did not sign", async () => {
    const page = await open();
    const { privateKey } = await generateKeyPair("ES256");
    const userJwt = await new SignJWT({ sub: "olivia" })
      .setProtectedHeader({ alg: "ES256" })
      .setExpirationTime("5m")
      .sign(privateKey);
    const options = {
      loginMethod: "frontendOnly",
      userJwt,
      envId: environment,
      tenant: "acme",
      permitApiUrl: embed,
    };
    const { done, user } = await login(page, options);
    expect(done).toMatch(/Error while trying to login/);
    expect(user).toBeNull();
    await page.context().close();
  });
});

test("a page of somebody else can neither frame a login nor hear of it", async () => {
  const page = await open(stranger);
  const blocked = page.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
  const url = await addressFor("olivia", "acme");
  await page.evaluate((src) => {
    const heard: unknown[] = [];
    Object.assign(globalThis, { heard });
    addEventListener("message", ({ data }) => heard.push(data));
    const frame = document.createElement("iframe");
    frame.src = src;
    document.body.append(frame);
  }, url);
  await blocked;
  expect(await page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard)).toEqual([]);
  await page.context().close();
});
