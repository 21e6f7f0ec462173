import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RequestableRoles } from "../../src/api/access-request/contract.js";
import type {
  AccessRequest,
  AskAnswer,
  AskInput,
  RequestsPage,
  ReviewAnswer,
} from "../../src/api/approvals/contract.js";
import type { Definition } from "../../src/api/index.js";
import type { PeopleAnswer, PersonDetail } from "../../src/api/people/contract.js";
import { openStore } from "../../src/api/store/open-store.js";
import { sweep } from "../../src/api/store/sweep.js";
import { asHost, call, openAcme, type Acme, type Refusal, type SignedIn } from "../support/acme.js";
import { verifyTrail } from "../../scripts/audit-verify/verify-trail.js";
import { LiveStream } from "../support/live-stream.js";

/** Maria looks after people; Billing she may give once two owners agree. */

type Delegation = NonNullable<Definition["delegations"]>[number];
const ofManagers: Delegation = {
  role: "manager",
  tenant: "acme",
  element_type: "user-management",
  verbs: ["user.view", "user.invite", "invitation.resend", "role.grant", "role.revoke", "role.extend"],
  roles: { keys: ["viewer", "editor", "billing"] },
  mode: "bind",
  passing_on: true,
  approval: [{ roles: ["billing"], count: 2, reviewers: ["owner"] }],
};
const allowing = (limits: Partial<Delegation> = {}) =>
  acme.permit.define({ delegations: [{ ...ofManagers, ...limits }] });

let acme: Acme;
let maria: SignedIn;
let owners: SignedIn[];
let olivia: SignedIn;
let petra: SignedIn;
let billing: string;
beforeAll(async () => {
  acme = await openAcme();
  await acme.permit.importPeople("acme", [{ key: "petra", email: "petra@acme.example", roles: ["owner"] }]);
  await allowing();
  maria = await acme.as("maria");
  billing = maria.role("billing").id;
  owners = [await acme.as("olivia", "acme", "approvals"), await acme.as("petra", "acme", "approvals")];
  [olivia, petra] = owners as [SignedIn, SignedIn];
});
afterAll(() => acme.close());
beforeEach(() => allowing());

let count = 0;
async function newcomer(more: object = {}): Promise<string> {
  count += 1;
  const key = `person-${count}`;
  await acme.permit.importPeople("acme", [
    { key, name: `Person ${count}`, email: `${key}@acme.example`, roles: ["viewer"], ...more },
  ]);
  return acme.user(key);
}

const forBilling = (user: string, more: object = {}): AskInput => ({
  kind: "approval",
  person: { user, grant: [{ role: billing, ...more }] },
  justification: "Pays the invoices of the London office",
});

async function ask(by: SignedIn, input: AskInput): Promise<string> {
  const { request } = await by.json<AskAnswer>("POST /requests", input);
  if (request === null) throw new Error("nothing was asked");
  return request;
}
const answer = (by: SignedIn, request: string, agrees = true) =>
  by.json<ReviewAnswer>(`POST /requests/${request}/review`, { agrees });
const notAnswered = (by: SignedIn, request: string) =>
  by.refusal(`POST /requests/${request}/review`, { agrees: true });
const show = (by: SignedIn, request: string) => by.json<AccessRequest>(`GET /requests/${request}`);
const holdsBilling = async (user: string) =>
  (await acme.database.value<number>(
    "select count(*)::int from assignment where user_id = $1 and role_id = $2",
    [user, billing],
  )) > 0;
const entriesOf = (request: string) =>
  acme.database.rows<{ body: Record<string, unknown>; people: Record<string, unknown> }>(
    "select body, people from audit_entry where body ->> 'asked' = $1 order by at, seq",
    [request],
  );
const codes = ({ reasons = [] }: Refusal) => reasons.map(({ code }) => code);

