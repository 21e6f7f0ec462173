import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appOf } from "../../src/api/app.js";
import { ofDecisionPoint } from "../support/every-route.js";
import { features } from "../../src/api/permit.js";
import type { Server } from "../../src/api/request-context.js";
import { openAcme, type Acme } from "../support/acme.js";
import { ApiDescription } from "../support/api-description.js";
import { isObject, Schemas, type Schema } from "../support/json-schema.js";

let acme: Acme;
let api: ApiDescription;
beforeAll(async () => {
  acme = await openAcme();
  api = await ApiDescription.of(acme.permit);
});
afterAll(() => acme.close());

describe("the API's description of itself", () => {
  test("is OpenAPI 3.1, and open to everybody", async () => {
    const response = await acme.permit.fetch(new Request("http://app.example/openapi.json"));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      openapi: "3.1.0",
      info: { title: "Permit Elements", version: expect.any(String) as string },
      components: { securitySchemes: { session: { type: "http", scheme: "bearer" } } },
    });
  });

  test("names every route that is served, and no other", () => {
    const served = appOf({} as Server, features)
      .routes.filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(?=\/|$)/g, "{$1}")}`)
      // Itself, the elements' scripts, and the vendor's dialect, which is described elsewhere.
      .filter((route) => !/openapi\.json|:file|\/v2\//.test(route) && !ofDecisionPoint.has(route));
    expect(new Set(api.operations.map(({ method, path }) => `${method} ${path}`))).toEqual(new Set(served));
  });

  test("says of each route what goes in, what comes back, and how it refuses", () => {
    for (const { method, path, params, input, responses } of api.operations) {
      expect(params, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect(Object.keys(responses).sort(), path).toEqual(
        ["200", "400", "401", "403", "404", "409", "413", "422", "429", "503"].sort(),
      );
      for (const [status, { content }] of Object.entries(responses)) {
        if (status === "200" && path === "/live") expect(content).toHaveProperty(["text/event-stream"]);
        else expect(content?.["application/json"]?.schema, `${path} ${status}`).toBeDefined();
        if (status !== "200")
          expect(content?.["application/json"]?.schema).toEqual({ $ref: "#/components/schemas/Problem" });
      }
      expect(input !== null, path).toBe(method !== "GET");
    }
  });

  test("refers to nothing that is missing, and has no part that nothing refers to", () => {
    const text = JSON.stringify(api.document);
    const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
    expect(referred).toEqual(new Set(Object.keys(api.document.components.schemas)));
  });

  test("lets no input carry what is not named", () => {
    const loose: string[] = [];
    const walk = (schema: Schema, path: string) => {
      const { type, properties, items, additionalProperties, anyOf } = api.inputs.resolve(schema);
      if (type === "object" && additionalProperties !== false && !isObject(additionalProperties))
        loose.push(path);
      for (const [name, each] of Object.entries((properties ?? {}) as Record<string, Schema>))
        walk(each, `${path}/${name}`);
      if (isObject(items)) walk(items, `${path}/[]`);
      for (const each of (anyOf ?? []) as Schema[]) walk(each, path);
    };
    for (const { path, input } of api.operations) if (input) walk(input, path);
    expect(loose).toEqual([]);
  });

  test("bounds every list and every text that comes in", () => {
    const unbounded: string[] = [];
    const walk = (schema: Schema, path: string) => {
      const { type, properties, items, anyOf, ...own } = api.inputs.resolve(schema);
      if (type === "array" && own["maxItems"] === undefined) unbounded.push(path);
      const isBounded = ["maxLength", "format", "enum", "const", "pattern"].some((keyword) => keyword in own);
      if (type === "string" && !isBounded) unbounded.push(path);
      for (const [name, each] of Object.entries((properties ?? {}) as Record<string, Schema>))
        walk(each, `${path}/${name}`);
      if (isObject(items)) walk(items, `${path}/[]`);
      for (const each of (anyOf ?? []) as Schema[]) walk(each, path);
    };
    for (const { path, input } of api.operations) if (input) walk(input, path);
    expect(unbounded).toEqual([]);
  });
});

describe("the check of every answer in these tests", () => {
  const answer = (body: unknown, status = 200) =>
    new Response(JSON.stringify(body), {
      status,
      headers: { "content-type": "application/json", "permit-request-id": "1" },
    });
  const check = (route: string, response: Response) => {
    const [method = "", path = ""] = route.split(" ");
    return api.check(new Request(`http://app.example${path}`, { method }), response);
  };
  const problem = { id: "1", title: "x", error_code: "x", message: "x" };

  test.each([
    ["something is missing", "GET /people/count", {}],
    ["something is of another type", "GET /people/count", { total: "1" }],
    ["something is no whole number", "GET /people/count", { total: 1.5 }],
    ["something is not described", "GET /people/count", { total: 1, secret: 2 }],
    [
      "something deep down is not described",
      "GET /people",
      { people: [{ password: "x" }], next: null, total: 0 },
    ],
    ["there is nothing", "GET /people/count", null],
  ])("fails where %s", async (_, route, body) => {
    await expect(check(route, answer(body))).rejects.toThrow("not as described");
  });
  test("fails where a status is not described, or a refusal has another shape", async () => {
    await expect(check("GET /people/count", answer({ total: 1 }, 201))).rejects.toThrow("not described");
    await expect(check("GET /people/count", answer(problem, 500))).rejects.toThrow("not described");
    await expect(check("GET /people/count", answer({ error: "x" }, 403))).rejects.toThrow("not as described");
    await expect(check("GET /nowhere", answer({ error: "x" }, 404))).rejects.toThrow("not as described");
    await expect(check("GET /people/count", answer({ ...problem, id: "2" }, 403))).rejects.toThrow(
      "without the id",
    );
  });
  test("passes what is as described", async () => {
    await check("GET /people/count", answer({ total: 1 }));
    await check("GET /people/count", answer(problem, 404));
  });

  test.each<[string, Schema, unknown[], unknown[]]>([
    ["type", { type: ["integer", "null"] }, [1, null], ["1", 1.5, {}, [], true]],
    ["enum", { enum: ["a", "b"] }, ["a"], ["c", null]],
    ["const", { const: "1" }, ["1"], [1]],
    ["anyOf", { anyOf: [{ type: "string" }, { type: "null" }] }, ["a", null], [1]],
    ["allOf", { allOf: [{ minimum: 1 }, { maximum: 2 }] }, [1, 2], [0, 3]],
    ["required", { required: ["a"] }, [{ a: 1 }, []], [{}]],
    ["additionalProperties", { properties: { a: {} }, additionalProperties: false }, [{ a: 1 }], [{ b: 1 }]],
    ["items", { items: { type: "string" }, minItems: 1, maxItems: 2 }, [["a"]], [[], [1], ["a", "b", "c"]]],
    ["length", { minLength: 1, maxLength: 2 }, ["a"], ["", "abc"]],
    ["format", { format: "uuid" }, ["3f0c6d3e-1111-4222-8333-444455556666"], ["x"]],
    ["date-time", { format: "date-time" }, ["2026-12-31T23:59:59Z"], ["2026-12-31", "x"]],
    ["pattern", { pattern: "^a+$" }, ["aa"], ["b"]],
    ["propertyNames", { propertyNames: { maxLength: 1 } }, [{ a: 1 }], [{ ab: 1 }]],
  ])("knows %s", (_, schema, good, bad) => {
    const schemas = new Schemas({});
    for (const value of good) expect(schemas.faults(schema, value)).toEqual([]);
    for (const value of bad) expect(schemas.faults(schema, value), JSON.stringify(value)).not.toEqual([]);
  });
  test("knows no keyword that it does not check", () => {
    expect(() => new Schemas({}).faults({ oneOf: [] }, 1)).toThrow("Unknown keyword oneOf");
  });
});
