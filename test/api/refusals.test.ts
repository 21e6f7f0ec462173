import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asHost, call } from "../support/acme.js";
import { others, routes, servedRoutes } from "../support/every-route.js";
import { ownersSession, refusals, type World } from "../support/refusals.js";
import { openWorld } from "../support/world.js";

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.acme.close());

for (const route of routes) refusals(route, () => world);

describe("the table of routes", () => {
  test("names every route that is served, and no other", () => {
    expect(new Set(servedRoutes())).toEqual(new Set([...routes.map(({ route }) => route), ...others]));
  });

  test("names requests that are answered when nothing is spoiled", async () => {
    for (const route of routes) {
      const { params = {}, input } = route.good(world);
      // An invitation that was accepted is over: another takes its place.
      if (route.route.endsWith("/resend")) {
        world = {
          ...world,
          invitation: (await world.acme.invite(world.olivia, "next@acme.example", "editor")).id,
        };
        params["invitation"] = world.invitation;
      }
      if (route.route === "POST /leave")
        await world.acme.permit.importPeople("acme", [{ key: "second", roles: ["owner"] }]);
      const [method = "", pattern = ""] = route.route.split(" ");
      const path = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
      const headers: Record<string, string> =
        route.door === "host"
          ? asHost(route.guest ?? "olivia")
          : { authorization: `Bearer ${ownersSession(route, world).session.token}` };
      const body = method === "GET" ? undefined : (input ?? {});
      const response = await call(
        world.acme.permit,
        method,
        path + (route.query ? `?${route.query}` : ""),
        body,
        headers,
      );
      expect(response.status, route.route).toBe(200);
      if (route.door === "stream") await response.body?.cancel();
    }
  });
});