describe("asking for approval", () => {
  test("of what one may do without it", async () => {
    const user = await newcomer();
    const input = { ...forBilling(user), person: { user, grant: [{ role: maria.role("editor").id }] } };
    expect(codes(await maria.refusal("POST /requests", input))).toEqual(["not_needed"]);
  });

  test("of what agreement would not mend", async () => {
    const user = await newcomer();
    const owner = { ...forBilling(user), person: { user, grant: [{ role: maria.role("owner").id }] } };
    expect(codes(await maria.refusal("POST /requests", owner))).toEqual(["role_out_of_reach"]);
    await allowing({ time: { must_end: true } });
    expect(codes(await maria.refusal("POST /requests", forBilling(user)))).toContain("must_end");
    await allowing({ justification: true });
    const { justification: _, ...silent } = forBilling(user);
    expect(codes(await maria.refusal("POST /requests", silent))).toContain("justification_needed");
  });

  test("for oneself", async () => {
    expect(codes(await maria.refusal("POST /requests", forBilling(maria.session.you.user)))).toEqual([
      "oneself",
    ]);
  });

  test("for somebody in another tenant, who is as if they were not there", async () => {
    const refusal = await maria.refusal("POST /requests", forBilling(await acme.user("gloria")));
    expect(refusal.status).toBe(404);
  });

  test("twice for the same", async () => {
    const user = await newcomer();
    await ask(maria, forBilling(user));
    const again = await maria.refusal("POST /requests", forBilling(user));
    expect(again.status).toBe(409);
    expect(codes(again)).toEqual(["already_asked"]);
  });

  test("about somebody who has changed meanwhile", async () => {
    const user = await newcomer();
    const input = forBilling(user);
    const stale = { ...input, person: { ...input.person, version: 1000 } };
    expect((await maria.refusal("POST /requests", stale)).error_code).toBe("stale");
  });

  test("a refusal of the act itself says that approval is missing, and who could give it", async () => {
    const user = await newcomer();
    const grant = [{ role: billing }];
    const { rows } = await maria.json<PeopleAnswer>("POST /people/roles", {
      changes: [{ user, grant }],
      dry_run: true,
    });
    expect(rows[0]?.reasons).toMatchObject([
      {
        code: "approval_needed",
        needs: "approval",
        reviewers: { names: ["Olivia Marsh", "petra"], total: 2 },
      },
    ]);
    const { choices } = await maria.json<PersonDetail>(`GET /people/${user}`);
    expect(choices.find(({ role }) => role === billing)?.cannot_give).toMatchObject({
      needs: "approval",
      reviewers: { total: 2 },
    });
  });

  test("tried without doing it leaves nothing behind", async () => {
    const before = await acme.database.state();
    const user = await acme.user("ana");
    const tried = await maria.json<AskAnswer>("POST /requests", { ...forBilling(user), dry_run: true });
    expect(tried).toMatchObject({ request: null, reasons: [] });
    expect(await acme.database.state()).toBe(before);
  });

  test("sent again with the same key asks once", async () => {
    const user = await newcomer();
    const key = { "idempotency-key": "asked-once" };
    const first = await (await maria.send("POST /requests", forBilling(user), key)).json();
    expect(await (await maria.send("POST /requests", forBilling(user), key)).json()).toEqual(first);
  });
});

