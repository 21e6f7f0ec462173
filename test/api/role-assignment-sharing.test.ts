import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InviteAnswer, PeopleAnswer, PersonDetail } from "../../src/api/people/contract.js";
import type { InstanceAccess } from "../../src/api/role-assignment/contract.js";
import { asHost, call, openAcme, type Acme, type SignedIn } from "../support/acme.js";
import { entriesOf } from "../support/audit.js";
import { LiveStream } from "../support/live-stream.js";

/** Ana owns document 42, Mei keeps the folder it lies in, Maria manages the tenant. */
let acme: Acme;
let ana: SignedIn;
let maria: SignedIn;
let ids: Record<string, string>;
const place = "document:42";

beforeAll(async () => {
  acme = await openAcme();
  await acme.permit.importPeople("acme", [
    { key: "ana", roles: [{ role: "owner", instance: place }] },
    { key: "mei", roles: [{ role: "keeper", instance: "folder:plans" }] },
    {
      key: "rita",
      name: "Rita Rivera",
      email: "rita@acme.example",
      roles: ["billing", { role: "owner", instance: "document:43" }],
    },
    { key: "paul", email: "paul@acme.example", roles: [{ role: "owner", instance: place }] },
  ]);
  [ana, maria] = [await acme.sharing("ana", place), await acme.sharing("maria", place)];
  const people = await acme.database.rows<{ key: string; id: string }>("select key, id from app_user");
  ids = Object.fromEntries(people.map(({ key, id }) => [key, id]));
});
afterAll(() => acme.close());

const role = (key: string) => maria.role(key).id;
type Part = { role: string; instance?: string; ends_at?: string | null };
const change = (user: string, parts: { grant?: Part[]; revoke?: Part[] }, more: object = {}) => ({
  changes: [{ user: ids[user] ?? user, ...parts }],
  ...more,
});
const give = (user: string, key: string, instance?: string) =>
  change(user, { grant: [{ role: role(key), ...(instance && { instance }) }] });
const access = (by: SignedIn) => by.json<InstanceAccess>(`GET /instances/${place}/access`);
const heldBy = async (user: string) =>
  acme.database.rows(
    `select r.key as role, i.key as instance from assignment a join role r on r.id = a.role_id
     left join resource_instance i on i.id = a.instance_id where a.user_id = $1 and r.key like '%er' order by 1, 2`,
    [ids[user]],
  );

describe("what whoever owns one document may not do", () => {
  test.each([
    ["share another document", "mei", "document:reader", "document:43", 403, "place_out_of_reach"],
    ["give a role in the tenant", "mei", "billing", undefined, 403, "role_out_of_reach"],
    ["make another owner", "rita", "document:owner", place, 403, "role_out_of_reach"],
    ["give a role of another kind of thing", "rita", "folder:keeper", place, 422, "wrong_place"],
    ["give a role on the document in the tenant", "rita", "document:reader", undefined, 422, "wrong_place"],
    ["give to oneself", "ana", "document:reader", place, 403, "oneself"],
    ["change another owner of it", "paul", "document:reader", place, 403, "person_out_of_reach"],
    ["change whoever manages the tenant", "maria", "document:reader", place, 403, "person_out_of_reach"],
    ["give to nobody", "gloria", "document:reader", place, 404, undefined],
    ["share another tenant's document", "rita", "document:reader", "document:harbour", 422, "wrong_place"],
    ["share what is not there", "rita", "document:reader", "document:nowhere", 422, "wrong_place"],
  ])("%s", async (_, user, key, instance, status, why) => {
    const before = await acme.database.state();
    const refusal = await ana.refusal("POST /people/roles", {
      ...give(user, key, instance),
      dry_run: false,
    });
    expect([refusal.status, refusal.reasons?.[0]?.code]).toEqual([status, why]);
    expect(await acme.database.state()).toBe(before);
  });

  test("invite to the tenant, or to more than may be given", async () => {
    const invite = async (part: Part) =>
      (
        await ana.refusal("POST /invitations", {
          invitations: [{ email: "new@elsewhere.example", roles: [part] }],
        })
      ).reasons?.[0]?.code;
    expect(await invite({ role: role("viewer") })).toBe("role_out_of_reach");
    expect(await invite({ role: role("document:owner"), instance: place })).toBe("role_out_of_reach");
    expect(await invite({ role: role("document:reader"), instance: "document:43" })).toBe(
      "place_out_of_reach",
    );
  });

  test("share with somebody suspended by address", async () => {
    const refusal = await ana.refusal("POST /invitations", {
      invitations: [
        { email: "sam@acme.example", roles: [{ role: role("document:reader"), instance: place }] },
      ],
    });
    expect(refusal.reasons?.[0]?.code).toBe("suspended_here");
  });

  test("go on when the right has gone; the log says of which document", async () => {
    await acme.permit.importPeople("acme", [
      { key: "brief", email: "brief@acme.example", roles: ["editor", { role: "owner", instance: place }] },
    ]);
    const brief = await acme.sharing("brief", place);
    await maria.json(
      "POST /people/roles",
      change(await acme.user("brief"), { revoke: [{ role: role("document:owner"), instance: place }] }),
    );
    const refusal = await brief.refusal("POST /people/roles", give("rita", "document:reader", place));
    expect(refusal.reasons?.[0]?.code).toBe("verb_not_given");
    const [entry] = await entriesOf(acme.database, refusal.id);
    expect(entry?.body).toMatchObject({ outcome: "refused", place, element: "sharing" });
  });
});

