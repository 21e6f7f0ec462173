import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Definition } from "../../../src/api/index.js";
import type { PeopleAnswer } from "../../../src/api/people/contract.js";
import { definition, openAcme, type Acme, type SignedIn } from "../../support/acme.js";

/**
 * Limits as an operator writes them and a delegate meets them: from the definition through the tables to the answer.
 * What each limit means is tested with the guard; here, that none is lost on the way.
 */

type Delegation = NonNullable<Definition["delegations"]>[number];

let acme: Acme;
let maria: SignedIn;
let role: Record<string, string>;
beforeAll(async () => {
  acme = await openAcme();
  await acme.permit.define({
    roles: {
      temp: { name: "Temp", permissions: ["document:read"], attributes: { tier: "standard", grade: 1 } },
    },
    resources: {
      group: {
        name: "Group",
        actions: { join: "Join" },
        roles: { member: { name: "Group member", permissions: ["join"] } },
      },
    },
    instances: [{ instance: "group:sales", tenant: "acme" }],
  });
  const olivia = await acme.as("olivia");
  role = Object.fromEntries(olivia.session.roles.map(({ key, id }) => [key, id]));
  role["temp"] = await acme.database.value<string>("select id from role where key = 'temp'");
  role["reader"] = await acme.database.value<string>("select id from role where key = 'reader'");
  maria = await acme.as("maria");
});
afterAll(() => acme.close());

let names = 0;
async function newcomer(more: object = {}) {
  const key = `newcomer-${(names += 1)}`;
  await acme.permit.importPeople("acme", [{ key, email: `${key}@acme.example`, roles: ["viewer"], ...more }]);
  return acme.user(key);
}
const newAddress = (domain = "acme.example") => `address-${(names += 1)}@${domain}`;
beforeEach(() => acme.database.rows("delete from delegation"));

const everything: Delegation = {
  role: "manager",
  verbs: [
    "user.view",
    "user.invite",
    "invitation.resend",
    "invitation.cancel",
    "role.grant",
    "role.revoke",
    "role.extend",
    "user.edit-profile",
    "user.edit-attributes",
    "user.suspend",
    "user.reactivate",
    "user.remove",
  ],
  roles: { keys: ["manager", "billing", "editor", "viewer", "temp", "support", "document:reader"] },
  mode: "bind",
  passing_on: true,
  places: { tenant: true, types: ["document"] },
  attributes: ["department", "badge"],
};
/** Managers may do everything with everybody but owners, except for what is said. Owners may not give all of it. */
const why = "Managers answer for these";
const meant = (gives: readonly string[]) => ({
  leaks: gives.map((each) => ({ role: "owner", via: "manager", gives: each, why })),
  attributes: { department: why },
});
const limitedBy = (limit: Partial<Delegation>, ...besides: string[]) =>
  acme.permit.define({
    delegations: [{ ...everything, ...limit }],
    meant: meant(["temp", "support", ...besides]),
  });

const invite = (roles: object[], email = newAddress()) =>
  maria.send("POST /invitations", { invitations: [{ email, roles }] });
const grant = (user: string, ...roles: object[]) =>
  maria.send("POST /people/roles", { changes: [{ user, grant: roles }] });
async function allowed(sending: Promise<Response>) {
  const response = await sending;
  expect(response.status, await response.clone().text()).toBe(200);
  return response;
}
async function refused(sending: Promise<Response>, code: string, limit: string) {
  const response = await sending;
  const body = (await response.json()) as { reasons?: { code: string; limit: string }[] };
  expect(body.reasons?.[0], JSON.stringify(body)).toMatchObject({ code, limit });
  return body.reasons?.[0];
}
const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

