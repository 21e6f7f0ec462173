import type { AuditPage } from "../../../src/api/audit-log/contract.js";
import type { Candidates } from "../../../src/api/role-assignment/contract.js";
import { openStore } from "../../../src/api/store/open-store.js";
import { sweep } from "../../../src/api/store/sweep.js";
import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PeoplePage } from "../../../src/api/people/contract.js";
import type {
  AcceptAnswer,
  InvitationPreview,
  InvitationsPage,
  InviteAnswer,
  LinkAnswer,
} from "../../../src/api/user-management/contract.js";
import {
  asHost,
  call,
  definition,
  openAcme,
  refusalOf,
  send,
  signIn,
  type Acme,
  type SignedIn,
} from "../../support/acme.js";

let acme: Acme;
let olivia: SignedIn;
let editor: string;
beforeAll(async () => {
  acme = await openAcme();
  olivia = await acme.as("olivia");
  editor = olivia.role("editor").id;
});
afterAll(() => acme.close());

let guests = 0;
/** A key whose address at Acme is `<key>@acme.example`. */
const someone = () => `guest-${(guests += 1)}`;

interface Guest {
  /** The address the host vouches for, where it is not that of the key. */
  email?: string;
  isUnverified?: boolean;
}
const hosted = (key: string, { email, isUnverified }: Guest = {}) => ({
  ...asHost(key),
  ...(email && { "as-email": encodeURIComponent(email) }),
  ...(isUnverified && { "as-unverified": "1" }),
});
const accept = (token: string, key: string, guest?: Guest) =>
  call(acme.permit, "POST", "/invitations/accept", { token }, hosted(key, guest));
const preview = (token: string, key: string, guest?: Guest) =>
  call(acme.permit, "POST", "/invitations/preview", { token }, hosted(key, guest));
const previewed = async (token: string, key: string) =>
  (await (await preview(token, key)).json()) as InvitationPreview;

async function invited(by = olivia, ...roles: string[]) {
  const key = someone();
  return {
    key,
    ...(await acme.invite(by, `${key}@acme.example`, ...(roles.length > 0 ? roles : ["editor"]))),
  };
}
/** A manager of their own for each test that takes something from them. */
async function manager() {
  const key = someone();
  await acme.permit.importPeople("acme", [
    { key, name: `Manager ${key}`, email: `${key}@acme.example`, roles: ["manager"] },
  ]);
  return acme.as(key);
}
const rolesOf = (key: string) =>
  acme.database
    .rows<{ key: string }>(
      "select r.key from assignment a join role r on r.id = a.role_id join app_user u on u.id = a.user_id where u.key = $1 and a.tenant_id = $2 order by 1",
      [key, acme.tenants["acme"]],
    )
    .then((rows) => rows.map((row) => row.key));
const inList = async (id: string, by = olivia) =>
  (await by.json<InvitationsPage>("GET /invitations?limit=100")).invitations.find((each) => each.id === id);