describe("sharing a document", () => {
  test("says first what it will give, and changes nothing", async () => {
    const dry = (user: string, key: string) =>
      ana
        .json<PeopleAnswer>("POST /people/roles", { ...give(user, key, place), dry_run: true })
        .then(({ rows }) => rows.map(({ outcome, gains }) => [outcome, ...gains.map(({ label }) => label)]));
    const before = await acme.database.state();
    expect(await dry("rita", "document:writer")).toEqual([
      ["done", "Read documents (Answers)", "Write documents (Answers)"],
    ]);
    // Mei writes it by the folder already.
    expect(await dry("mei", "document:reader")).toEqual([["done"]]);
    expect(await acme.database.state()).toBe(before);
  });

  test("gives the role there, rings at everybody who has it open, and is in the log", async () => {
    const streams = [await LiveStream.open(ana), await LiveStream.open(maria)];
    const ends_at = "2099-12-31T23:59:59.000Z";
    const answer = await ana.json<PeopleAnswer>(
      "POST /people/roles",
      change("rita", { grant: [{ role: role("document:reader"), instance: place, ends_at }] }),
    );
    for (const stream of streams) {
      expect((await stream.next("bell")).data).toEqual({ lists: ["people"] });
      await stream.close();
    }
    const row = (await access(maria)).people.find(({ person }) => person.key === "rita");
    expect(row?.ways).toMatchObject([{ role: role("document:reader"), how: "direct", ends_at }]);
    const [entry] = await entriesOf(acme.database, answer.request_id);
    expect(entry?.body).toMatchObject({
      action: "role.grant",
      actor: ids["ana"],
      target: ids["rita"],
      role: role("document:reader"),
      place,
      element: "sharing",
    });
  });

  test("moves an end, and takes the role back", async () => {
    const part = { role: role("document:reader"), instance: place };
    await ana.json("POST /people/roles", change("rita", { grant: [{ ...part, ends_at: null }] }));
    expect(await heldBy("rita")).toContainEqual({ role: "reader", instance: "42" });
    await ana.json("POST /people/roles", change("rita", { revoke: [part] }));
    expect(await heldBy("rita")).toEqual([{ role: "owner", instance: "43" }]);
  });

  test("invites an unknown address with a role on the document, which it holds once accepted", async () => {
    const { rows } = await ana.json<InviteAnswer>("POST /invitations", {
      invitations: [
        { email: "newcomer@elsewhere.example", roles: [{ role: role("document:reader"), instance: place }] },
      ],
    });
    expect(rows).toMatchObject([{ outcome: "invited", sent: true }]);
    const token = acme.mails.at(-1)?.link.split("#invitation=")[1];
    const accepted = await call(
      acme.permit,
      "POST",
      "/invitations/accept",
      { token },
      {
        ...asHost("newcomer"),
        "as-email": "newcomer@elsewhere.example",
      },
    );
    expect(accepted.status).toBe(200);
    const row = (await access(maria)).people.find(({ person }) => person.key === "newcomer");
    expect(row?.ways).toMatchObject([{ role: role("document:reader"), how: "direct" }]);
  });

  test("by whoever manages the tenant reaches every document and owner", async () => {
    await maria.json("POST /people/roles", give("paul", "document:reader", place));
    await maria.json("POST /people/roles", give("victor", "document:owner", "document:43"));
    const by = await acme.as("maria", "acme", "role-assignment");
    const { instances } = await by.json<PersonDetail>(`GET /people/${ids["victor"]}`);
    expect(instances.map(({ instance }) => instance.key)).toEqual(["document:43"]);
  });
});
