import { Hono } from "hono";
import type { Server } from "../request-context.js";
import { Fault, faultResponse } from "./fault.js";
import { whyNotServed } from "./not-served.js";
import type { Operation } from "./operation.js";
import { operatorLogin } from "./operator-login.js";
import { keyOf } from "./scope.js";
import { operations } from "./served.js";

/** The management API's routes: what is served, and the vendor's shape for everything that goes wrong under `/v2`. */
export function managementRoutes(server: Server) {
  const app = new Hono<{ Variables: { requestId: string } }>();
  app.post("/v2/auth/operator_login", ({ req }) => operatorLogin(server, req.raw));
  for (const served of [...operations].sort(byLiteralsFirst)) {
    const [method = "", path = ""] = served.route.split(" ");
    app.on(method, path.replaceAll(/\{(\w+)\}/g, ":$1"), (context) => {
      const params: Record<string, string> = context.req.param();
      return served.handle(server, context.req.raw, params, context.get("requestId"));
    });
  }
  app.all("/v2/*", async ({ req }) => {
    server.keyRequests.take((await keyOf(server.store, req.raw)).id);
    const because = whyNotServed(req.method, req.path);
    throw because === undefined
      ? new Fault(404, "NOT_FOUND", "There is nothing here by that name.")
      : new Fault(501, "UNEXPECTED_ERROR", `This server does not serve that: ${because}.`);
  });
  app.onError((error, context) => {
    const response = faultResponse(error, context.get("requestId"));
    // Never the message: it may quote what was sent.
    if (response.status === 500)
      console.error(
        `permit: request ${context.get("requestId")} failed: ${error.name}`,
        error.stack?.split("\n").slice(1, 6).join("\n"),
      );
    return response;
  });
  return app;
}

/** A name in the path stands for anything, so what is written out is looked for first: `~` comes after all letters. */
function byLiteralsFirst(one: Operation, other: Operation): number {
  const place = ({ route }: Operation) => route.replaceAll(/\{\w+\}/g, "~");
  return place(one) < place(other) ? -1 : 1;
}
