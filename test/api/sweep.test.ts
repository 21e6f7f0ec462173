import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PeoplePage, PersonDetail } from "../../src/api/people/contract.js";
import type { InvitationsPage } from "../../src/api/user-management/contract.js";
import { openStore } from "../../src/api/store/open-store.js";
import type { Store } from "../../src/api/store/store.js";
import { sweep } from "../../src/api/store/sweep.js";
import { openAcme, type Acme, type SignedIn } from "../support/acme.js";
import { verifyTrail } from "../../scripts/audit-verify/verify-trail.js";
import { LiveStream } from "../support/live-stream.js";

let acme: Acme;
let olivia: SignedIn;
let store: Store;
beforeAll(async () => {
  acme = await openAcme();
  olivia = await acme.as("olivia");
  store = await openStore(acme.database.url);
});
afterAll(async () => {
  await store.close();
  await acme.close();
});

const sweepNow = () => sweep(store, acme.environment);
const runOut = (key: string, roleKey: string) =>
  acme.database.rows(
    `update assignment a set begins_at = now() - interval '2 days', ends_at = now() - interval '1 second' from app_user u, role r
     where u.id = a.user_id and r.id = a.role_id and u.key = $1 and r.key = $2`,
    [key, roleKey],
  );
const entriesAbout = (target: string) =>
  acme.database.rows<{ body: object; people: object }>(
    "select body, people from audit_entry where target_id = $1 order by at, seq",
    [target],
  );

describe("the sweep", () => {
  test("ends a role that has run out: in the list, in the counters, in the trail, and for who listens", async () => {
    await runOut("ana", "editor");
    const listening = await LiveStream.open(await acme.as("maria"));
    const user = await acme.user("ana");
    const editor = olivia.role("editor").id;
    // Nobody is shown what has run out, swept or not.
    expect((await olivia.json<PersonDetail>(`GET /people/${user}`)).person.roles).toEqual([]);
    expect((await olivia.json<PeoplePage>(`GET /people?role=${editor}&search=ana`)).people).toHaveLength(1);

    await sweepNow();
    expect((await olivia.json<PeoplePage>(`GET /people?role=${editor}&search=ana`)).people).toHaveLength(0);
    expect(await acme.database.rows("select from assignment where user_id = $1", [user])).toEqual([]);
    expect((await entriesAbout(user)).at(-1)).toMatchObject({
      body: {
        action: "assignment.expire",
        outcome: "done",
        actor_kind: "system",
        actor: null,
        role: editor,
        place: null,
      },
      people: { target: "Ana Lucía Ferreira" },
    });
    expect((await listening.next("bell")).data).toEqual({ lists: ["people"] });
    await listening.close();
    // Losing the last role does not end the place.
    expect((await olivia.json<PersonDetail>(`GET /people/${user}`)).history?.[0]).toMatchObject({
      summary: "Editor ended",
      actor: "the system",
    });
  });

  test("ends an invitation that has run out, which frees its seat", async () => {
    const { id } = await acme.invite(olivia, "late@acme.example", "editor");
    await acme.database.rows("update invitation set expires_at = now() where id = $1", [id]);
    expect((await olivia.json<InvitationsPage>("GET /invitations")).invitations).toMatchObject([
      { id, status: "expired" },
    ]);
    await sweepNow();
    expect(await olivia.json<InvitationsPage>("GET /invitations")).toMatchObject({
      invitations: [],
      total: 0,
    });
    expect((await entriesAbout(id)).at(-1)).toMatchObject({
      body: { action: "invitation.expire", actor_kind: "system" },
      people: { target: "late@acme.example" },
    });
  });

  test("ends roles on instances, and only what has run out", async () => {
    await acme.permit.importPeople("acme", [
      {
        key: "mixed",
        roles: [
          "viewer",
          { role: "keeper", instance: "folder:plans", ends: new Date(Date.now() + 86_400_000) },
          { role: "reader", instance: "document:42", ends: new Date(Date.now() + 86_400_000) },
        ],
      },
    ]);
    await runOut("mixed", "keeper");
    await sweepNow();
    const left = await acme.database.rows<{ key: string }>(
      "select r.key from assignment a join role r on r.id = a.role_id where a.user_id = $1 order by 1",
      [await acme.user("mixed")],
    );
    expect(left).toEqual([{ key: "reader" }, { key: "viewer" }]);
    expect((await entriesAbout(await acme.user("mixed"))).at(-1)).toMatchObject({
      body: { place: "folder:plans" },
    });
  });

  test("works in every tenant, and for a suspended one too", async () => {
    await runOut("victor", "viewer");
    await acme.database.rows("update tenant set status = 'suspended' where key = 'globex'");
    await sweepNow();
    await acme.database.rows("update tenant set status = 'active' where key = 'globex'");
    expect(
      await acme.database.rows("select from assignment where user_id = $1", [await acme.user("victor")]),
    ).toEqual([]);
  });

  test("leaves everything as it is when nothing has run out", async () => {
    const before = await acme.database.state();
    await sweepNow();
    expect(await acme.database.state()).toBe(before);
  });

  test("by two processes at once does everything once", async () => {
    const keys = Array.from({ length: 10 }, (_, n) => `ending-${n}`);
    await acme.permit.importPeople(
      "acme",
      keys.map((key) => ({
        key,
        roles: ["viewer", { role: "editor", ends: new Date(Date.now() + 86_400_000) }],
      })),
    );
    for (const key of keys) await runOut(key, "editor");
    const second = await openStore(acme.database.url);
    await Promise.all([sweepNow(), sweep(second, acme.environment), sweepNow()]);
    await second.close();
    for (const key of keys) {
      const entries = await entriesAbout(await acme.user(key));
      expect(
        entries.filter(({ body }) => (body as { action: string }).action === "assignment.expire"),
      ).toHaveLength(1);
    }
    expect((await verifyTrail((sql, values) => acme.database.rows(sql, values))).faults).toEqual([]);
  });

  test("forgets answers kept for retries after a day", async () => {
    const input = { people: [{ user: await acme.user("dmitri") }] };
    await olivia.send("POST /people/suspend", input, { "idempotency-key": "old" });
    await olivia.send("POST /people/reactivate", input, { "idempotency-key": "new" });
    await acme.database.rows(
      "update idempotency set created_at = now() - interval '25 hours' where key = 'old'",
    );
    await sweepNow();
    expect(await acme.database.rows("select key from idempotency")).toEqual([{ key: "new" }]);
  });
});
