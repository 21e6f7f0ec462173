import { createPermit, type Permit } from "../../src/api/index.js";
import { definition, people } from "./acme.js";
import { createTestDatabase } from "./test-postgres.js";

/**
 * The real API for the element tests, as many times as there are worlds. A world has a database of its own, so that
 * tests do not see each other; `/in/<world>/as/<user>@<tenant>` is where its API answers to one signed-in user.
 */
export async function startPermit(): Promise<{
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}> {
  const worlds = new Map<string, Promise<World>>();

  async function world(name: string): Promise<World> {
    let found = worlds.get(name);
    if (!found) worlds.set(name, (found = openWorld()));
    return found;
  }

  return {
    async fetch(request) {
      const url = new URL(request.url);
      const [, name, who, path] = /^\/in\/([\w-]+)(?:\/as\/([^/]+))?(\/.*)$/.exec(url.pathname) ?? [];
      if (!name || !path) return new Response("Not found", { status: 404 });
      const { permit, cable, close } = await world(name);
      if (path === "/test/unplug") return ok(cable.unplug());
      if (path === "/test/plug") return ok(cable.plug());
      if (path === "/test/close") {
        worlds.delete(name);
        await close();
        return ok();
      }
      if (cable.isUnplugged) return new Response("Bad gateway", { status: 502 });
      url.pathname = path;
      const headers = new Headers(request.headers);
      if (who) headers.set("as", decodeURIComponent(who));
      const body = request.body ? { body: request.body, duplex: "half" } : {};
      const { method, signal } = request;
      return cable.through(await permit.fetch(new Request(url, { method, headers, signal, ...body })));
    },
    async close() {
      for (const opening of worlds.values()) await (await opening).close();
    },
  };
}

interface World {
  permit: Permit;
  cable: Cable;
  close(): Promise<void>;
}

/** Acme as the API's own tests know it, and Initech, which has 400 people and room for 420. */
async function openWorld(): Promise<World> {
  const database = await createTestDatabase("elements", prepare);
  const permit = await open(database.url);
  const cable = new Cable();
  return {
    permit,
    cable,
    async close() {
      cable.unplug();
      await permit.close();
      await database.drop();
    },
  };
}

const open = (database: string): Promise<Permit> =>
  createPermit({
    database,
    acceptUrl: "https://acme.example/join",
    session: (request) => {
      const [key, tenant] = (request.headers.get("as") ?? "").split("@");
      if (!key) return Promise.resolve(null);
      const name = people.find((each) => each.key === key)?.name ?? key;
      return Promise.resolve({
        user: { key, name, email: `${key}@acme.example`, emailVerified: true },
        tenant: tenant || null,
      });
    },
    sendInvitation: () => Promise.resolve(),
  });

async function prepare(url: string): Promise<void> {
  const permit = await open(url);
  await permit.define({
    ...definition,
    tenants: {
      ...definition.tenants,
      initech: { name: "Initech", guardrails: { seats: 420, least: { owner: 1 } } },
    },
  });
  await permit.importPeople("acme", people);
  await permit.importPeople("initech", initech());
  await permit.close();
}

function* initech() {
  yield { key: "olivia", name: "Olivia Marsh", email: "olivia@acme.example", roles: ["owner"] };
  for (let number = 1; number < 400; number++) {
    const padded = String(number).padStart(3, "0");
    yield {
      key: `worker-${padded}`,
      name: `Worker ${padded}`,
      email: `worker-${padded}@initech.example`,
      roles: [number % 4 === 0 ? "editor" : "viewer"],
      attributes: { department: number % 2 === 0 ? "Design" : "Finance" },
    };
  }
}

/** What lies between the page and the server: unplugged, requests fail and streams break off. */
class Cable {
  isUnplugged = false;
  #breaking = new AbortController();

  unplug(): void {
    this.isUnplugged = true;
    this.#breaking.abort();
  }

  plug(): void {
    this.isUnplugged = false;
    this.#breaking = new AbortController();
  }

  through(response: Response): Response {
    if (!response.body) return response;
    const wire = new TransformStream<Uint8Array, Uint8Array>();
    const options = { signal: this.#breaking.signal, preventAbort: true };
    response.body
      .pipeTo(wire.writable, options)
      .catch(() => void wire.writable.close().catch(() => undefined));
    return new Response(wire.readable, response);
  }
}

function ok(_done?: void): Response {
  return new Response(null, { status: 204 });
}