describe("without any of these limits", () => {
  test("everything they are about is allowed", async () => {
    await limitedBy({});
    const user = await newcomer();
    await allowed(grant(user, { role: role["editor"] }, { role: role["manager"] }, { role: role["temp"] }));
    await allowed(grant(user, { role: role["reader"], instance: "document:42" }));
    await allowed(maria.send(`PATCH /people/${user}/attributes`, { attributes: { department: "Legal" } }));
    await allowed(invite([{ role: role["manager"] }]));
  });
});

describe("the limit on", () => {
  test("verbs: what is not listed is not given", async () => {
    await limitedBy({ verbs: ["user.view", "role.grant"] });
    const user = await newcomer();
    await allowed(grant(user, { role: role["editor"] }));
    await refused(
      maria.send("POST /people/roles", { changes: [{ user, revoke: [{ role: role["editor"] }] }] }),
      "verb_not_given",
      "verbs",
    );
    await refused(maria.send("POST /people/suspend", { people: [{ user }] }), "verb_not_given", "verbs");
    await refused(invite([{ role: role["editor"] }]), "verb_not_given", "verbs");
  });

  test("roles: only those that are named", async () => {
    await limitedBy({ roles: { keys: ["viewer"] } });
    const user = await newcomer();
    await refused(grant(user, { role: role["editor"] }), "role_out_of_reach", "roles");
    await refused(invite([{ role: role["viewer"] }, { role: role["editor"] }]), "role_out_of_reach", "roles");
    await allowed(invite([{ role: role["viewer"] }]));
  });

  test("roles: or those whose attributes match, all of them", async () => {
    await limitedBy({ roles: { where: { tier: "standard", grade: { in: [1, 2] } } } });
    const user = await newcomer({ roles: [] });
    await allowed(grant(user, { role: role["temp"] }));
    await refused(grant(user, { role: role["editor"] }), "role_out_of_reach", "roles");
    await acme.database.rows(
      `update role set attributes = '{"tier": "standard", "grade": 3}' where key = 'temp'`,
    );
    await refused(grant(await newcomer({ roles: [] }), { role: role["temp"] }), "unknown_role", "tenant");
    await acme.database.rows(
      `update role set attributes = '{"tier": "standard", "grade": 1}' where key = 'temp'`,
    );
  });

  test("roles: shows its holder the roles that it names, the hidden ones too, and nobody else", async () => {
    await limitedBy({});
    expect((await acme.as("maria")).session.roles.map(({ key }) => key)).toContain("support");
    expect((await acme.as("olivia")).session.roles.map(({ key }) => key)).not.toContain("support");
  });

  test("what may be given: nothing that one has not oneself", async () => {
    await limitedBy({ mode: "hold" });
    const user = await newcomer();
    await allowed(grant(user, { role: role["editor"] }));
    await refused(grant(user, { role: role["billing"] }), "more_than_you_have", "hold");
    // An end of one's own bounds what one gives.
    const dmitri = await acme.as("dmitri");
    await allowed(
      dmitri.send("POST /people/roles", { changes: [{ user, grant: [{ role: role["billing"] }] }] }),
    );
  });

  test("what may be given: nor what follows from it elsewhere", async () => {
    await acme.permit.define({
      resources: {
        drawer: {
          name: "Drawer",
          actions: { open: "Open drawers" },
          roles: {
            keeper: { name: "Drawer keeper", permissions: ["open"] },
            looker: { name: "Drawer looker", permissions: ["open"] },
          },
        },
        cheque: {
          name: "Cheque",
          actions: { sign: "Sign cheques" },
          roles: { signer: { name: "Cheque signer", permissions: ["sign"] } },
          relations: { place: "drawer" },
          derivations: [{ role: "signer", from: { resource: "drawer", role: "keeper" }, relation: "place" }],
        },
      },
      roles: { manager: { ...definition.roles?.["manager"], name: "Manager", permissions: ["drawer:open"] } },
      instances: [{ instance: "drawer:top", tenant: "acme" }],
    });
    await limitedBy(
      {
        mode: "hold",
        roles: { keys: ["drawer:keeper", "drawer:looker"] },
        places: { tenant: true, types: ["drawer"] },
      },
      "drawer:looker",
    );
    const named = async (key: string) => ({
      role: await acme.database.value<string>("select id from role where name = $1", [`Drawer ${key}`]),
      instance: "drawer:top",
    });
    const user = await newcomer({ roles: [] });
    await refused(grant(user, await named("keeper")), "more_than_you_have", "hold");
    await allowed(grant(user, await named("looker")));
  });

  test("passing on: no role that carries rights over others", async () => {
    await limitedBy({ passing_on: false });
    const user = await newcomer({ roles: [] });
    await allowed(grant(user, { role: role["editor"] }));
    await refused(grant(user, { role: role["manager"] }), "passing_on", "passing_on");
  });

  test("whom it is about, by attribute", async () => {
    await limitedBy({ targets: { attributes: { department: "Legal" } } });
    await allowed(grant(await newcomer({ attributes: { department: "Legal" } }), { role: role["editor"] }));
    await refused(
      grant(await newcomer({ attributes: { department: "Design" } }), { role: role["editor"] }),
      "person_outside",
      "targets",
    );
    await refused(grant(await newcomer(), { role: role["editor"] }), "person_outside", "targets");
  });

  test("whom it is about: what it reads of them is not to be edited by those whom levels let edit", async () => {
    const olivia = await acme.as("olivia");
    const edit = async () =>
      olivia.send(`PATCH /people/${await newcomer()}/attributes`, { attributes: { department: "Legal" } });
    await allowed(edit());
    await limitedBy({ targets: { attributes: { department: "Legal" } } });
    await refused(edit(), "attribute_not_editable", "attributes");
  });

  test("whom it is about, by group and by mail domain", async () => {
    await limitedBy({ targets: { groups: ["group:sales"] } });
    await allowed(
      grant(await newcomer({ roles: [{ role: "member", instance: "group:sales" }] }), {
        role: role["editor"],
      }),
    );
    await refused(grant(await newcomer(), { role: role["editor"] }), "person_outside", "targets");
    await limitedBy({ targets: { domains: ["sales.example"] } });
    const inside = await newcomer({ email: newAddress("sales.example") });
    await allowed(grant(inside, { role: role["editor"] }));
    await refused(grant(await newcomer(), { role: role["editor"] }), "person_outside", "targets");
  });

  test("places: one instance, one type, or the tenant alone", async () => {
    const reading = (instance: string) => ({ role: role["reader"], instance });
    await acme.permit.define({ instances: [{ instance: "document:43", tenant: "acme" }] });
    const user = await newcomer();
    await limitedBy({ places: { tenant: true, instances: ["document:43"] } });
    await allowed(grant(user, reading("document:43")));
    await refused(grant(user, reading("document:42")), "place_out_of_reach", "instances");
    await limitedBy({ places: { tenant: false, types: ["document"] } });
    await allowed(grant(user, reading("document:42")));
    await refused(grant(user, { role: role["editor"] }), "place_out_of_reach", "instances");
    await limitedBy({ places: { tenant: true } });
    await refused(grant(await newcomer(), reading("document:42")), "place_out_of_reach", "instances");
  });

  test("places: an instance of another tenant is as one that is not there", async () => {
    await limitedBy({ places: { tenant: true, types: ["document"] } });
    await acme.permit.define({ instances: [{ instance: "document:foreign", tenant: "globex" }] });
    const user = await newcomer();
    const words = async (instance: string) => {
      const { id: _, ...rest } = await maria.refusal("POST /people/roles", {
        changes: [{ user, grant: [{ role: role["reader"], instance }] }],
      });
      return JSON.stringify(rest).replaceAll(instance, "it");
    };
    expect(await words("document:foreign")).toBe(await words("document:none"));
  });

  test("time: an end, and how far off at most", async () => {
    await limitedBy({ time: { must_end: true, longest_days: 30 } });
    const user = await newcomer();
    expect(await refused(grant(user, { role: role["editor"] }), "must_end", "time")).toHaveProperty(
      "latest_end",
    );
    await refused(grant(user, { role: role["editor"], ends_at: soon(31) }), "too_long", "time");
    await allowed(grant(user, { role: role["editor"], ends_at: soon(29) }));
    await refused(grant(user, { role: role["editor"], ends_at: soon(40) }), "too_long", "time");
    await allowed(grant(user, { role: role["editor"], ends_at: soon(2) }));
    await refused(invite([{ role: role["editor"] }]), "must_end", "time");
  });

  test("open invitations", async () => {
    const open = await acme.database.value<number>(
      "select count(*)::int from invitation where status = 'open' and tenant_id = $1",
      [acme.tenants["acme"]],
    );
    await limitedBy({ counts: { open_invitations: open + 1 } });
    await allowed(invite([{ role: role["editor"] }]));
    await refused(invite([{ role: role["editor"] }]), "too_many_open_invitations", "counts");
  });

  test("the size of one bulk", async () => {
    await limitedBy({ counts: { bulk: 2 } });
    const people = [await newcomer(), await newcomer(), await newcomer()].map((user) => ({ user }));
    await refused(maria.send("POST /people/suspend", { people }), "bulk_too_large", "counts");
    await allowed(maria.send("POST /people/suspend", { people: people.slice(1) }));
  });

  test("grants an hour: each role counts, given or promised, in one request or in several", async () => {
    const given = async (query: () => Promise<Response>, left: number) => {
      const { user } = maria.session.you;
      await acme.database.within({}, async (run) => {
        await run("set local session_replication_role = replica");
        await run("update audit_entry set at = at - interval '2 hours' where actor_id = $1", [user]);
      });
      await limitedBy({ counts: { grants_per_hour: 3 } });
      await allowed(query());
      const user2 = await newcomer({ roles: [] });
      const one = () =>
        maria.send("POST /people/roles", { changes: [{ user: user2, grant: [{ role: role["editor"] }] }] });
      const again = () =>
        maria.send("POST /people/roles", { changes: [{ user: user2, revoke: [{ role: role["editor"] }] }] });
      for (let n = 0; n < left; n += 1) {
        await allowed(one());
        await allowed(again());
      }
      await refused(one(), "too_many_grants", "counts");
    };
    const user = await newcomer({ roles: [] });
    await given(() => grant(user, { role: role["viewer"] }, { role: role["editor"] }), 1);
    await given(() => invite([{ role: role["viewer"] }, { role: role["editor"] }]), 1);
    await given(
      () => invite([{ role: role["viewer"] }, { role: role["editor"] }, { role: role["billing"] }]),
      0,
    );
    // Another's grants are their own.
    const dmitri = await acme.as("dmitri");
    const changes = [{ user: await newcomer({ roles: [] }), grant: [{ role: role["editor"] }] }];
    await allowed(dmitri.send("POST /people/roles", { changes }));
  });

  test("seats and holders of one's own, lower than the tenant's", async () => {
    const seats = await acme.database.value<number>("select taken_seats($1, $2, now())::int", [
      acme.environment,
      acme.tenants["acme"],
    ]);
    await limitedBy({ counts: { seats: seats + 1 } });
    await allowed(invite([{ role: role["editor"] }]));
    await refused(invite([{ role: role["editor"] }]), "seats_full", "counts");
    await limitedBy({ counts: { holders: { temp: 1 } } });
    await acme.database.rows("delete from assignment where role_id = $1", [role["temp"]]);
    await allowed(invite([{ role: role["temp"] }]));
    await refused(grant(await newcomer(), { role: role["temp"] }), "too_many_holders", "counts");
  });

  test("mail domains: allowed, refused, or with the agreement of others", async () => {
    await limitedBy({
      domains: {
        allow: ["ACME.example", "b\u00fccher.example"],
        refuse: ["bad.acme.example."],
        ask: ["ask.example"],
      },
    });
    // However the limit and the address write the domain.
    for (const domain of ["B\u00dcCHER.example", "bu\u0308cher.example", "xn--bcher-kva.example"])
      await allowed(invite([{ role: role["editor"] }], newAddress(domain)));
    await refused(
      invite([{ role: role["editor"] }], newAddress("bu\u0441her.example")),
      "domain_outside",
      "domains",
    );
    const none = limitedBy({ domains: { allow: ["acme.example/x"] } });
    await expect(none, "what is no domain").rejects.toThrow("acme.example/x is no mail domain");
    await allowed(invite([{ role: role["editor"] }], newAddress("acme.example")));
    await refused(
      invite([{ role: role["editor"] }], newAddress("other.example")),
      "domain_outside",
      "domains",
    );
    await refused(
      invite([{ role: role["editor"] }], newAddress("notacme.example")),
      "domain_outside",
      "domains",
    );
    await refused(
      invite([{ role: role["editor"] }], newAddress("bad.acme.example")),
      "domain_refused",
      "domains",
    );
    await refused(
      invite([{ role: role["editor"] }], newAddress("ask.example")),
      "domain_needs_approval",
      "domains",
    );
  });

  test("approval: refused until others can agree", async () => {
    await limitedBy({ approval: [{ roles: ["editor"], count: 1, reviewers: ["owner"] }] });
    await refused(grant(await newcomer(), { role: role["editor"] }), "approval_needed", "approval");
    await allowed(grant(await newcomer(), { role: role["billing"] }));
  });

  test("justification: a reason in words, kept in the trail as it was written, not a blank", async () => {
    await limitedBy({ justification: true });
    expect((await acme.as("maria")).session.justification).toBe(true);
    const user = await newcomer();
    await refused(grant(user, { role: role["editor"] }), "justification_needed", "justification");
    expect(
      (await maria.send("POST /people/suspend", { people: [{ user }], justification: "  " })).status,
    ).toBe(422);
    const answer = await maria.json<PeopleAnswer>("POST /people/suspend", {
      people: [{ user }],
      justification: " On leave ",
    });
    const people = await acme.database.value("select people from audit_entry where body ->> 'request' = $1", [
      answer.request_id,
    ]);
    expect(people).toMatchObject({ justification: " On leave " });
  });

  test("attributes: only those that are named", async () => {
    await limitedBy({ attributes: ["badge"] });
    const user = await newcomer();
    const edit = (attributes: object) => maria.send(`PATCH /people/${user}/attributes`, { attributes });
    await allowed(edit({ badge: 1 }));
    await refused(edit({ department: "Legal" }), "attribute_not_editable", "attributes");
    await refused(edit({ badge: 2, department: "Legal" }), "attribute_not_editable", "attributes");
  });

  test("verbs: reading the log is not taking it along", async () => {
    await limitedBy({ verbs: ["audit.read"] });
    const reader = await acme.as("maria", "acme", "audit-log");
    await allowed(reader.send("GET /audit-log"));
    await refused(reader.send("GET /audit-log/export?format=csv"), "verb_not_given", "verbs");
    await limitedBy({ verbs: ["audit.read", "audit.export"] });
    await allowed(reader.send("GET /audit-log/export?format=csv"));
  });

  test("one tenant binds there and nowhere else, and one element too", async () => {
    await acme.permit.importPeople("globex", [{ key: "maria", roles: ["manager"] }]);
    await limitedBy({ tenant: "globex", roles: { keys: ["viewer"] } });
    await allowed(grant(await newcomer(), { role: role["editor"] }));
    const there = await acme.as("maria", "globex");
    const body = { invitations: [{ email: newAddress(), roles: [{ role: role["editor"] }] }] };
    expect(await there.refusal("POST /invitations", body)).toMatchObject({
      reasons: [{ code: "role_out_of_reach" }],
    });
  });
});

