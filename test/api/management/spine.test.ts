import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendor, type Vendor } from "../../support/vendor.js";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await openVendor();
});
afterAll(() => vendor.close());

describe("the management API", () => {
  test("tells nothing without a key, or with one that is not valid", async () => {
    for (const key of [null, "permit_key_nobody", ""]) {
      const { status, body } = await vendor.ask("GET", "/v2/projects", undefined, key);
      expect(status).toBe(401);
      expect(body).toMatchObject({ error_code: "UNAUTHORIZED", id: expect.any(String) as string });
      expect(body.message).not.toBe("");
    }
  });

  test("answers what is not there in the vendor's shape", async () => {
    const { status, body } = await vendor.ask(
      "GET",
      "/v2/projects/nowhere",
      undefined,
      vendor.organizationKey,
    );
    expect(status).toBe(404);
    expect(body).toMatchObject({ error_code: "NOT_FOUND", title: expect.any(String) as string });
  });

  test("lists what a key reaches", async () => {
    const { status, body } = await vendor.ask("GET", "/v2/projects?per_page=1");
    expect(status).toBe(200);
    expect(body).toMatchObject([{ id: vendor.project, key: "default" }]);
  });

  test("names what is wrong with a query as the vendor does", async () => {
    const { status, body } = await vendor.ask("GET", "/v2/projects?per_page=101");
    expect(status).toBe(422);
    expect(body.detail).toMatchObject([{ loc: ["query", "per_page"] }]);
  });
});