describe("agreeing is refused", () => {
  test("to whoever asked, and to whom it is for", async () => {
    const user = await newcomer({ roles: ["viewer"] });
    const request = await ask(maria, forBilling(user));
    const herself = await acme.as("maria", "acme", "approvals");
    expect(codes(await notAnswered(herself, request))).toEqual(["own_request"]);
    expect(await show(herself, request)).toMatchObject({
      refused: { agree: { code: "own_request" }, refuse: { code: "own_request" } },
    });
    // Made an owner after the asking, the beneficiary still is no judge of it.
    const key = await acme.database.value<string>("select key from app_user where id = $1", [user]);
    await acme.permit.importPeople("acme", [
      { key, email: `${key}@acme.example`, roles: ["viewer", "owner"] },
    ]);
    expect((await notAnswered(await acme.as(key, "acme", "approvals"), request)).status).toBe(404);
    await acme.database.rows("delete from assignment where user_id = $1", [user]);
  });

  test("to whoever may not review, for whom it is as if it were not there", async () => {
    const request = await ask(maria, forBilling(await newcomer()));
    for (const key of ["ana", "victor", "dmitri"]) {
      const somebody = await acme.as(key, "acme", "approvals");
      expect((await notAnswered(somebody, request)).status, key).toBe(404);
      expect((await somebody.refusal(`GET /requests/${request}`)).status, key).toBe(404);
      expect((await somebody.json<RequestsPage>("GET /requests")).requests, key).toEqual([]);
    }
  });

  test("to somebody of another tenant", async () => {
    const request = await ask(maria, forBilling(await newcomer()));
    const gloria = await acme.as("gloria", "globex", "approvals");
    expect((await notAnswered(gloria, request)).status).toBe(404);
  });

  test("to who may review but is not among those who are asked", async () => {
    const reviewing: Delegation = {
      role: "support",
      tenant: "acme",
      element_type: "approvals",
      verbs: ["user.view", "request.review"],
      roles: { keys: ["billing"] },
    };
    await acme.permit.define({ delegations: [ofManagers, reviewing] });
    const request = await ask(maria, forBilling(await newcomer()));
    const mei = await acme.as("mei", "acme", "approvals");
    expect(codes(await notAnswered(mei, request))).toEqual(["not_a_reviewer"]);
  });

  test("a second time", async () => {
    const request = await ask(maria, forBilling(await newcomer()));
    expect(await answer(olivia, request)).toMatchObject({ status: "open" });
    const again = await notAnswered(olivia, request);
    expect(codes(again)).toEqual(["already_reviewed"]);
    expect(await show(olivia, request)).toMatchObject({ status: "open", missing: 1 });
  });

  test.each<[string, string]>([
    ["withdrawn", "request_cancelled"],
    ["refused", "request_refused"],
    ["granted", "request_granted"],
  ])("once it is %s", async (how, code) => {
    const user = await newcomer();
    const request = await ask(maria, forBilling(user));
    if (how === "withdrawn") await maria.json(`POST /requests/${request}/withdraw`, {});
    else if (how === "refused") await answer(petra, request, false);
    else for (const owner of owners) await answer(owner, request);
    const late = await notAnswered(olivia, request);
    expect(late.status).toBe(409);
    expect(codes(late)).toEqual([code]);
    expect(await holdsBilling(user)).toBe(how === "granted");
  });

  test("once it has run out, swept or not, and the sweep records it", async () => {
    const request = await ask(maria, forBilling(await newcomer()));
    // Only the database's own clock could bring this about; the tables refuse it otherwise.
    await acme.database.rows("alter table request disable trigger request_only_ends");
    await acme.database.rows(
      "update request set created_at = now() - interval '8 days', expires_at = now() - interval '1 day' where id = $1",
      [request],
    );
    await acme.database.rows("alter table request enable trigger request_only_ends");
    expect(codes(await notAnswered(olivia, request))).toEqual(["request_expired"]);
    expect(await show(maria, request)).toMatchObject({ status: "expired" });
    const store = await openStore(acme.database.url);
    await sweep(store, acme.environment);
    await store.close();
    expect(codes(await notAnswered(olivia, request))).toEqual(["request_expired"]);
    expect((await entriesOf(request)).at(-1)?.body).toMatchObject({
      action: "request.expire",
      actor_kind: "system",
    });
  });

  test("with another payload: there is none in it, and what was asked can't be changed", async () => {
    const request = await ask(maria, forBilling(await newcomer()));
    const person = forBilling(await acme.user("ana")).person;
    for (const more of [{ person }, { act: {} }, { grant: [] }]) {
      const refusal = await olivia.refusal(`POST /requests/${request}/review`, { agrees: true, ...more });
      expect(refusal.status).toBe(422);
    }
    for (const change of [
      "act = act",
      "act = jsonb_set(act, '{user}', to_jsonb(requester_id))",
      "subject_id = requester_id",
      "requester_id = gen_random_uuid()",
      "expires_at = expires_at + interval '1 day'",
      "status = 'granted', ended_at = now(), verbs = '{}'",
    ]) {
      const changing = acme.database.rows(`update request set ${change} where id = $1`, [request]);
      await expect(changing, change).rejects.toThrow("only ends");
    }
  });
});