describe("a limit that can't be read", () => {
  test("allows nothing, and lets the levels allow nothing either", async () => {
    await limitedBy({});
    await acme.database.rows(
      `update delegation set limits = limits || '{"time": {"mustEnd": "perhaps", "longest": null}}'`,
    );
    await refused(maria.send("GET /people"), "verb_not_given", "verbs");
    await acme.database.rows(`update delegation set limits = '{}'`);
    await refused(invite([{ role: role["viewer"] }]), "verb_not_given", "verbs");
  });

  test("is not what the operator can write: an unknown key or role is refused whole", async () => {
    const before = await acme.database.state();
    const wrong = [
      { ...everything, limit: 1 },
      { ...everything, roles: { keys: ["nowhere"] } },
      { ...everything, role: "nowhere" },
      { ...everything, verbs: ["user.everything"] },
      { ...everything, counts: { bulk: -1 } },
      { ...everything, tenant: "nowhere" },
    ];
    for (const each of wrong)
      await expect(acme.permit.define({ delegations: [each as Delegation] })).rejects.toThrow();
    expect(await acme.database.state()).toBe(before);
  });
});

describe("a guardrail of the tenant", () => {
  const guarded = (guardrails: object) =>
    acme.permit.define({
      tenants: { acme: { name: "Acme", guardrails: { least: { owner: 1 }, ...guardrails } } },
    });
  const guardrail = async (sending: Promise<Response>, code: string) => {
    const response = await sending;
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({
      error_code: "guardrail",
      reasons: [{ code, limit: "guardrail" }],
    });
  };
  test("binds whatever a delegation allows: seats, holders, roles that stay apart", async () => {
    await limitedBy({});
    const seats = await acme.database.value<number>("select taken_seats($1, $2, now())::int", [
      acme.environment,
      acme.tenants["acme"],
    ]);
    await guarded({ seats });
    await guardrail(invite([{ role: role["editor"] }]), "seats_full");
    await acme.database.rows("delete from assignment where role_id = $1", [role["temp"]]);
    await acme.database.rows("delete from invitation");
    const user = await newcomer().catch(() => acme.user("victor"));
    await guarded({ most: { temp: 0 } });
    await guardrail(grant(user, { role: role["temp"] }), "most_holders");
    await guarded({ exclusive: [["viewer", "temp"]] });
    await guardrail(grant(user, { role: role["temp"] }), "exclusive_roles");
    await guarded({});
    await allowed(grant(user, { role: role["temp"] }));
  });
  test("names no role that the reader can't see, not even beside one that they can", async () => {
    await guarded({ exclusive: [["billing", "support"]] });
    const user = await acme.user("mei");
    const body = { changes: [{ user, grant: [{ role: role["billing"] }] }] };
    await limitedBy({ roles: { keys: ["viewer", "billing"] } });
    const hidden = await maria.refusal("POST /people/roles", body);
    expect(hidden).toMatchObject({ status: 409, reasons: [{ code: "exclusive_roles" }] });
    expect(hidden.message).toBe("It concerns a role that you can't see.");
    expect(JSON.stringify(hidden)).not.toContain("Support");
    await limitedBy({});
    expect((await maria.refusal("POST /people/roles", body)).message).toMatch(
      /^One person must not hold (Billing and Support|Support and Billing) together\.$/,
    );
    await guarded({});
  });
  test("can't be set where it is broken already, and then nothing of the definition is", async () => {
    const before = await acme.database.state();
    await expect(guarded({ seats: 1 })).rejects.toMatchObject({ code: "PE001" });
    await expect(guarded({ most: { viewer: 0 } })).rejects.toMatchObject({ code: "PE001" });
    expect(await acme.database.state()).toBe(before);
  });
});
