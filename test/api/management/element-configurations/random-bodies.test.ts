import { afterAll, beforeAll, expect, test } from "vitest";
import { elementOperations } from "../../../../src/api/management/element-configurations/index.js";
import { Chance } from "../../../support/random-input.js";
import { openVendor, type Vendor } from "../../../support/vendor.js";
import { settleAcme, tokenOf } from "./acme-at-vendor.js";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await openVendor({ requestsPerMinute: 1_000_000 });
  await settleAcme(vendor);
});
afterAll(() => vendor.close());

const values: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1e308,
    "",
    " ",
    "a\0b",
    "\ud800",
    "x".repeat(5000),
    "owner",
    "editor",
    "acme",
    "document:42",
  ],
  ...["00000000-0000-0000-0000-000000000000", "ana", "LEVEL_1", "https://hooks.example", "user_management"],
  ...[[], {}, [[[]]], { role: null }, { LEVEL_1: ["owner"] }, { LEVEL_9: [{}] }],
];
const names = [
  ...[
    "key",
    "name",
    "elements_type",
    "settings",
    "roles_to_levels",
    "webhook",
    "url",
    "bearer_token",
    "email_notifications",
  ],
  ...[
    "role",
    "email",
    "role_assignments",
    "attributes",
    "reason",
    "access_request_details",
    "tenant",
    "resource",
  ],
  ...[
    "resource_instance",
    "reviewer_comment",
    "user_jwt",
    "tenant_id",
    "user_id",
    "user_key_claim",
    "element_type",
  ],
];
const segments = [
  "team",
  "asking",
  "activity",
  "sharing",
  "ana",
  "nobody",
  "a%00b",
  "%F0%9F%94%91",
  "x".repeat(300),
];
const queries = [
  "page",
  "per_page",
  "search",
  "status",
  "role",
  "resource_instance_id",
  "tenant",
  "token",
  "error",
];

test("no body, query or path makes an answer of null or a fault of the server's", async () => {
  const chance = new Chance(5);
  const body = (depth: number): unknown =>
    depth > 0 && chance.happens(0.7)
      ? Object.fromEntries(
          Array.from({ length: 1 + chance.below(6) }, () => [chance.of(names), body(depth - 1)]),
        )
      : chance.of(values);
  const bearers = [vendor.key, await tokenOf(vendor, "olivia"), await tokenOf(vendor, "victor"), "nothing"];
  const place = { proj_id: vendor.project, env_id: vendor.environment, tenant_id: "acme" };
  for (let n = 0; n < 400; n += 1) {
    const [method = "", path = ""] = chance.of(elementOperations).route.split(" ");
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const own = Object.entries(place).find(([each]) => each === name)?.[1];
      return own !== undefined && chance.happens(0.95) ? own : chance.of(segments);
    });
    const query = new URLSearchParams(
      chance.happens(0.5) ? { [chance.of(queries)]: String(chance.of(values)).slice(0, 300) } : {},
    );
    const sends = method !== "GET";
    const answer = await fetch(`${vendor.url}${filled}?${query.toString()}`, {
      method,
      headers: { authorization: `Bearer ${chance.of(bearers)}` },
      redirect: "manual",
      ...(sends && { body: chance.happens(0.05) ? "{" : (JSON.stringify(body(3)) ?? "") }),
    });
    const text = await answer.text();
    const what = `${method} ${filled}?${query.toString()}: ${answer.status} ${text.slice(0, 200)}`;
    expect(answer.status, what).toBeLessThan(500);
    expect(text, what).not.toBe("null");
  }
});