describe("what has changed since is honoured", () => {
  const wouldBeRefused = async (request: string, user: string, code: string) => {
    const refusal = await notAnswered(olivia, request);
    expect(codes(refusal)).toContain(code);
    expect(await holdsBilling(user)).toBe(false);
    return refusal;
  };

  test("the requester's limits were tightened", async () => {
    const user = await newcomer();
    const request = await ask(maria, forBilling(user));
    await answer(petra, request);
    await allowing({ roles: { keys: ["viewer", "editor"] } });
    const refusal = await wouldBeRefused(request, user, "role_out_of_reach");
    expect(refusal.message).toContain("Maria Santos would be refused now");
    expect(await show(olivia, request)).toMatchObject({
      missing: null,
      cannot_be_granted: { code: "role_out_of_reach" },
      refused: { agree: { code: "role_out_of_reach" } },
    });
    // It can still be refused.
    expect(await answer(olivia, request, false)).toMatchObject({ status: "refused" });
  });

  test("more must agree now", async () => {
    const user = await newcomer();
    const request = await ask(maria, forBilling(user));
    await allowing({ approval: [{ roles: ["billing"], count: 3, reviewers: ["owner"] }] });
    for (const owner of owners) expect(await answer(owner, request)).toMatchObject({ status: "open" });
    expect(await holdsBilling(user)).toBe(false);
  });

  test("the requester was suspended, or has lost the role", async () => {
    const manager = { key: "mona", name: "Mona", email: "mona@acme.example" };
    await acme.permit.importPeople("acme", [{ ...manager, roles: ["manager"] }]);
    const user = await newcomer();
    const request = await ask(await acme.as("mona"), forBilling(user));
    const mona = await acme.user("mona");
    await acme.database.rows("update membership set status = 'suspended' where user_id = $1", [mona]);
    await wouldBeRefused(request, user, "requester_gone");
    await acme.database.rows("update membership set status = 'active' where user_id = $1", [mona]);
    await acme.database.rows("delete from assignment where user_id = $1", [mona]);
    await wouldBeRefused(request, user, "not_active_here");
  });

  test("the target holds more now than the requester may touch, or is gone", async () => {
    const user = await newcomer();
    const request = await ask(maria, forBilling(user));
    const key = await acme.database.value<string>("select key from app_user where id = $1", [user]);
    await acme.permit.importPeople("acme", [{ key, email: `${key}@acme.example`, roles: ["owner"] }]);
    await wouldBeRefused(request, user, "person_out_of_reach");
    await acme.database.rows("delete from membership where user_id = $1", [user]);
    await acme.database.rows("update tenant set members = members - 1 where key = 'acme'");
    expect((await notAnswered(olivia, request)).status).toBe(404);
  });

  test("a guardrail stands in the way now", async () => {
    const user = await newcomer();
    const request = await ask(maria, forBilling(user));
    await answer(petra, request);
    const holders = await acme.database.value<number>(
      "select count(distinct user_id)::int from assignment where role_id = $1 and tenant_id = $2",
      [billing, acme.tenants["acme"]],
    );
    const guardrails = { least: { owner: 1 }, most: { billing: holders } };
    await acme.permit.define({ tenants: { acme: { name: "Acme", guardrails } } });
    await wouldBeRefused(request, user, "most_holders");
    await acme.permit.define({ tenants: { acme: { name: "Acme", guardrails: { least: { owner: 1 } } } } });
  });

  test("a reviewer has lost the right between two agreements", async () => {
    await acme.permit.importPeople("acme", [{ key: "otto", email: "otto@acme.example", roles: ["owner"] }]);
    const user = await newcomer();
    const request = await ask(maria, forBilling(user));
    await answer(await acme.as("otto", "acme", "approvals"), request);
    await acme.database.rows("delete from assignment where user_id = $1", [await acme.user("otto")]);
    expect(await answer(olivia, request)).toMatchObject({ status: "open" });
    expect(await holdsBilling(user)).toBe(false);
    expect(await show(petra, request)).toMatchObject({ status: "open", missing: 1 });
    expect(await answer(petra, request)).toMatchObject({ status: "granted" });
    expect(await holdsBilling(user)).toBe(true);
  });
});

