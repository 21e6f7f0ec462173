import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAcme, type Acme } from "../../support/acme.js";
import { askingOf } from "../../support/vendor.js";

let acme: Acme;
let ask: ReturnType<typeof askingOf>;
beforeAll(async () => {
  acme = await openAcme({ keyRequestsPerMinute: 1_000_000 });
  ask = askingOf(acme.permit, await acme.permit.createApiKey({ name: "backend", level: "environment" }));
});
afterAll(() => acme.close());

const roles = "/v2/schema/default/default/roles";
const idOf = (key: string) =>
  acme.database.value<string>("select id from role where key = $1 and resource_id is null", [key]);
const trailOf = (tenant: string, role: string) =>
  acme.database.rows<{ action: string; target: string | null; kind: string }>(
    `select action, u.key::text as target, body ->> 'actor_kind' as kind from audit_entry e
     left join app_user u on u.id = e.target_id
     where e.tenant_id = $1 and body ->> 'role' = $2 and body ->> 'actor_kind' = 'operator' order by chain_id, seq`,
    [acme.tenants[tenant], role],
  );

describe("what falls with a role that the vendor deletes", () => {
  test("is on the record of each tenant, and gone from its lists and filters", async () => {
    const viewer = await idOf("viewer");
    const { status } = await ask("DELETE", `${roles}/viewer`);
    expect(status).toBe(204);
    expect(await trailOf("acme", viewer)).toEqual(
      expect.arrayContaining([
        { action: "role.revoke", target: "mei", kind: "operator" },
        { action: "role.revoke", target: "victor", kind: "operator" },
      ]),
    );
    expect(await trailOf("globex", viewer)).toEqual([
      { action: "role.revoke", target: "victor", kind: "operator" },
    ]);
    expect(
      await acme.database.rows("select user_id from membership where $1 = any (role_ids)", [viewer]),
    ).toEqual([]);
  });

  test("may leave a tenant without the holders it must have, which its trail says", async () => {
    const owner = await idOf("owner");
    expect((await ask("DELETE", `${roles}/owner`)).status).toBe(204);
    for (const tenant of ["acme", "globex"])
      expect((await trailOf(tenant, owner)).map(({ action }) => action)).toContain("tenant.ownerless");
    // And the tenant goes on: others there may still act.
    const maria = await acme.as("maria");
    const ana = await maria.user("ana");
    await maria.json("POST /people/suspend", { people: [{ user: ana }] });
  });
});
