import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchHandler, nodeHandler } from "../../src/api/index.js";
import type { Permit } from "../../src/api/permit.js";
import { asHost, openAcme, type Acme } from "../support/acme.js";

let acme: Acme;
beforeAll(async () => {
  acme = await openAcme();
});
afterAll(() => acme.close());

/** Hosts with a page of their own, each with the permit mounted as README says. */
const hosts: Record<string, (permit: Permit) => Promise<Server>> = {
  async Hono(permit) {
    const app = new Hono().get("/own", (context) => context.text("a page of the host's"));
    app.mount("/permit", permit.fetch);
    return createAdaptorServer({ fetch: app.fetch }) as Server;
  },
  async Express(permit) {
    const app = express();
    app.use("/permit", nodeHandler(permit));
    app.use(express.json());
    app.get("/own", (_, response) => void response.send("a page of the host's"));
    return createServer(app);
  },
  async Fastify(permit) {
    const app = fastify();
    const handle = nodeHandler(permit, "/permit");
    app.addHook("onRequest", ({ raw }, reply, next) => handle(raw, reply.raw, next));
    app.get("/own", () => "a page of the host's");
    await app.ready();
    return app.server;
  },
  /** A route handler of Next is called with the request as it came, its whole path included. */
  async Next(permit) {
    const GET = fetchHandler(permit, "/permit");
    const routes: Record<string, Permit["fetch"]> = { GET, POST: GET, PATCH: GET };
    return createAdaptorServer({
      fetch: (request) =>
        request.url.endsWith("/own")
          ? new Response("a page of the host's")
          : routes[request.method]?.(request),
    }) as Server;
  },
  async "Node.js"(permit) {
    const handle = nodeHandler(permit, "/permit");
    return createServer((request, response) =>
      handle(request, response, () => response.end("a page of the host's")),
    );
  },
};

describe.each(Object.entries(hosts))("mounted in %s", (name, open) => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = (await open(acme.permit)).listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("answers an element", async () => {
    const response = await openSession(url);
    expect(response.status).toBe(200);
    const { token, you } = (await response.json()) as { token: string; you: { name: string } };
    expect(you.name).toBe("Olivia Marsh");
    const people = await fetch(`${url}/permit/people?limit=1`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await people.json()).toMatchObject({ total: expect.any(Number) as number });
  });

  it("tells of a change while it is listened to", async () => {
    const { token } = (await (await openSession(url)).json()) as { token: string };
    const leaving = new AbortController();
    const live = await fetch(`${url}/permit/live`, {
      headers: { authorization: `Bearer ${token}` },
      signal: leaving.signal,
    });
    const { value } = await live.body!.getReader().read();
    expect(new TextDecoder().decode(value)).not.toBe("");
    leaving.abort();
  });

  it("leaves the host its own pages", async () => {
    expect(await (await fetch(`${url}/own`)).text()).toBe("a page of the host's");
  });

  it("stands in README with the line that was run here", () => {
    const source = readFileSync(new URL(import.meta.url), "utf8");
    const row = new RegExp(`^\\| ${name.replace(".", "\\.")} +\\| (.*) \\|$`, "m");
    const [, cell = ""] = row.exec(readFileSync("README.md", "utf8")) ?? [];
    const [, call] = /((?:node|fetch)Handler\([^)]*\)|app\.mount\([^)]*\))/.exec(cell) ?? [];
    expect(call).toBeDefined();
    expect(source).toContain(call);
  });
});

function openSession(url: string): Promise<Response> {
  return fetch(`${url}/permit/session`, {
    method: "POST",
    headers: { "content-type": "application/json", ...asHost("olivia") },
    body: JSON.stringify({ type: "user-management" }),
  });
}
