import { describe, expect, it } from "vitest";
import { clinic, noon, queryOf } from "./clinic.js";

describe("Roles in a tenant", () => {
  it.each([
    ["a user without a place in the tenant", queryOf("nina", "read", "chart", "south")],
    ["an action that no role of theirs permits", queryOf("nina", "sign", "chart", "north")],
    ["an unknown user", queryOf("nobody", "read", "chart", "north")],
    ["an unknown tenant", queryOf("nina", "read", "chart", "nowhere")],
    ["an unknown type", queryOf("nina", "read", "toString", "north")],
    ["an unknown action", queryOf("nina", "__proto__", "chart", "north")],
    ["no tenant", { ...queryOf("nina", "read", "chart", "north"), resource: { type: "chart" } }],
  ])("%s is denied", (_what, query) => {
    expect(clinic().allows(query, noon)).toBe(false);
  });

  it.each([
    ["a permission of their role", queryOf("nina", "read", "chart", "north")],
    ["a permission of a role that theirs extends", queryOf("dora", "read", "chart", "north")],
    ["it on every instance of the tenant", queryOf("nina", "read", "chart:7", "north")],
  ])("a user has %s", (_what, query) => {
    expect(clinic().allows(query, noon)).toBe(true);
  });
});
