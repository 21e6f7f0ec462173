import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { Endpoint, HostEndpoint } from "./endpoint.js";
import { InstanceKey, Problem } from "./wire.js";

const json = (schema: z.ZodType, description: string) => ({
  description,
  content: { "application/json": { schema } },
});
const refusals = Object.fromEntries(
  Object.entries({
    400: "Not readable",
    401: "Not signed in, or the session has ended",
    403: "Not allowed, with reasons",
    404: "Not there, or not for the asker to know of",
    409: "Changed meanwhile, there already, or against a guardrail",
    413: "Too large",
    422: "Something in it is not right, with the fields",
    429: "Too many requests; see Retry-After",
    503: "Not available just now, or not set up rightly",
  }).map(([status, description]) => [status, json(Problem, description)]),
);

/** Parts of paths are ids, but for those that the host names. */
const named: Record<string, z.ZodType> = { instance: InstanceKey };

const retryKey = { "idempotency-key": z.string().max(200).optional() };

type Method = "get" | "post" | "put" | "patch" | "delete";

/** The element API as OpenAPI 3.1, made from the schemas that parse its requests. */
export function describeApi(endpoints: readonly Endpoint[], hostEndpoints: readonly HostEndpoint[]) {
  const app = new OpenAPIHono();
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
  });
  for (const { route, summary, input, query, answer } of endpoints) {
    const [method = "", path = ""] = route.split(" ");
    const params = [...path.matchAll(/\{(\w+)\}/g)].map(
      ([, name = ""]) => [name, named[name] ?? z.uuid()] as const,
    );
    app.openAPIRegistry.registerPath({
      method: method.toLowerCase() as Method,
      path,
      summary,
      security: [{ session: [] }],
      request: {
        ...(params.length > 0 && { params: z.object(Object.fromEntries(params)) }),
        ...(query instanceof z.ZodObject && { query }),
        ...(input && {
          body: { required: true, content: { "application/json": { schema: input } } },
          headers: z.object(retryKey),
        }),
      },
      responses: { 200: json(answer, "Done"), ...refusals },
    });
  }
  for (const { route, summary, input, answer, action } of hostEndpoints) {
    const [, path = ""] = route.split(" ");
    app.openAPIRegistry.registerPath({
      method: "post",
      path,
      summary,
      description: "Asks the host who is signed in.",
      request: {
        body: { required: true, content: { "application/json": { schema: input } } },
        headers: z.object({ "permit-element": z.literal("1"), ...(action && retryKey) }),
      },
      responses: { 200: json(answer, "Done"), ...refusals },
    });
  }
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/live",
    summary: "Bells: which lists have changed",
    security: [{ session: [] }],
    responses: {
      200: { description: "A stream of events", content: { "text/event-stream": { schema: z.string() } } },
      ...refusals,
    },
  });
  return app.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "Permit Elements", version: "0.1.0" } });
}
