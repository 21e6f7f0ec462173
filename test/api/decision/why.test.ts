import { describe, expect, it } from "vitest";
import { askAttributeSource } from "../../../src/api/decision/index.js";
import { clinic, noon, person, queryOf } from "./clinic.js";

describe("Why roles say no", () => {
  it.each([
    ["no_such_resource", queryOf("nina", "read", "bed", "north")],
    ["no_such_action", queryOf("nina", "burn", "chart", "north")],
    ["no_such_tenant", queryOf("nina", "read", "chart", "west")],
    ["user_not_synced", queryOf("nobody", "read", "chart", "north")],
    ["no_user_roles", queryOf("guest", "read", "chart", "north")],
    ["no_role_in_tenant", queryOf("nina", "read", "chart", "south")],
    ["no_permission", queryOf("nina", "sign", "chart", "north")],
    ["allow", queryOf("nina", "read", "chart", "north")],
  ])("45: %s", (code, query) => {
    const point = clinic();
    point.setUser(person("guest"));
    expect(point.check(query, noon).debug.rbac).toMatchObject({ code, allow: code === "allow" });
  });
});

describe("A host's attribute source", () => {
  const query = queryOf("nina", "read", "chart", "north");
  it.each([
    ["throws", () => Promise.reject(new Error("down"))],
    ["says no object", () => Promise.resolve({ user: 3 } as object)],
    ["never answers", () => new Promise<object>(() => undefined)],
  ])("28: counts as failed when it %s", async (_what, source) => {
    expect(await askAttributeSource(source, query, AbortSignal.timeout(50))).toBe("failed");
  });

  it("28: is believed when it answers", async () => {
    const said = await askAttributeSource(() => ({ user: { level: 1 } }), query, AbortSignal.timeout(10_000));
    expect(said).toEqual({ user: { level: 1 } });
  });
});
