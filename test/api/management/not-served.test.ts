import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appOf } from "../../../src/api/app.js";
import { covers, notServed, ours, whyNotServed } from "../../../src/api/management/not-served.js";
import { operations } from "../../../src/api/management/served.js";
import { features } from "../../../src/api/permit.js";
import type { Server } from "../../../src/api/request-context.js";
import { managementTable } from "../../support/management-table.js";
import { openVendor, vendorRoutes, type Vendor } from "../../support/vendor.js";

const served = operations.map(({ route }) => route);
const unserved = vendorRoutes.filter((route) => !served.includes(route));
const parts = (route: string): [string, string] => {
  const [method = "", path = ""] = route.split(" ");
  return [method, path];
};

describe("each operation that the vendor describes", () => {
  test("is served once, or there is a reason why not", () => {
    expect(vendorRoutes).toHaveLength(258);
    expect(new Set(served).size).toBe(served.length);
    expect(unserved.filter((route) => whyNotServed(...parts(route)) === undefined)).toEqual([]);
  });

  test.each(notServed)("%s has a reason as long as something of it is not served", (what) => {
    expect(unserved.some((route) => covers(what, ...parts(route)))).toBe(true);
  });

  test("stands on its page; `npm run describe` writes that anew", () => {
    expect(readFileSync("docs/management-api.md", "utf8")).toBe(managementTable());
  });
});

test("what we serve under /v2 beyond the vendor's description is named as ours", () => {
  const all = appOf({} as Server, features)
    .routes.filter(({ method, path }) => method !== "ALL" && path.startsWith("/v2/"))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(?=\/|$)/g, "{$1}")}`);
  const beyond = all.filter((route) => !vendorRoutes.includes(route));
  expect(beyond.sort()).toEqual(ours.map(([route]) => route).sort());
});

describe("what is not served", () => {
  let vendor: Vendor;
  beforeAll(async () => {
    vendor = await openVendor();
  });
  afterAll(() => vendor.close());

  const asked = (route: string) => {
    const [method, path] = parts(route);
    return [method, path.replaceAll(/\{\w+\}/g, "x")] as const;
  };

  test("is not told to strangers", async () => {
    for (const route of [...unserved, "GET /v2/nothing"]) {
      const { status, body } = await vendor.ask(...asked(route), undefined, null);
      expect([route, status, body.error_code]).toEqual([route, 401, "UNAUTHORIZED"]);
    }
  });

  test("is answered 501 with the reason, in the vendor's shape", async () => {
    for (const route of unserved) {
      const { status, body } = await vendor.ask(...asked(route));
      expect([route, status]).toEqual([route, 501]);
      expect(body).toMatchObject({ title: "This operation is not served", error_code: "UNEXPECTED_ERROR" });
      expect(body.message).toContain(whyNotServed(...parts(route)));
    }
  });

  test("is not there at all where the vendor describes nothing", async () => {
    expect(await vendor.ask("GET", "/v2/nothing")).toMatchObject({
      status: 404,
      body: { error_code: "NOT_FOUND" },
    });
  });
});
