import { Hono, type Context } from "hono";
import { z } from "zod";
import { faultResponse, invalidInput } from "../management/fault.js";
import { bearerOf, newRequestId, type Server } from "../request-context.js";
import { readAssignments, readInstanceKeys } from "../store/decision-lists.js";
import { askingOf, type Asking } from "./asking.js";
import {
  configuration,
  evaluation,
  evaluations,
  searchAction,
  searchResource,
  searchSubject,
} from "./authzen.js";
import { bodyOf } from "./body.js";
import { allowed, allowedBulk, allowedRoot } from "./check.js";
import type { EnvironmentView } from "./environment-view.js";
import { allTenants, allowedUrl, authorizedUsers, keyInBody, userPermissions, userTenants } from "./lists.js";

type Answer = (
  asking: Asking | null,
  body: unknown,
  request: Request,
  view: EnvironmentView,
) => object | Promise<object>;

/** What the clients ask the decision point, each with the key of one environment; as many as anybody likes. */
const answers: Readonly<Record<string, Answer>> = {
  "/allowed": allowed,
  "/allowed/bulk": allowedBulk,
  "/allowed/all-tenants": allTenants,
  "/allowed_url": allowedUrl,
  "/user-permissions": userPermissions,
  "/user-tenants": userTenants,
  "/authorized_users": authorizedUsers,
  "/v1/data/permit/root": allowedRoot,
  "/access/v1/evaluation": evaluation,
  "/access/v1/evaluations": evaluations,
  "/access/v1/search/subject": searchSubject,
  "/access/v1/search/action": searchAction,
  "/access/v1/search/resource": (asking, body, _, { store, environment }) =>
    searchResource(asking, body, (of) => readInstanceKeys(store, environment, of)),
};
const healthPaths = ["/health", "/healthy", "/ready", "/healthcheck"];
const triggers = ["/policy-updater/trigger", "/data-updater/trigger"];

/** The decision point's routes. `whole` answers what is asked of the management API by way of it. */
export function decisionRoutes(server: Server, whole: (request: Request) => Response | Promise<Response>) {
  const app = new Hono();
  const { decisions, attributes } = server;
  const open = (request: Request) => decisions.open(bearerOf(request));
  // Outside of what goes around other requests, which makes answers anew: that costs more than a check.
  const on = (method: string, path: string, answer: (context: Context) => Response | Promise<Response>) =>
    app.on(method, path, async (context) => {
      try {
        return await answer(context);
      } catch (error) {
        return faulty(error, newRequestId());
      }
    });

  for (const [path, answer] of Object.entries(answers))
    on("POST", path, async ({ req: { raw } }) => {
      const secret = bearerOf(raw);
      // One client sends its key in the body, and that alone.
      const wrapped = secret === null && path === "/allowed/all-tenants" ? await bodyOf(raw) : undefined;
      const view = await decisions.open(wrapped === undefined ? secret : keyInBody(wrapped));
      const body = wrapped ?? (await bodyOf(raw));
      const asking = await askingOf(view, attributes);
      return json(await answer(asking, body, raw, view));
    });
  on("GET", "/local/role_assignments", async ({ req }) => {
    const view = await open(req.raw);
    const filter = AssignmentsQuery.safeParse(req.query());
    if (!filter.success) throw invalidInput("query", filter.error);
    return json(await readAssignments(server.store, view.environment, filter.data));
  });
  for (const path of healthPaths) on("GET", path, () => json({ status: "ok" }));
  for (const path of triggers)
    on("POST", path, async ({ req: { raw } }) => {
      await (await open(raw)).catchUp();
      return json({ status: "ok" });
    });
  const wellKnown = "/.well-known/authzen-configuration";
  on("GET", wellKnown, ({ req: { raw } }) => json(configuration(raw, wellKnown)));

  // By way of the decision point clients may leave out whose facts they are: those of their key's environment.
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"])
    on(method, "/facts/*", async ({ req: { raw } }) => {
      const { project, environment } = await decisions.keyOf(bearerOf(raw));
      const url = new URL(raw.url);
      url.pathname = url.pathname.replace(/^\/facts/, `/v2/facts/${project}/${environment}`);
      return whole(new Request(url, raw));
    });
  return app;
}

function faulty(error: unknown, requestId: string): Response {
  const response = faultResponse(error, requestId);
  response.headers.set("permit-request-id", requestId);
  // Never the message: it may quote what was sent.
  if (response.status === 500 && error instanceof Error)
    console.error(
      `permit: request ${requestId} failed: ${error.name}`,
      error.stack?.split("\n").slice(1, 6).join("\n"),
    );
  return response;
}

const headers = { "content-type": "application/json", "cache-control": "no-store" };
const json = (body: object): Response =>
  new Response(JSON.stringify(body), { headers: { ...headers, "permit-request-id": newRequestId() } });

const AssignmentsQuery = z
  .looseObject({
    user: z.string().optional(),
    role: z.string().optional(),
    tenant: z.string().optional(),
    resource: z.string().optional(),
    resource_instance: z.string().optional(),
    page: z.coerce.number().int().min(1).max(1_000_000).default(1),
    per_page: z.coerce.number().int().min(1).max(100).default(30),
  })
  .transform(({ per_page, resource_instance, ...rest }) => ({
    ...rest,
    perPage: per_page,
    resourceInstance: resource_instance,
  }));
