import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InviteAnswer, PeopleAnswer } from "../../src/api/people/contract.js";
import { openAcme, type Acme, type SignedIn } from "../support/acme.js";

/** Asking for decisions with their reasons, without doing anything: five thousand in one request. */

const most = 5000;
let acme: Acme;
let maria: SignedIn;
let users: string[];

beforeAll(async () => {
  acme = await openAcme();
  await acme.permit.importPeople(
    "acme",
    Array.from({ length: most }, (_, n) => ({
      key: `many${n}`,
      email: `many${n}@acme.example`,
      name: `Many ${n}`,
      // Every tenth is out of a manager's reach.
      roles: [n % 10 === 0 ? "owner" : "viewer"],
    })),
  );
  maria = await acme.as("maria");
  users = (
    await acme.database.rows<{ id: string }>("select id from app_user where key like 'many%' order by key")
  ).map(({ id }) => id);
}, 120_000);
afterAll(() => acme.close());

type Row = InviteAnswer["rows"][number] | PeopleAnswer["rows"][number];
const asked: [string, (count: number) => object][] = [
  [
    "POST /people/roles",
    (count) => ({ changes: users.slice(0, count).map((user) => ({ user, grant: [{ role: role() }] })) }),
  ],
  [
    "POST /invitations",
    (count) => ({
      invitations: users.slice(0, count).map((_, n) => ({
        // The first tenth of them are no addresses.
        email: n % 10 === 0 ? `nobody ${n}` : `new${n}@acme.example`,
        roles: [{ role: role() }],
      })),
    }),
  ],
  ...["suspend", "reactivate", "remove"].map((verb): [string, (count: number) => object] => [
    `POST /people/${verb}`,
    (count) => ({ people: users.slice(0, count).map((user) => ({ user })) }),
  ]),
];
const role = () => maria.role("editor").id;

describe.each(asked)("%s", (route, input) => {
  test("answers five thousand rows with their reasons, and changes nothing", async () => {
    const took: number[] = [];
    const before = await acme.database.state();
    for (const count of [500, 500, most]) {
      const began = performance.now();
      const { rows } = await maria.json<{ rows: Row[] }>(route, { ...input(count), dry_run: true });
      took.push(performance.now() - began);
      expect(rows).toHaveLength(count);
      const refused = rows.filter(({ outcome }) => outcome === "refused");
      expect(refused.length).toBeGreaterThanOrEqual(count / 10 - 1);
      for (const { reasons } of refused) expect(reasons[0]?.message).not.toBe("");
      if (!route.endsWith("reactivate")) expect(refused.length).toBeLessThan(count / 2);
    }
    expect(await acme.database.state()).toBe(before);
    const [, few = 0, all = 0] = took;
    // Ten times the rows: never the square of it.
    expect(all / few).toBeLessThan(20);
  });
});