describe("the token of a link", () => {
  test("has 256 random bits, and only its hash is stored", async () => {
    const { id, token } = await invited();
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const hash = await acme.database.value<Buffer>("select token_hash from invitation where id = $1", [id]);
    expect(hash).toEqual(createHash("sha256").update(token).digest());
    for (const table of await acme.database.tables()) {
      const text = await acme.database.value<string | null>(
        `select string_agg(x::text, ' ') from ${table} x`,
      );
      expect(text ?? "", table).not.toContain(token);
      expect(text ?? "", table).not.toContain(Buffer.from(token, "base64url").toString("hex"));
    }
  });

  test("is told to nobody but in its mail, or to who copies it", async () => {
    const { id, token } = await invited();
    const texts = [
      await olivia.send("GET /invitations?limit=100"),
      await olivia.send("POST /invitations", again()),
    ];
    for (const each of texts) expect(await each.text()).not.toMatch(/invitation=|"token"/);
    const { link } = await olivia.json<LinkAnswer>(`POST /invitations/${id}/link`, {});
    expect(link).toMatch(/^https:\/\/acme\.example\/join#invitation=[\w-]{43}$/);
    expect(link).not.toContain(token);
  });
  const again = () => ({ invitations: [{ email: `${someone()}@acme.example`, roles: [{ role: editor }] }] });

  test("stands in a link whose address no header of the request can change", async () => {
    const headers = {
      host: "evil.example",
      origin: "https://evil.example",
      "x-forwarded-host": "evil.example",
      forwarded: "host=evil.example",
    };
    await olivia.send("POST /invitations", again(), headers);
    expect(acme.mails.at(-1)?.link).toMatch(/^https:\/\/acme\.example\/join#/);
  });

  test("that is unknown is refused as any other", async () => {
    const key = someone();
    const used = await invited();
    await accept(used.token, used.key);
    const cancelled = await invited();
    await olivia.json(`POST /invitations/${cancelled.id}/cancel`, {});
    const renewed = await invited();
    await olivia.json(`POST /invitations/${renewed.id}/resend`, {});
    const unknown = await refusalOf(await accept("A".repeat(43), key));
    expect(unknown).toMatchObject({ status: 404, error_code: "not_found" });
    for (const wrong of [
      renewed.token,
      renewed.token.slice(1),
      used.token.toLowerCase(),
      `${cancelled.token} `,
      "../x",
    ]) {
      expect(await refusalOf(await accept(wrong, key))).toEqual({
        ...unknown,
        id: expect.any(String) as string,
      });
      expect(await refusalOf(await preview(wrong, key))).toEqual({
        ...unknown,
        id: expect.any(String) as string,
      });
    }
  });
});

describe("accepting", () => {
  test("brings the guest in, once, however many try at once", async () => {
    const { key, token, id } = await invited();
    const second = await acme.another();
    const answers = await Promise.all(
      Array.from({ length: 32 }, (_, n) =>
        call(n % 2 ? second : acme.permit, "POST", "/invitations/accept", { token }, hosted(key)),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const each of answers.filter(({ ok }) => !ok)) {
      expect(await refusalOf(each)).toMatchObject({ status: 409, error_code: "stale" });
    }
    expect(await rolesOf(key)).toEqual(["editor"]);
    const entries = await acme.database.rows(
      "select from audit_entry where target_id = $1 and action = 'invitation.accept'",
      [id],
    );
    expect(entries).toHaveLength(1);
  });

  test("is recorded as done by the guest, on behalf of the inviter, by the inviter's delegation", async () => {
    const { key, token } = await invited();
    const answer = (await (await accept(token, key)).json()) as AcceptAnswer;
    const entries = await acme.database.rows<{ body: object; people: object }>(
      "select body, people from audit_entry where body ->> 'request' = $1 order by seq",
      [answer.request_id],
    );
    const user = await acme.user(key);
    expect(entries).toHaveLength(3);
    for (const { body } of entries) {
      expect(body).toMatchObject({
        actor_kind: "user",
        actor: user,
        on_behalf_of: olivia.session.you.user,
        by: [expect.stringContaining(olivia.role("owner").id)],
      });
    }
    expect(entries.map(({ body }) => body)).toMatchObject([
      { action: "invitation.accept" },
      { action: "user.join", target: user },
      { action: "role.grant", target: user, role: editor },
    ]);
  });

  test("by GET or HEAD, as a mail scanner does, does nothing", async () => {
    const { token, key } = await invited();
    await preview(token, key);
    const before = await acme.database.state();
    for (const method of ["GET", "HEAD", "OPTIONS"]) {
      for (const path of ["/invitations/accept", "/invitations/preview"]) {
        const request = new Request(`http://app.example${path}?token=${token}`, {
          method,
          headers: hosted(key),
        });
        expect((await acme.permit.fetch(request)).status).toBe(404);
      }
    }
    expect(await acme.database.state()).toBe(before);
  });

  test("is not what a preview does", async () => {
    const { token, key } = await invited();
    await preview(token, key);
    const before = await acme.database.state();
    expect(await previewed(token, key)).toEqual({
      tenant: { key: "acme", name: "Acme" },
      invited_by: "Olivia Marsh",
      email: `${key}@acme.example`,
      roles: [{ name: "Editor", ends_at: null }],
      expires_at: expect.any(String) as string,
      cannot_accept: null,
    });
    expect(await acme.database.state()).toBe(before);
  });

  test("gives somebody who has come another way meanwhile the role besides their own", async () => {
    const { token, key, id } = await invited();
    await acme.permit.importPeople("acme", [{ key, email: `${key}@acme.example`, roles: ["viewer"] }]);
    expect((await accept(token, key)).status).toBe(200);
    expect(await rolesOf(key)).toEqual(["editor", "viewer"]);
    expect(await inList(id)).toBeUndefined();
  });

  test("takes nothing from somebody who has the role already, and longer", async () => {
    const key = someone();
    const ends = { ends_at: "2030-01-01T00:00:00Z" };
    await olivia.json("POST /invitations", {
      invitations: [{ email: `${key}@acme.example`, roles: [{ role: editor, ...ends }] }],
    });
    const token = acme.mails.at(-1)?.link.split("=")[1] ?? "";
    await acme.permit.importPeople("acme", [{ key, email: `${key}@acme.example`, roles: ["editor"] }]);
    expect((await accept(token, key)).status).toBe(200);
    const held = await acme.database.rows("select ends_at from assignment where user_id = $1", [
      await acme.user(key),
    ]);
    expect(held).toEqual([{ ends_at: null }]);
  });

  test("works for a person of another tenant, who is then in both", async () => {
    const { token } = await acme.invite(olivia, "gloria@globex.example", "viewer");
    expect((await accept(token, "gloria")).status).toBe(200);
    expect((await acme.as("gloria", "globex")).session.tenant.key).toBe("globex");
    expect((await acme.as("gloria", "acme")).session.tenant.key).toBe("acme");
  });

  test("takes the seat that the invitation had taken", async () => {
    const members = await acme.database.value<number>("select members from tenant where key = 'acme'");
    const open = await acme.database.value<number>(
      "select count(*)::int from invitation where status = 'open' and expires_at > now() and tenant_id = $1",
      [acme.tenants["acme"]],
    );
    const seats = (most: number | null) =>
      acme.permit.define({
        tenants: { acme: { name: "Acme", guardrails: { least: { owner: 1 }, seats: most } } },
      });
    await seats(members + open + 1);
    const { token, key } = await invited();
    expect(
      await olivia.refusal("POST /invitations", {
        invitations: [{ email: "one-more@acme.example", roles: [{ role: editor }] }],
      }),
    ).toMatchObject({
      status: 409,
      reasons: [{ code: "seats_full" }],
    });
    expect((await accept(token, key)).status).toBe(200);
    await seats(null);
  });
});

describe("a guest who can't accept", () => {
  async function refusedAs(token: string, code: string, key: string, guest?: Guest) {
    const seen = (await (await preview(token, key, guest)).json()) as InvitationPreview;
    expect(seen.cannot_accept).toMatchObject({ code });
    const before = await acme.database.state();
    const refusal = await refusalOf(await accept(token, key, guest));
    expect(refusal.reasons?.[0]).toEqual(seen.cannot_accept);
    expect(await acme.database.state()).toBe(before);
    return refusal;
  }

  test("has another address", async () => {
    const { token } = await invited();
    expect(await refusedAs(token, "another_address", someone())).toMatchObject({ status: 403 });
  });
  test("has an address that the host has not verified", async () => {
    const { token, key } = await invited();
    expect(await refusedAs(token, "another_address", key, { isUnverified: true })).toMatchObject({
      status: 403,
    });
    expect((await accept(token, key)).status).toBe(200);
  });
  test("has an address that only looks the same", async () => {
    const { token, key } = await invited();
    await refusedAs(token, "another_address", someone(), { email: `${key.replace("e", "е")}@acme.example` });
  });
  test("is the inviter under another address", async () => {
    const by = await manager();
    const { token, key } = await invited(by);
    const inviter = by.session.you.email?.split("@")[0] ?? "";
    expect(await refusedAs(token, "oneself", inviter, { email: `${key}@acme.example` })).toMatchObject({
      status: 403,
    });
  });
  test("is suspended here", async () => {
    const { token, key } = await invited();
    await acme.permit.importPeople("acme", [
      { key, email: `${key}@acme.example`, status: "suspended", roles: ["viewer"] },
    ]);
    await refusedAs(token, "suspended_here", key);
  });
  test("comes after it was accepted, cancelled, or ran out", async () => {
    const used = await invited();
    await accept(used.token, used.key);
    expect(await refusedAs(used.token, "invitation_accepted", used.key)).toMatchObject({ status: 409 });
    const cancelled = await invited();
    await olivia.json(`POST /invitations/${cancelled.id}/cancel`, {});
    expect(await refusedAs(cancelled.token, "invitation_cancelled", cancelled.key)).toMatchObject({
      status: 409,
    });
    const late = await invited();
    await acme.database.rows("update invitation set expires_at = clock_timestamp() where id = $1", [late.id]);
    expect(await refusedAs(late.token, "invitation_expired", late.key)).toMatchObject({ status: 409 });
    expect(await inList(late.id)).toMatchObject({ status: "expired", why_dead: null });
  });
  test("comes while the tenant is suspended", async () => {
    const { token, key } = await invited();
    await acme.database.rows("update tenant set status = 'suspended' where key = 'acme'");
    const refusal = await refusedAs(token, "tenant_suspended", key);
    await acme.database.rows("update tenant set status = 'active' where key = 'acme'");
    expect(refusal.status).toBe(403);
    expect((await accept(token, key)).status).toBe(200);
  });
});

describe("an invitation dies with the right that made it", () => {
  /** Whatever happened to the inviter: the guest learns no more than that, and who manages sees why. */
  async function isDead({ id, token, key }: { id: string; token: string; key: string }, why?: string) {
    expect((await previewed(token, key)).cannot_accept).toMatchObject({ code: "inviter_out_of_rights" });
    const before = await acme.database.state();
    expect(await refusalOf(await accept(token, key))).toMatchObject({
      status: 403,
      reasons: [{ code: "inviter_out_of_rights" }],
    });
    expect(await acme.database.state()).toBe(before);
    expect(await rolesOf(key)).toEqual([]);
    expect(await inList(id)).toMatchObject({
      status: "dead",
      why_dead: { code: why ?? (expect.any(String) as string) },
    });
  }

  test("when the inviter is demoted, and lives again with the right", async () => {
    const by = await manager();
    const invitation = await invited(by);
    const { user } = by.session.you;
    const managing = { role: olivia.role("manager").id };
    await olivia.json("POST /people/roles", {
      changes: [{ user, grant: [{ role: editor }], revoke: [managing] }],
    });
    await isDead(invitation, "verb_not_given");
    await olivia.json("POST /people/roles", { changes: [{ user, grant: [managing] }] });
    expect((await accept(invitation.token, invitation.key)).status).toBe(200);
  });
  test("when the inviter is removed", async () => {
    const by = await manager();
    const invitation = await invited(by);
    await olivia.json("POST /people/remove", { people: [{ user: by.session.you.user }] });
    await isDead(invitation, "inviter_gone");
  });
  test("when the inviter is suspended", async () => {
    const by = await manager();
    const invitation = await invited(by);
    await olivia.json("POST /people/suspend", { people: [{ user: by.session.you.user }] });
    await isDead(invitation, "inviter_gone");
  });
  test("when the inviter's own role has run out", async () => {
    const by = await manager();
    const invitation = await invited(by);
    await acme.database.rows("update assignment set ends_at = clock_timestamp() where user_id = $1", [
      by.session.you.user,
    ]);
    await isDead(invitation, "verb_not_given");
  });
  test("when the limits are tightened", async () => {
    const by = await manager();
    const invitation = await invited(by);
    await acme.permit.define({
      delegations: [
        { role: "manager", verbs: ["user.view", "user.invite"], roles: { keys: ["viewer"] }, mode: "bind" },
      ],
    });
    await isDead(invitation, "role_out_of_reach");
    await acme.database.rows("delete from delegation");
    expect((await accept(invitation.token, invitation.key)).status).toBe(200);
  });
  test("when one of its roles is deleted, even if one of the same name comes after it: one that fails fails all", async () => {
    const temporary = {
      roles: { temporary: { name: "Temporary", permissions: ["document:read"] } },
      elements: {
        team: {
          ...definition.elements?.["team"],
          type: "user-management" as const,
          name: "Team",
          roles_to_levels: {
            ...definition.elements?.["team"]?.roles_to_levels,
            LEVEL_4: ["editor", "billing", "temporary"],
          },
        },
      },
    };
    await acme.permit.define(temporary);
    const invitation = await invited(await acme.as("olivia"), "editor", "temporary");
    await acme.database.rows("delete from role where key = 'temporary'");
    await isDead(invitation, "unknown_role");
    expect((await previewed(invitation.token, invitation.key)).roles).toContainEqual({
      name: "A role that is gone",
      ends_at: null,
    });
    await acme.permit.define(temporary);
    await isDead(invitation, "unknown_role");
    expect(await olivia.refusal(`POST /invitations/${invitation.id}/resend`, {})).toMatchObject({
      status: 422,
    });
    await olivia.json(`POST /invitations/${invitation.id}/cancel`, {});
  });
  test("when what one of its roles is about is deleted: it is not given in the whole tenant instead", async () => {
    await acme.permit.define({ instances: [{ instance: "document:passing", tenant: "acme" }] });
    const by = await acme.sharing("olivia", "document:passing");
    const key = `passing-guest`;
    const { rows } = await by.json<InviteAnswer>("POST /invitations", {
      invitations: [
        {
          email: `${key}@acme.example`,
          roles: [{ role: by.role("document:reader").id, instance: "document:passing" }],
        },
      ],
    });
    const token = acme.mails.at(-1)?.link.split("=")[1] ?? "";
    await acme.database.rows("delete from resource_instance where key = 'passing'");
    await isDead({ id: rows[0]?.invitation ?? "", token, key });
  });
  test("of an operator's key, when that key is deleted; its running out leaves it", async () => {
    const invitation = await invited();
    const apiKey = await acme.database.value<string>("select id from api_key");
    await acme.database.rows(
      "update invitation set inviter_kind = 'operator', inviter_id = $1, inviter_name = 'The app' where id = $2",
      [apiKey, invitation.id],
    );
    await acme.database.rows("update api_key set expires_at = now() - interval '1 day'");
    expect((await previewed(invitation.token, invitation.key)).cannot_accept).toBeNull();
    await acme.database.rows("update api_key set deleted_at = now()");
    await isDead(invitation, "inviter_gone");
    await acme.database.rows("update api_key set deleted_at = null, expires_at = null");
    expect((await accept(invitation.token, invitation.key)).status).toBe(200);
  });
  test("but not with the inviter's session", async () => {
    const by = await manager();
    const invitation = await invited(by);
    await acme.database.rows("update app_user set epoch = epoch + 1 where id = $1", [by.session.you.user]);
    expect((await accept(invitation.token, invitation.key)).status).toBe(200);
  });
});

describe("resending, copying and cancelling", () => {
  test("a new link ends the old one and begins a new term", async () => {
    for (const verb of ["resend", "link"]) {
      const { id, token, key } = await invited();
      await acme.database.rows(
        "update invitation set expires_at = now() + interval '1 minute' where id = $1",
        [id],
      );
      const answer = await olivia.json<{ expires_at: string; link?: string }>(
        `POST /invitations/${id}/${verb}`,
        {},
      );
      expect(Date.parse(answer.expires_at) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
      expect((await accept(token, key)).status).toBe(404);
      const next = (answer.link ?? acme.mails.at(-1)?.link ?? "").split("=")[1] ?? "";
      expect((await previewed(next, key)).expires_at).toBe(answer.expires_at);
      expect((await accept(next, key)).status).toBe(200);
    }
  });

  test("two who copy the link at once leave one that works", async () => {
    const { id, key } = await invited();
    const links = await Promise.all(
      Array.from({ length: 8 }, () => olivia.json<LinkAnswer>(`POST /invitations/${id}/link`, {})),
    );
    const statuses: number[] = [];
    for (const { link } of links) statuses.push((await preview(link?.split("=")[1] ?? "", key)).status);
    expect(statuses.sort()).toEqual([200, ...(Array(7).fill(404) as number[])]);
  });

  test("what has run out can be sent again; what was cancelled or accepted can't", async () => {
    const late = await invited();
    await acme.database.rows("update invitation set expires_at = now() where id = $1", [late.id]);
    await olivia.json(`POST /invitations/${late.id}/resend`, {});
    expect(await inList(late.id)).toMatchObject({ status: "open" });
    const cancelled = await invited();
    await olivia.json(`POST /invitations/${cancelled.id}/cancel`, {});
    const used = await invited();
    await accept(used.token, used.key);
    for (const { id } of [cancelled, used]) {
      for (const verb of ["resend", "link", "cancel"]) {
        expect(await olivia.refusal(`POST /invitations/${id}/${verb}`, {})).toMatchObject({
          status: 409,
          error_code: "stale",
        });
      }
    }
  });

  test("somebody out of whose reach it is can do none of it, and the list says so", async () => {
    const { id, token, key } = await invited(olivia, "owner");
    const maria = await acme.as("maria");
    expect((await inList(id, maria))?.refused).toMatchObject({
      "invitation.resend": { code: "role_out_of_reach" },
      "invitation.cancel": { code: "role_out_of_reach" },
    });
    const before = await acme.database.state();
    for (const verb of ["resend", "link", "cancel"]) {
      expect(await maria.refusal(`POST /invitations/${id}/${verb}`, {})).toMatchObject({
        status: 403,
        reasons: [{ code: "role_out_of_reach" }],
      });
    }
    expect(await acme.database.state()).toBe(before);
    expect((await previewed(token, key)).cannot_accept).toBeNull();
    await olivia.json(`POST /invitations/${id}/cancel`, {});
  });

  test("somebody else of the same reach may, though the invitation still rests on its inviter", async () => {
    const maria = await acme.as("maria");
    const { id, key } = await invited();
    await maria.json(`POST /invitations/${id}/resend`, {});
    expect(await inList(id)).toMatchObject({ invited_by: "Olivia Marsh" });
    expect((await accept(acme.mails.at(-1)?.link.split("=")[1] ?? "", key)).status).toBe(200);
  });
});

describe("one address", () => {
  const rows = async (...emails: string[]) => {
    const answer = await olivia.send("POST /invitations", {
      invitations: emails.map((email) => ({ email, roles: [{ role: editor }] })),
    });
    const body = (await answer.json()) as InviteAnswer;
    return body.rows;
  };

  test.each([
    ["in capitals", "PELLA@ACME.EXAMPLE", "pella@acme.example"],
    ["with a dot at the end", "petra@acme.example.", "petra@acme.example"],
    ["with blanks around it", "  paula@acme.example\t", "paula@acme.example"],
    ["in wide letters", "ｐｉａ＠ａｃｍｅ．ｅｘａｍｐｌｅ", "pia@acme.example"],
    ["with the sign of Kelvin", "\u212aarin@acme.example", "karin@acme.example"],
    ["with an international domain", "pat@BÜCHER.example", "pat@xn--bcher-kva.example"],
    ["with an ideographic dot", "polly@acme。example", "polly@acme.example"],
    ["with a decomposed accent", "rene\u0301@acme.example", "ren\u00e9@acme.example"],
  ])("%s is the same person", async (_, typed, canonical) => {
    expect(await rows(typed)).toMatchObject([{ email: canonical, outcome: "invited" }]);
    expect(
      await olivia.refusal("POST /invitations", {
        invitations: [{ email: canonical, roles: [{ role: editor }] }],
      }),
    ).toMatchObject({
      status: 409,
      error_code: "duplicate",
      reasons: [{ code: "already_invited" }],
    });
    // The host may know them by either spelling.
    const token = acme.mails.at(-1)?.link.split("=")[1] ?? "";
    expect(acme.mails.at(-1)?.to).toBe(canonical);
    expect((await accept(token, someone(), { email: typed })).status).toBe(200);
    expect(await rows(typed)).toMatchObject([{ outcome: "granted" }]);
  });

  test.each([
    "quinn@acme.example",
    "q.uinn@acme.example",
    "quinn+1@acme.example",
    "quinn@sub.acme.example",
    "quınn@acme.example",
  ])("%s is an address of its own", async (email) => {
    expect(await rows(email)).toMatchObject([{ outcome: "invited" }]);
  });

  test.each([
    "nobody",
    "@acme.example",
    "a@",
    "a@b",
    "a b@acme.example",
    "a@acme..example",
    ".a@acme.example",
    "a@@acme.example",
    "a@acme.example,b@acme.example",
    "<a@acme.example>",
    "a@acme.example\nBcc: b@acme.example",
    `${"a".repeat(65)}@acme.example`,
    "a@-acme.example",
    "a\u0000@acme.example",
    "a\u200b@acme.example",
    "a\u202eb@acme.example",
    "a\u00adb@acme.example",
    "a\u3164b@acme.example",
    "a\ufe0fb@acme.example",
    "i\u0307pek@acme.example",
    "\u0130pek@acme.example",
    "a@ac\u00adme.example",
    "a@acme\u200b.example",
    "a@acme.example/b.example",
    "a@acme.example?b.example",
    "a@b.example\\acme.example",
    "a@acme.example:25",
    "a@\u2100me.example",
    "a@127.0.0.1",
    "a@10.0.0.10",
    "a@xn--a.example",
  ])("%j is none", async (email) => {
    const refusal = await olivia.refusal("POST /invitations", {
      invitations: [{ email, roles: [{ role: editor }] }],
    });
    expect(refusal).toMatchObject({ status: 422, reasons: [{ code: "bad_address" }] });
  });

  test("written in two ways in one request is invited once, and the whole says where", async () => {
    const [first, second] = await rows("pablo@acme.example", "\uff30ABLO\uff20acme.example.");
    expect(first).toMatchObject({ email: "pablo@acme.example", outcome: "invited" });
    expect(second).toMatchObject({ email: "pablo@acme.example", outcome: "refused" });
    expect(
      await acme.database.value("select count(*)::int from invitation where email = 'pablo@acme.example'"),
    ).toBe(1);
  });

  test("of somebody who is here finds them, however it is written, and imports meet them by it", async () => {
    const key = someone();
    await acme.permit.importPeople("acme", [
      { key, email: `${key}\uff20B\u00dcCHER.example`, roles: ["viewer"] },
    ]);
    for (const search of [`${key}@b\u00fccher.example`, `${key.toUpperCase()}@BU\u0308CHER.example.`]) {
      const { people } = await olivia.json<PeoplePage>(`GET /people?search=${encodeURIComponent(search)}`);
      expect(people.map((each) => each.email)).toEqual([`${key}@xn--bcher-kva.example`]);
      expect(await rows(search)).toMatchObject([{ outcome: "granted" }]);
    }
    const imported = acme.permit.importPeople("acme", [
      { key: someone(), email: `${key}@B\u00fccher.example`, roles: [] },
    ]);
    await expect(imported, "a second user by the same verified address").rejects.toThrow();
  });

  test("that mixes alphabets is marked, wherever it shows", async () => {
    const [plain, mixed] = await rows("paypal@acme.example", "p\u0430ypal@acme.example");
    expect(plain).toMatchObject({ mixed_script: false });
    expect(mixed).toMatchObject({ mixed_script: true });
    expect(await inList(mixed?.invitation ?? "")).toMatchObject({ mixed_script: true });
    expect(await inList(plain?.invitation ?? "")).toMatchObject({ mixed_script: false });
    const key = someone();
    await acme.permit.importPeople("acme", [{ key, email: "m\u0430ry@acme.example", roles: ["viewer"] }]);
    const { people } = await olivia.json<PeoplePage>(`GET /people?search=${key}`);
    expect(people).toMatchObject([{ mixed_script: true }]);
    const log = await (
      await acme.as("olivia", "acme", "audit-log")
    ).json<AuditPage>("GET /audit-log?action=user.invite&limit=2");
    const marked = log.entries.map(({ target }) => [target?.name, target?.mixed_script]);
    expect(marked).toContainEqual(["p\u0430ypal@acme.example", true]);
    expect(marked).toContainEqual(["paypal@acme.example", false]);
    const found = await (
      await acme.sharing("olivia", "document:42")
    ).json<Candidates>(
      `GET /instances/document:42/candidates?search=${encodeURIComponent("P\u0430YPAL@acme.example")}`,
    );
    expect(found).toMatchObject({ address: "p\u0430ypal@acme.example", mixed_script: true });
  });

  test("can be invited again once the first invitation has run out, and then has one that is open", async () => {
    const { id, key, token } = await invited();
    await acme.database.rows("update invitation set expires_at = now() where id = $1", [id]);
    const next = await acme.invite(olivia, `${key}@acme.example`, "viewer");
    expect(await inList(id)).toBeUndefined();
    expect(await refusalOf(await accept(token, key))).toMatchObject({ status: 409 });
    expect((await accept(next.token, key)).status).toBe(200);
    expect(await rolesOf(key)).toEqual(["viewer"]);
  });

  test("can be invited by two tenants, who know nothing of each other", async () => {
    const gloria = await acme.as("gloria", "globex");
    const key = someone();
    const email = `${key}@acme.example`;
    const [here, there] = [
      await acme.invite(olivia, email, "editor"),
      await acme.invite(gloria, email, "viewer"),
    ];
    expect(
      (await Promise.all([accept(here.token, key), accept(there.token, key)])).map(({ status }) => status),
    ).toEqual([200, 200]);
    expect(await rolesOf(key)).toEqual(["editor"]);
  });

  test("that a member only claims, unverified, is nobody's: it is invited, and the claimer gets nothing", async () => {
    const claimer = someone();
    await acme.permit.importPeople("acme", [
      { key: claimer, email: `${claimer}@acme.example`, roles: ["viewer"] },
    ]);
    const chief = someone();
    const claim = hosted(claimer, { email: `${chief}@acme.example`, isUnverified: true });
    expect((await call(acme.permit, "POST", "/session", { type: "user-management" }, claim)).status).toBe(
      200,
    );
    expect(await rows(`${chief}@acme.example`)).toMatchObject([{ outcome: "invited" }]);
    expect(await rolesOf(claimer)).toEqual(["viewer"]);
    const token = acme.mails.at(-1)?.link.split("=")[1] ?? "";
    // Nor does the claim keep out whose address it is.
    expect(
      (await accept(token, claimer, { email: `${chief}@acme.example`, isUnverified: true })).status,
    ).toBe(403);
    expect((await accept(token, chief)).status).toBe(200);
    expect(await rolesOf(chief)).toEqual(["editor"]);
  });
});

describe("sending", () => {
  test("hands the host everything a mail needs", async () => {
    const key = someone();
    await olivia.json("POST /invitations", {
      invitations: [
        { email: `${key}@acme.example`, roles: [{ role: editor }, { role: olivia.role("viewer").id }] },
      ],
    });
    expect(acme.mails.at(-1)).toMatchObject({
      to: `${key}@acme.example`,
      tenant: { key: "acme", name: "Acme" },
      invitedBy: "Olivia Marsh",
      roles: ["Editor", "Viewer"],
    });
    expect(Math.round(((acme.mails.at(-1)?.expiresAt.getTime() ?? 0) - Date.now()) / 86_400_000)).toBe(7);
  });

  test("that fails leaves the invitation, and says so", async () => {
    const failing = await acme.another({ sendInvitation: () => Promise.reject(new Error("no post today")) });
    const sender = await signIn(failing, "olivia");
    const { rows } = await sender.json<InviteAnswer>("POST /invitations", {
      invitations: [{ email: `${someone()}@acme.example`, roles: [{ role: editor }] }],
    });
    expect(rows).toMatchObject([{ outcome: "invited", sent: false }]);
    const id = rows[0]?.invitation ?? "";
    expect(await inList(id)).toMatchObject({ status: "open" });
    expect(await sender.json(`POST /invitations/${id}/resend`, {})).toMatchObject({ sent: false });
    expect(await olivia.json(`POST /invitations/${id}/resend`, {})).toMatchObject({ sent: true });
  });
});

describe("the list of invitations", () => {
  test("shows each once, newest first, page by page, with the exact total", async () => {
    // Else what has run out in other tests might be swept between two pages.
    const store = await openStore(acme.database.url);
    await sweep(store, acme.environment);
    await store.close();
    const { rows } = await olivia.json<InviteAnswer>("POST /invitations", {
      invitations: Array.from({ length: 25 }, () => ({
        email: `${randomUUID()}@acme.example`,
        roles: [{ role: editor }],
      })),
    });
    const ids: string[] = [];
    let total = 0;
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: InvitationsPage = await olivia.json(
        `GET /invitations?limit=7${cursor && `&cursor=${cursor}`}`,
      );
      ids.push(...page.invitations.map(({ id }) => id));
      ({ next: cursor, total } = page);
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(total);
    expect(ids).toEqual(expect.arrayContaining(rows.map(({ invitation }) => invitation)));
    const created = await acme.database.rows<{ id: string }>(
      "select id from invitation where status = 'open' and tenant_id = $1 order by date_trunc('milliseconds', created_at) desc, id desc",
      [acme.tenants["acme"]],
    );
    expect(ids).toEqual(created.map(({ id }) => id));
  });

  test("shows roles that the reader can't see as a number only", async () => {
    const { id } = await invited();
    await acme.database.rows(
      "insert into invitation_role (environment_id, tenant_id, invitation_id, role_id) select environment_id, $1, $2, id from role where key = 'support'",
      [acme.tenants["acme"], id],
    );
    const shown = await inList(id);
    expect(shown).toMatchObject({ roles: [{ role: editor }], masked_roles: 1 });
    expect(JSON.stringify(shown)).not.toMatch(/support/i);
  });

  test("is read, but not with the right to change it, by a viewer", async () => {
    const victor = await acme.as("victor");
    const { invitations } = await victor.json<InvitationsPage>("GET /invitations");
    expect(invitations.length).toBeGreaterThan(0);
    for (const each of invitations)
      expect(Object.keys(each.refused).sort()).toEqual(["invitation.cancel", "invitation.resend"]);
  });

  test("is answered alike by a request that is sent to another process", async () => {
    const second = await acme.another();
    const request = new Request("http://app.example/invitations", {
      headers: { authorization: `Bearer ${olivia.session.token}` },
    });
    // What has run out may be swept from the list between the two.
    const openOnes = ({ invitations }: InvitationsPage) =>
      invitations.filter(({ status }) => status === "open").map(({ id }) => id);
    const here = openOnes(await olivia.json<InvitationsPage>("GET /invitations"));
    const there = openOnes((await (await send(second, request)).json()) as InvitationsPage);
    expect(there).toEqual(here);
  });
});
