import { afterAll, beforeAll, expect, test } from "vitest";
import type { Session } from "../../../../src/api/wire.js";
import { call, SignedIn } from "../../../support/acme.js";
import { LiveStream } from "../../../support/live-stream.js";
import { openVendor, type Vendor } from "../../../support/vendor.js";
import { settleAcme, tokenOf } from "./acme-at-vendor.js";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await openVendor();
  await settleAcme(vendor);
});
afterAll(() => vendor.close());

/** One of our own elements, as the page that has it open sees it. */
async function opened(user: string): Promise<SignedIn> {
  const token = await tokenOf(vendor, user, { element_type: "user-management" });
  const headers = { authorization: `Bearer ${token}` };
  const answer = await call(vendor.permit, "POST", "/session", { type: "user-management" }, headers);
  return new SignedIn(vendor.permit, (await answer.json()) as Session);
}

test("an open element of ours hears of a level that the management API changes, and offers what it now may", async () => {
  const victor = await opened("victor");
  expect(victor.session.refused).toHaveProperty(["user.invite"]);
  const stream = await LiveStream.open(victor);
  const { body } = await vendor.ask("GET", `${vendor.E}/config/team`);
  const levels = body.roles_to_levels as Record<string, { id: string }[]>;
  const ids = Object.fromEntries(
    Object.entries(levels).map(([level, roles]) => [level, roles.map(({ id }) => id)]),
  );
  const raised = { ...ids, LEVEL_2: [...(ids["LEVEL_2"] ?? []), ...(ids["LEVEL_3"] ?? [])], LEVEL_3: [] };
  await vendor.ask("PATCH", `${vendor.E}/config/team`, { roles_to_levels: raised });
  const { data } = await stream.next("bell");
  expect((data as { lists: string[] }).lists).toEqual(expect.arrayContaining(["session", "people"]));
  expect((await opened("victor")).session.refused).not.toHaveProperty(["user.invite"]);
  await vendor.ask("PATCH", `${vendor.E}/config/team`, { roles_to_levels: { ...ids, LEVEL_3: [] } });
  await stream.next("end");
  expect((await victor.send("GET /people")).status).toBe(403);
  await stream.close();
});
