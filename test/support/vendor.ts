import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { createPermit, type Permit } from "../../src/api/index.js";
import { Database } from "./database.js";
import { createTestDatabase } from "./test-postgres.js";

/** The vendor's own description of the management API, as it was published. */
export interface VendorDescription {
  paths: Record<string, Record<string, VendorOperation>>;
  components: { schemas: Record<string, object> };
}
export interface VendorOperation {
  tags?: string[];
  parameters?: { name: string; in: "path" | "query" | "header"; required?: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

export const vendorDescription = JSON.parse(
  readFileSync(new URL("../fixtures/permit-openapi.json", import.meta.url), "utf8"),
) as VendorDescription;

/** Every operation that the vendor describes, as `METHOD /path`. */
export const vendorRoutes: readonly string[] = Object.entries(vendorDescription.paths).flatMap(
  ([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

/** What the vendor must say, and can only say null of where there is none. */
const nullable = new Set(["email_configuration"]);

const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));
ajv.addSchema({ $id: "vendor", components: withNulls(vendorDescription.components) as object });

const shapes = vendorRoutes.map((route) => {
  const [method = "", path = ""] = route.split(" ");
  const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}/?$`);
  return { route, method, path, pattern, names: path.split("{").length };
});

/** The vendor's route that a request is one of: the one with the fewest names in it. */
export function vendorRouteOf(method: string, path: string): string | undefined {
  const [first] = shapes
    .filter((shape) => shape.method === method && shape.pattern.test(path))
    .sort((one, other) => one.names - other.names);
  return first?.route;
}

/** Every fault of an answer, by the vendor's description of it. */
export function faultsOfAnswer(route: string, status: number, body: unknown): string[] {
  const [method = "", path = ""] = route.split(" ");
  const { responses } = vendorDescription.paths[path]?.[method.toLowerCase()] ?? { responses: {} };
  const described = responses[status];
  if (!described) return status < 400 ? [`${route} is not described to answer ${status}`] : [];
  const schema = described.content?.["application/json"]?.schema;
  if (!schema) return body === null || status >= 400 ? [] : [`${route} answers ${status} without a body`];
  const validate = ajv.compile(inVendor(schema));
  return validate(body)
    ? []
    : (validate.errors ?? []).map((each: ErrorObject) => `${each.instancePath} ${each.message}`);
}

/** References lead into the whole description. */
const inVendor = (schema: object) =>
  withNulls(JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"vendor#/'))) as object;

/** What need not be there may be null: the description leaves that out, and the vendor's clients are told so. */
function withNulls(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNulls);
  if (typeof schema !== "object" || schema === null) return schema;
  const { properties, required = [], ...rest } = schema as { properties?: object; required?: string[] };
  const others = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, withNulls(value)]));
  if (properties === undefined || Array.isArray(properties) || !("type" in schema))
    return {
      ...schema,
      ...others,
      ...(properties !== undefined && { properties: withNulls(properties) }),
    };
  const named = Object.entries(properties).map(([name, value]) => [
    name,
    required.includes(name) && !nullable.has(name)
      ? withNulls(value)
      : { anyOf: [withNulls(value), { type: "null" }] },
  ]);
  return { ...others, required, properties: Object.fromEntries(named) as object };
}

export interface Answered {
  status: number;
  // What a test looks into it knows by the vendor's description, against which it has been checked.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
  headers: Headers;
}

export interface Vendor {
  permit: Permit;
  database: Database;
  /** Where it listens: what `apiUrl` and `pdp` of a client are set to. */
  url: string;
  /** The default environment's own key, and its ids. */
  key: string;
  organizationKey: string;
  organization: string;
  project: string;
  environment: string;
  /** Paths of facts, schema and elements of the default environment. */
  F: string;
  S: string;
  E: string;
  ask: Ask;
  close(): Promise<void>;
}

/** Asks with the environment's key, or another; the answer of a described operation must be as described. */
type Ask = (method: string, path: string, body?: unknown, key?: string | null) => Promise<Answered>;

/** Asks a permit that has been set up otherwise, such as Acme's, with that key. */
export const askingOf = (permit: Permit, key: string): Ask =>
  asking((request) => permit.fetch(request), "http://permit.test", key);

function asking(send: (request: Request) => Promise<Response>, url: string, key: string): Ask {
  return async (method, path, body, by = key) => {
    const response = await send(
      new Request(url + path, {
        method,
        headers: {
          ...(by !== null && { authorization: `Bearer ${by}` }),
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const answer: unknown = text === "" ? null : JSON.parse(text);
    const route = vendorRouteOf(method, path.split("?")[0] ?? "");
    const faults = route === undefined ? [] : faultsOfAnswer(route, response.status, answer);
    if (faults.length > 0)
      throw new Error(
        `${method} ${path}: ${response.status} is not as described:\n${faults.join("\n")}\n${text}`,
      );
    return { status: response.status, body: answer, headers: response.headers };
  };
}

type Options = Partial<Parameters<typeof createPermit>[0]>;
const open = (url: string, options: Options = {}) =>
  createPermit({
    database: url,
    acceptUrl: "https://app.example/join",
    session: () => Promise.resolve(null),
    keyRequestsPerMinute: 1_000_000,
    ...options,
  });

/** A permit on a database of its own, listening on loopback, as the vendor's clients meet it. */
export async function openVendor(options: Options = {}): Promise<Vendor> {
  const { url: databaseUrl, drop } = await createTestDatabase("vendor", async (template) => {
    await (await open(template)).close();
  });
  const permit = await open(databaseUrl, options);
  const database = new Database(databaseUrl);
  const [ids] = await database.rows<{ organization: string; project: string; environment: string }>(
    `select p.organization_id as organization, p.id as project, e.id as environment
     from environment e join project p on p.id = e.project_id`,
  );
  if (!ids) throw new Error("there is no environment");
  const key = await permit.createApiKey({ name: "tests", level: "environment" });
  const organizationKey = await permit.createApiKey({ name: "tests", level: "organization" });
  const server = await listen(permit);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const place = `${ids.project}/${ids.environment}`;
  return {
    permit,
    database,
    url,
    key,
    organizationKey,
    ...ids,
    F: `/v2/facts/${place}`,
    S: `/v2/schema/${place}`,
    E: `/v2/elements/${place}`,
    ask: asking((request) => fetch(request), url, key),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await permit.close();
      await database.close();
      await drop();
    },
  };
}

async function listen(permit: Permit): Promise<Server> {
  const listener = getRequestListener((request) => permit.fetch(request));
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return server;
}