describe("a request that enough others agree to", () => {
  test("is done at once, over exactly what was asked, in the name of whoever asked", async () => {
    const user = await newcomer();
    const ends_at = "2099-12-31T23:59:59.000Z";
    const listening = await LiveStream.open(olivia);
    const request = await ask(maria, forBilling(user, { ends_at }));
    expect((await listening.next("bell")).data).toMatchObject({ lists: ["requests"] });
    await listening.close();
    expect(await show(olivia, request)).toMatchObject({
      kind: "approval",
      status: "open",
      requester: { name: "Maria Santos", you: false },
      grants: [{ role: billing, instance: null, ends_at }],
      justification: "Pays the invoices of the London office",
      missing: 2,
      reviewers: { names: ["petra"], total: 1 },
      cannot_be_granted: null,
      refused: { withdraw: { code: "not_your_request" } },
    });
    await answer(olivia, request);
    expect(await holdsBilling(user)).toBe(false);
    expect(await answer(petra, request)).toMatchObject({ status: "granted" });

    const [held] = await acme.database.rows<{ ends_at: Date }>(
      "select ends_at from assignment where user_id = $1 and role_id = $2",
      [user, billing],
    );
    expect(held?.ends_at.toISOString()).toBe(ends_at);
    const entries = await entriesOf(request);
    expect(entries.map(({ body }) => body["action"])).toEqual([
      "request.ask",
      "request.agree",
      "request.agree",
      "role.grant",
      "request.grant",
    ]);
    expect(entries[3]).toMatchObject({
      body: {
        actor: maria.session.you.user,
        agreed: [olivia.session.you.user, petra.session.you.user],
        target: user,
        role: billing,
      },
      people: { actor: "Maria Santos", justification: "Pays the invoices of the London office" },
    });
    expect(entries[2]?.body).toMatchObject({ actor: petra.session.you.user });
    expect((await verifyTrail((sql, values) => acme.database.rows(sql, values))).faults).toEqual([]);
    expect(await show(maria, request)).toMatchObject({
      status: "granted",
      reviews: [
        { name: "Olivia Marsh", agrees: true },
        { name: "petra", agrees: true },
      ],
    });
  });

  test("when thirty-two agree at once it is granted once", async () => {
    const many = Array.from({ length: 32 }, (_, n) => `owner-${n}`);
    await acme.permit.importPeople(
      "acme",
      many.map((key) => ({ key, email: `${key}@acme.example`, roles: ["owner"] })),
    );
    const user = await newcomer();
    const request = await ask(maria, forBilling(user));
    const sessions = await Promise.all(many.map((key) => acme.as(key, "acme", "approvals")));
    const answers = await Promise.all(
      sessions.map((by) => by.send(`POST /requests/${request}/review`, { agrees: true })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
    const entries = await entriesOf(request);
    expect(entries.filter(({ body }) => body["action"] === "role.grant")).toHaveLength(1);
    expect(entries.filter(({ body }) => body["action"] === "request.grant")).toHaveLength(1);
    for (const key of many)
      await acme.database.rows("delete from assignment where user_id = $1", [await acme.user(key)]);
  });

  test("an invitation of it goes out in the requester's name, and dies with a reviewer's right", async () => {
    const invite = (email: string): AskInput => ({
      kind: "approval",
      invitation: { email, roles: [{ role: billing }] },
      justification: "Joins in May",
    });
    await allowing({ approval: [{ roles: ["billing"], count: 1, reviewers: ["owner"] }] });
    const join = async (key: string) => {
      const token = acme.mails.at(-1)?.link.split("#invitation=")[1] ?? "";
      return call(acme.permit, "POST", "/invitations/accept", { token }, asHost(key));
    };
    const request = await ask(maria, invite("ines@acme.example"));
    expect(await answer(olivia, request)).toMatchObject({ status: "granted", sent: true });
    expect(acme.mails.at(-1)).toMatchObject({ to: "ines@acme.example", invitedBy: "Maria Santos" });
    expect((await join("ines")).status).toBe(200);
    expect(await holdsBilling(await acme.user("ines"))).toBe(true);

    await acme.permit.importPeople("acme", [{ key: "omar", email: "omar@acme.example", roles: ["owner"] }]);
    const other = await ask(maria, invite("jana@acme.example"));
    await answer(await acme.as("omar", "acme", "approvals"), other);
    await acme.database.rows("delete from assignment where user_id = $1", [await acme.user("omar")]);
    expect((await join("jana")).status).toBe(403);
  });

  test("one domain that is asked about needs one who may review", async () => {
    await allowing({ approval: [], domains: { allow: ["acme.example"], ask: ["partner.example"] } });
    const invitation = { email: "pat@partner.example", roles: [{ role: maria.role("editor").id }] };
    const request = await ask(maria, { kind: "approval", invitation });
    expect(await answer(olivia, request)).toMatchObject({ status: "granted", sent: true });
  });
});

describe("asking for access", () => {
  let ana: SignedIn;
  const forMyself = (by: SignedIn, role: string): AskInput => ({
    kind: "access",
    person: { user: by.session.you.user, grant: [{ role: by.role(role).id }] },
  });
  beforeAll(async () => {
    ana = await acme.as("ana", "acme", "access-request");
  });

  test("for a role that is hidden, held already, or for somebody whom one may not see", async () => {
    const support = await acme.database.value<string>("select id from role where key = 'support'");
    const hidden = { kind: "access", person: { user: ana.session.you.user, grant: [{ role: support }] } };
    expect(codes(await ana.refusal("POST /requests", hidden))).toEqual(["unknown_role"]);
    expect(codes(await ana.refusal("POST /requests", forMyself(ana, "editor")))).toEqual(["already_held"]);
    const other = {
      ...forMyself(ana, "billing"),
      person: { user: await newcomer(), grant: [{ role: billing }] },
    };
    expect(codes(await ana.refusal("POST /requests", other))).toContain("verb_not_in_session");
  });

  test("shows which roles there are to ask for, which are held and which asked for", async () => {
    const request = await ask(ana, forMyself(ana, "billing"));
    const { roles } = await ana.json<RequestableRoles>("GET /requestable-roles");
    expect(roles.map(({ role }) => role.key)).toEqual(["owner", "manager", "billing", "editor", "viewer"]);
    expect(roles.find(({ role }) => role.key === "billing")).toMatchObject({
      asked: request,
      cannot_ask: { code: "already_asked" },
    });
    expect(roles.find(({ role }) => role.key === "editor")).toMatchObject({
      held: { ends_at: null },
      cannot_ask: { code: "already_held" },
    });
    expect(roles.find(({ role }) => role.key === "viewer")).toMatchObject({ asked: null, cannot_ask: null });
    await ana.json(`POST /requests/${request}/withdraw`, {});
  });

  test("is granted with the rights of whoever agrees, and not by oneself", async () => {
    const request = await ask(ana, forMyself(ana, "billing"));
    const herself = await acme.as("ana", "acme", "approvals");
    expect(codes(await notAnswered(herself, request))).toEqual(["own_request"]);
    expect((await olivia.json<RequestsPage>("GET /requests")).requests.map(({ id }) => id)).toContain(
      request,
    );
    expect(await answer(olivia, request)).toMatchObject({ status: "granted" });
    expect(await holdsBilling(ana.session.you.user)).toBe(true);
    const granted = (await entriesOf(request)).find(({ body }) => body["action"] === "role.grant");
    expect(granted?.body).toMatchObject({ actor: olivia.session.you.user, target: ana.session.you.user });
  });

  test("a role above the reviewer's reach is not theirs to grant", async () => {
    await acme.permit.define({ delegations: [{ ...ofManagers, element_type: null, approval: [] }] });
    const request = await ask(ana, forMyself(ana, "owner"));
    const manager = await acme.as("maria", "acme", "approvals");
    expect((await notAnswered(manager, request)).status).toBe(404);
    await ana.json(`POST /requests/${request}/withdraw`, {});
  });

  test("at most twenty of one's requests are open", async () => {
    await acme.permit.importPeople("acme", [{ key: "zoe", email: "zoe@acme.example", roles: [] }]);
    const documents = Array.from({ length: 20 }, (_, n) => `document:many-${n}`);
    await acme.permit.define({ instances: documents.map((instance) => ({ instance, tenant: "acme" })) });
    const zoe = await acme.as("zoe", "acme", "access-request");
    const role = zoe.role("document:reader").id;
    const asking = (instance: string) => ({
      kind: "access" as const,
      person: { user: zoe.session.you.user, grant: [{ role, instance }] },
    });
    for (const instance of documents) await ask(zoe, asking(instance));
    expect(codes(await zoe.refusal("POST /requests", asking("document:42")))).toEqual(["too_many_requests"]);
  });

  test("withdrawing is for whoever asked", async () => {
    const victor = await acme.as("victor", "acme", "access-request");
    const request = await ask(victor, forMyself(victor, "editor"));
    expect((await olivia.refusal(`POST /requests/${request}/withdraw`, {})).status).toBe(404);
    await victor.json(`POST /requests/${request}/withdraw`, { justification: "Not needed any more" });
    expect((await victor.json<RequestsPage>("GET /requests?show=mine")).requests).toMatchObject([
      { id: request, status: "cancelled" },
    ]);
  });
});

describe("the list", () => {
  test("goes on from page to page, newest first, and ends", async () => {
    const asked = [];
    for (let n = 0; n < 5; n += 1) asked.unshift(await ask(maria, forBilling(await newcomer())));
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const page: RequestsPage = await maria.json<RequestsPage>(
        `GET /requests?show=mine&limit=2${next === null ? "" : `&cursor=${next}`}`,
      );
      seen.push(...page.requests.map(({ id }) => id));
      next = page.next;
    } while (next !== null && seen.length < 1000);
    expect(seen.slice(0, 5)).toEqual(asked);
    expect(new Set(seen).size).toBe(seen.length);
  });
});
