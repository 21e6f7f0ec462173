import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Endpoint, HostEndpoint } from "./endpoint.js";
import { problemResponse, Refused } from "./errors.js";
import { decisionRoutes } from "./decision-point/routes.js";
import { liveFeed } from "./live/live-feed.js";
import { managementRoutes } from "./management/routes.js";
import { describeApi } from "./openapi.js";
import { newRequestId, type Server } from "./request-context.js";
import { openSession, type ElementKind } from "./sessions/open-session.js";
import { OpenSessionInput, Session, type ElementType } from "./wire.js";

/** What the features bring: endpoints of element sessions, those before a session, and kinds of elements. */
export interface Features {
  endpoints: readonly Endpoint[];
  hostEndpoints: readonly HostEndpoint[];
  kinds: Record<ElementType, ElementKind>;
}

const mostBytes = 2 * 1024 * 1024;

/** Routes, and what is the same for all of them: request ids, sizes, refusals. */
export function appOf(server: Server, { endpoints, hostEndpoints, kinds }: Features) {
  const beforeSession: readonly HostEndpoint[] = [
    {
      route: "POST /session",
      summary: "Open an element session",
      input: OpenSessionInput,
      answer: Session,
      action: null,
      handle: (_, request, requestId) => openSession(server, kinds, request, requestId),
    },
    ...hostEndpoints,
  ];
  const app = new Hono<{ Variables: { requestId: string } }>();
  app.route(
    "/",
    decisionRoutes(server, (request) => app.fetch(request)),
  );
  app.use(async (context, next) => {
    context.set("requestId", newRequestId());
    await next();
    context.header("permit-request-id", context.get("requestId"));
  });
  app.use(
    bodyLimit({
      maxSize: mostBytes,
      onError: () => {
        throw new Refused("too_large", "At most 2 MB.");
      },
    }),
  );

  for (const endpoint of endpoints) {
    const [method = "", path = ""] = endpoint.route.split(" ");
    app.on(method, path.replaceAll(/\{(\w+)\}/g, ":$1"), (context) => {
      const params: Record<string, string> = context.req.param();
      return endpoint.handle(server, context.req.raw, params, context.get("requestId"));
    });
  }
  for (const endpoint of beforeSession) {
    app.post(endpoint.route.replace("POST ", ""), async (context) => {
      const response = await endpoint.handle(server, context.req.raw, context.get("requestId"));
      // Even where only a session is opened: the host has said who its user is.
      await server.decisions.written(server.environment);
      return response;
    });
  }
  app.get("/live", ({ req }) => liveFeed(server, req.raw));
  app.route("/", managementRoutes(server));
  app.get("/openapi.json", (context) => context.json(describeApi(endpoints, beforeSession)));
  app.get("/:file{.+\\.(?:js|map)}", async ({ req }, next) => {
    const file: string = req.param("file");
    return (await server.scripts(file, req.raw)) ?? next();
  });

  app.notFound((context) =>
    problemResponse(
      new Refused("not_found", "There is nothing here by that name."),
      context.get("requestId"),
    ),
  );
  app.onError((error, context) => {
    const response = problemResponse(error, context.get("requestId"));
    // Never the message: it may quote what was sent.
    if (response.status === 500) {
      console.error(
        `permit: request ${context.get("requestId")} failed: ${error.name}`,
        error.stack?.split("\n").slice(1, 6).join("\n"),
      );
    }
    return response;
  });
  return app;
}
