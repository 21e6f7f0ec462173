import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { createPermit } from "../../src/api/index.js";
import { createTestDatabase, startTestPostgres } from "../../test/support/test-postgres.js";

/** A server that answers checks beside a bare handler, in a process of its own; tells its parent where, and by which key. */

const people = Number(process.argv[2] ?? 10_000);
const postgres = await startTestPostgres();
const database = await createTestDatabase();
const permit = await createPermit({
  database: database.url,
  acceptUrl: "http://127.0.0.1/join",
  session: () => Promise.resolve(null),
});
await permit.define({
  resources: { document: { name: "Document", actions: { read: "Read", write: "Write" } } },
  roles: { viewer: { name: "Viewer", permissions: ["document:read"] } },
  tenants: { acme: { name: "Acme" } },
});
await permit.importPeople(
  "acme",
  Array.from({ length: people }, (_, n) => ({ key: `user-${n}`, roles: ["viewer"] })),
);
const key = await permit.createApiKey({ name: "bench", level: "environment" });

// It reads what it is sent and answers a decision, as whoever writes that by hand would have it do.
const bare = new Hono();
bare.post("/bare", async (context) => {
  const { action } = await context.req.json<{ action: string }>();
  return context.json({ allow: action === "read" });
});
const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
const answer = getRequestListener(
  (request) => (request.url.endsWith("/bare") ? bare.fetch(request) : permit.fetch(request)),
  { overrideGlobalObjects: false },
);
server.listen(0, "127.0.0.1", () => {
  process.send?.({ port: (server.address() as AddressInfo).port, key });
});

process.once("message", () => {
  server.closeAllConnections();
  server.close();
  void permit
    .close()
    .then(() => database.drop())
    .then(() => postgres.stop())
    .finally(() => process.exit());
});
