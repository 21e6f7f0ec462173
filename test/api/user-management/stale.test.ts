import { expect, test } from "vitest";
import type { PersonDetail } from "../../../src/api/people/contract.js";
import { openAcme } from "../../support/acme.js";

test("what has changed meanwhile is told without names to whoever may not read the log, and roles they can't see stay unnamed", async () => {
  const acme = await openAcme();
  await acme.permit.define({
    delegations: [
      {
        role: "support",
        element_type: "user-management",
        verbs: ["user.view", "user.suspend"],
        roles: { keys: ["editor", "billing", "viewer"] },
        mode: "bind",
      },
    ],
  });
  const [olivia, mei] = [await acme.as("olivia"), await acme.as("mei")];
  const ana = await acme.user("ana");
  const { person } = await olivia.json<PersonDetail>(`GET /people/${ana}`);
  await olivia.json("POST /people/roles", {
    changes: [{ user: ana, grant: [{ role: olivia.role("billing").id }] }],
  });
  const stale = { people: [{ user: ana, version: person.version }] };
  const told = await mei.refusal("POST /people/suspend", stale);
  expect(told.status).toBe(409);
  expect(told.reasons?.[0]?.meanwhile).toMatchObject([{ actor: null, summary: "Got Billing" }]);
  expect((await olivia.refusal("POST /people/suspend", stale)).reasons?.[0]?.meanwhile).toMatchObject([
    { actor: "Olivia Marsh" },
  ]);

  await acme.permit.importPeople("acme", [{ key: "ana", roles: ["support"] }]);
  const since = { people: [{ user: ana, version: person.version + 1 }] };
  const unnamed = await olivia.refusal("POST /people/suspend", since);
  expect(JSON.stringify(unnamed)).not.toContain("Support");

  // What the host says of somebody is nobody's act here: nothing older is told in its place.
  const { person: now } = await olivia.json<PersonDetail>(`GET /people/${ana}`);
  await acme.as("ana").catch(() => undefined);
  await acme.database.rows("update app_user set name = 'Before' where key = 'ana'");
  await acme.as("ana").catch(() => undefined);
  const byHost = await olivia.refusal("POST /people/suspend", {
    people: [{ user: ana, version: now.version }],
  });
  expect(byHost.reasons?.[0]?.meanwhile).toEqual([]);
  await acme.close();
});
