import { createPermit, type Definition, type Permit } from "../../src/api/index.js";
import { definition, people } from "./acme.js";
import { Database } from "./database.js";
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
      const { permit, database, cable, close } = await world(name);
      if (path === "/test/unplug") return ok(cable.unplug());
      if (path === "/test/plug") return ok(cable.plug());
      if (path === "/test/operator") return Response.json(await operatorOf(permit, url));
      if (path === "/test/justifications") return Response.json(await justifications(database));
      if (path === "/test/fill-log") return ok(await fillLog(database));
      if (path === "/test/forge-log") return ok(await forgeLog(database));
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

/** A session of the vendor's own console, as its backend opens it. */
const operatorOf = (permit: Permit, { searchParams }: URL) => {
  const tenant = searchParams.get("tenant");
  return permit.operatorSession({ name: "Vera of the vendor", ...(tenant && { tenant }) });
};

interface World {
  permit: Permit;
  database: Database;
  cable: Cable;
  close(): Promise<void>;
}

/**
 * Acme as the API's own tests know it, Initech, which has 400 people and room for 420, and Umbrella, where team leads
 * act within every limit that asks for something more.
 */
async function openWorld(): Promise<World> {
  const { url, drop } = await createTestDatabase("elements", prepare);
  const permit = await open(url);
  const database = new Database(url);
  const cable = new Cable();
  return {
    permit,
    database,
    cable,
    async close() {
      cable.unplug();
      await permit.close();
      await database.close();
      await drop();
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
      const name = [...people, ...umbrella, ...hooli].find((each) => each.key === key)?.name ?? key;
      return Promise.resolve({
        user: { key, name, email: `${key}@acme.example`, emailVerified: true },
        tenant: tenant || null,
      });
    },
    sendInvitation: ({ to }) =>
      to.endsWith("@bounces.example") ? Promise.reject(new Error("Not delivered")) : Promise.resolve(),
  });

/** Why changes were made, as the audit trail keeps it, by what was done. */
const justifications = (database: Database) =>
  database.rows<{ action: string; justification: string }>(
    `select action, people ->> 'justification' as justification from audit_entry
     where outcome = 'done' and people ? 'justification' order by at, seq`,
  );

/** Gives Initech a long log. */
async function fillLog(database: Database): Promise<void> {
  await database.rows(
    `select append_audit(t.environment_id, t.id, 'changes', clock_timestamp(), (select jsonb_agg(jsonb_build_object(
       'body', jsonb_build_object('action', 'user.sync', 'outcome', 'done', 'actor_kind', 'system', 'actor', null),
       'people', jsonb_build_object('target', 'Number ' || n))) from generate_series(1, 20000) n))
     from tenant t where t.key = 'initech'`,
  );
}

/** Alters what the second entry of Acme says, as only a superuser can. */
async function forgeLog(database: Database): Promise<void> {
  await database.rows("alter table audit_entry disable trigger user");
  await database.rows(
    `update audit_entry e set body = e.body || '{"action": "user.suspend"}' from audit_chain c join tenant t on t.id = c.tenant_id
     where e.chain_id = c.id and c.kind = 'changes' and t.key = 'acme' and e.seq = 2`,
  );
  await database.rows("alter table audit_entry enable trigger user");
}

const team = definition.elements?.["team"];

/** An element of Acme's in which those of the office are present too. */
function withOffice(key: "requests" | "asking") {
  const element = definition.elements?.[key];
  if (!element) throw new Error(`There is no element ${key}`);
  const { LEVEL_4 = [], ...levels } = element.roles_to_levels ?? {};
  return { ...element, roles_to_levels: { ...levels, LEVEL_4: ["office", "lead", ...LEVEL_4] } };
}

const wider: Definition = {
  ...definition,
  roles: {
    ...definition.roles,
    lead: { name: "Team lead", permissions: ["document:share"], extends: ["editor"] },
    office: { name: "Office", description: "Gives some roles once others agree", extends: ["viewer"] },
  },
  elements: {
    ...definition.elements,
    team: {
      ...team,
      type: "user-management",
      name: "Team",
      roles_to_levels: { ...team?.roles_to_levels, LEVEL_3: ["lead", "office", "viewer"] },
    },
    requests: withOffice("requests"),
    asking: withOffice("asking"),
  },
  delegations: [
    ...(definition.delegations ?? []),
    {
      role: "lead",
      verbs: [
        "user.view",
        "user.invite",
        "invitation.resend",
        "invitation.cancel",
        "role.grant",
        "role.extend",
        "role.revoke",
      ],
      roles: { keys: ["viewer", "editor"] },
      passing_on: true,
      time: { must_end: true, longest_days: 90 },
      domains: { allow: ["acme.example"] },
      justification: true,
    },
    {
      role: "office",
      verbs: ["user.view", "user.invite", "role.grant", "role.extend", "role.revoke"],
      roles: { keys: ["viewer", "editor", "billing"] },
      mode: "bind",
      passing_on: true,
      approval: [
        { roles: ["billing"], count: 1, reviewers: ["owner"] },
        { roles: ["editor"], count: 2, reviewers: ["owner", "manager"] },
      ],
    },
  ],
  tenants: {
    ...definition.tenants,
    initech: { name: "Initech", guardrails: { seats: 420, least: { owner: 1 } } },
    umbrella: { name: "Umbrella" },
    hooli: { name: "Hooli" },
  },
};

async function prepare(url: string): Promise<void> {
  const permit = await open(url);
  await permit.define(wider);
  await permit.importPeople("acme", people);
  await permit.importPeople("initech", initech());
  await permit.importPeople("umbrella", umbrella);
  await permit.importPeople("hooli", hooli);
  await permit.close();
}

const umbrella = [
  { key: "olivia", roles: ["owner"] },
  { key: "lena", name: "Lena Lead", email: "lena@acme.example", roles: ["lead"] },
  { key: "lars", name: "Lars Lead", email: "lars@acme.example", roles: ["lead"] },
  { key: "victor", roles: ["viewer"] },
];

const hooli = [
  { key: "olivia", roles: ["owner"] },
  { key: "petra", name: "Petra Lind", email: "petra@acme.example", roles: ["owner"] },
  { key: "maria", roles: ["manager"] },
  { key: "otto", name: "Otto Office", email: "otto@acme.example", roles: ["office"] },
  { key: "victor", roles: ["viewer"] },
  { key: "ana", roles: ["viewer"] },
];

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
