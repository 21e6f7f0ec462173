import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands, type CommandName } from "../../src/api/commands.js";
import { features } from "../../src/api/permit.js";
import type { AskAnswer } from "../../src/api/approvals/contract.js";
import type { DelegationSaved, DelegationsView } from "../../src/api/delegations/contract.js";
import type { Reason } from "../../src/api/wire.js";
import { asHost, call, openAcme, type Acme, type SignedIn } from "../support/acme.js";

/** What holds for each command of the registry: it can be asked for without being done, and a retry does it once. */

interface Asked {
  route: string;
  input: Record<string, unknown>;
  params?: string;
  by: SignedIn | { guest: string };
}
interface Acts {
  /** Something new each time that its actor may do; `who` chooses between two actors. */
  allowed: (who: 0 | 1) => Promise<Asked>;
  /** What is refused. `test/api/delegations.test.ts` shows it of operators. */
  refused?: () => Promise<Asked>;
}

let acme: Acme;
let owners: [SignedIn, SignedIn];
let reviewers: [SignedIn, SignedIn];
let operators: [SignedIn, SignedIn];
let maria: SignedIn;
beforeAll(async () => {
  acme = await openAcme();
  await acme.permit.importPeople("acme", [{ key: "petra", email: "petra@acme.example", roles: ["owner"] }]);
  owners = [await acme.as("olivia"), await acme.as("petra")];
  reviewers = [await acme.as("olivia", "acme", "approvals"), await acme.as("petra", "acme", "approvals")];
  operators = [await acme.operator("acme"), await acme.operator()];
  maria = await acme.as("maria");
});
afterAll(() => acme.close());

let made = 0;
const fresh = (what: string) => `${what}-${(made += 1)}`;
async function newcomer(more: { roles?: string[]; status?: "suspended" } = {}) {
  const key = fresh("newcomer");
  const email = `${key}@acme.example`;
  await acme.permit.importPeople("acme", [{ key, email, roles: ["viewer"], ...more }]);
  return { key, user: await acme.user(key) };
}
const role = (key: string) => owners[0].role(key).id;

const places = (verb: string, status?: "suspended"): Acts => {
  const act = async (by: SignedIn, roles: string[]): Promise<Asked> => {
    const { user } = await newcomer({ roles, ...(status && { status }) });
    return { route: `POST /people/${verb}`, input: { people: [{ user }] }, by };
  };
  return { allowed: (who) => act(owners[who], ["viewer"]), refused: () => act(maria, ["owner"]) };
};
const edit = (what: string, input: object): Acts => {
  const act = async (by: SignedIn, roles: string[]): Promise<Asked> => {
    const { user } = await newcomer({ roles });
    return { route: `PATCH /people/{user}/${what}`, params: user, input: { ...input }, by };
  };
  return { allowed: (who) => act(owners[who], ["viewer"]), refused: () => act(maria, ["owner"]) };
};
const onInvitation = (verb: string): Acts => {
  const act = async (by: SignedIn, promised: string): Promise<Asked> => {
    const { id } = await acme.invite(owners[0], `${fresh("guest")}@acme.example`, promised);
    return { route: `POST /invitations/{invitation}/${verb}`, params: id, input: {}, by };
  };
  return { allowed: (who) => act(owners[who], "viewer"), refused: () => act(maria, "owner") };
};

async function acceptance(isTheirs: boolean): Promise<Asked> {
  const [invited, other] = [fresh("guest"), fresh("guest")];
  const { token } = await acme.invite(owners[0], `${invited}@acme.example`, "viewer");
  const guest = isTheirs ? invited : other;
  // The host has said who they are before.
  await call(acme.permit, "POST", "/invitations/preview", { token }, asHost(guest));
  return { route: "POST /invitations/accept", input: { token }, by: { guest } };
}

async function asking(wanted: string, roles?: string[]): Promise<Asked & { by: SignedIn; key: string }> {
  const { key, user } = await newcomer(roles ? { roles } : {});
  const input = { kind: "access", person: { user, grant: [{ role: role(wanted) }] } };
  return { route: "POST /requests", input, by: await acme.as(key, "acme", "access-request"), key };
}
async function asked(roles?: string[]) {
  const { by, route, input, key } = await asking("billing", roles);
  return { by, key, id: (await by.json<AskAnswer>(route, input)).request ?? "" };
}
const review = (by: SignedIn, id: string): Asked => ({
  route: "POST /requests/{request}/review",
  params: id,
  input: { agrees: true },
  by,
});
const withdrawal = (by: SignedIn, id: string): Asked => ({
  route: "POST /requests/{request}/withdraw",
  params: id,
  input: {},
  by,
});

async function delegation(by: SignedIn) {
  const key = fresh("role");
  await acme.permit.define({ roles: { [key]: { name: key, permissions: [] } } });
  const id = await acme.database.value<string>("select id from role where key = $1", [key]);
  const input = { role: id, limits: {} };
  return { asked: { route: "POST /delegations", input, by }, id };
}
async function saved(by: SignedIn): Promise<string> {
  const { asked: creation } = await delegation(by);
  const { delegation: now } = await by.json<DelegationSaved>(creation.route, creation.input);
  return now?.id ?? "";
}
async function attribute(): Promise<string> {
  const key = fresh("attribute");
  await acme.permit.define({ attributes: { [key]: { label: key, type: "string" } } });
  return key;
}
const marking = async (by: SignedIn): Promise<Asked & { key: string }> => {
  const key = await attribute();
  const input = { attributes: [key], justification: "Because" };
  return { route: "POST /delegations/meant", input, by, key };
};

const acts: Record<CommandName, Acts> = {
  "user.invite": {
    allowed: (who) => Promise.resolve(invitation(owners[who], "viewer")),
    refused: () => Promise.resolve(invitation(maria, "owner")),
  },
  "user.change-roles": {
    allowed: async (who) => roles(owners[who], "billing", (await newcomer()).user),
    refused: async () => roles(maria, "owner", (await newcomer()).user),
  },
  "user.suspend": places("suspend"),
  "user.reactivate": places("reactivate", "suspended"),
  "user.remove": places("remove"),
  "user.edit-profile": edit("profile", { title: "Lead" }),
  "user.edit-attributes": edit("attributes", { attributes: { badge: 7 } }),
  "invitation.resend": onInvitation("resend"),
  "invitation.copy-link": onInvitation("link"),
  "invitation.cancel": onInvitation("cancel"),
  "invitation.accept": { allowed: () => acceptance(true), refused: () => acceptance(false) },
  "request.ask": { allowed: () => asking("billing"), refused: () => asking("viewer") },
  "request.review": {
    allowed: async (who) => review(reviewers[who], (await asked()).id),
    refused: async () => {
      const { id, key } = await asked(["manager"]);
      return review(await acme.as(key, "acme", "approvals"), id);
    },
  },
  "request.withdraw": {
    allowed: async () => {
      const { by, id } = await asked();
      return withdrawal(by, id);
    },
    refused: async () => {
      const { by, id } = await asked();
      await by.json(`POST /requests/${id}/withdraw`, {});
      return withdrawal(by, id);
    },
  },
  "delegation.create": { allowed: async (who) => (await delegation(operators[who])).asked },
  "delegation.edit": {
    allowed: async (who) => ({
      route: "PATCH /delegations/{delegation}",
      params: await saved(operators[who]),
      input: { version: 1, limits: { verbs: ["user.view"] } },
      by: operators[who],
    }),
  },
  "delegation.remove": {
    allowed: async (who) => ({
      route: "POST /delegations/{delegation}/remove",
      params: await saved(operators[who]),
      input: { version: 1 },
      by: operators[who],
    }),
  },
  "delegation.mark-meant": { allowed: (who) => marking(operators[who]) },
  "delegation.withdraw-mark": {
    allowed: async (who) => {
      const { route, input, by, key } = await marking(operators[who]);
      await operators[who].json(route, input);
      const { attributes } = await operators[who].json<DelegationsView>("GET /delegations");
      const params = attributes.find((each) => each.key === key)?.mark?.id ?? "";
      return { route: "POST /delegations/meant/{mark}/withdraw", params, input: {}, by };
    },
  },
  "tenant.leave": {
    allowed: async () => ({ route: "POST /leave", input: {}, by: await acme.as((await newcomer()).key) }),
    refused: async () => ({ route: "POST /leave", input: {}, by: await acme.as("gloria", "globex") }),
  },
};

const invitation = (by: SignedIn, key: string): Asked => ({
  route: "POST /invitations",
  input: { invitations: [{ email: `${fresh("guest")}@acme.example`, roles: [{ role: role(key) }] }] },
  by,
});
const roles = (by: SignedIn, key: string, user: string): Asked => ({
  route: "POST /people/roles",
  input: { changes: [{ user, grant: [{ role: role(key) }] }] },
  by,
});

function send({ route, params = "", by, input }: Asked, more: object = {}, key?: string): Promise<Response> {
  const [method = "", path = ""] = route.replace(/\{\w+\}/, params).split(" ");
  const who = "guest" in by ? asHost(by.guest) : { authorization: `Bearer ${by.session.token}` };
  const headers: Record<string, string> = { ...who, ...(key !== undefined && { "idempotency-key": key }) };
  return call(acme.permit, method, path, { ...input, ...more }, headers);
}

interface Answer {
  reasons?: Reason[];
  rows?: { reasons: Reason[] }[];
  refused?: Reason | null;
  link?: string | null;
}
/** Reasons as they would be given; people who could help are told where there is more than one row to fill. */
const reasonsIn = ({ reasons = [], rows = [], refused }: Answer) =>
  [...reasons, ...rows.flatMap((row) => row.reasons), ...(refused ? [refused] : [])].map(
    ({ code, message }) => ({ code, message }),
  );
const bodyOf = async (asking: Promise<Response>) => (await (await asking).json()) as Answer;

/** All there is, with what was refused and answered, and what has left the house. */
const everything = async () => [
  await acme.database.state(),
  await acme.database.value("select count(*)::int from audit_entry"),
  await acme.database.value("select count(*)::int from idempotency"),
  acme.mails.length,
];

const endpoints = [...features.endpoints, ...features.hostEndpoints];

describe.each(Object.keys(commands) as CommandName[])("%s", (name) => {
  test("is served by one route", async () => {
    const served = endpoints.filter(({ action }) => action === name).map(({ route }) => route);
    expect(served).toEqual([(await acts[name].allowed(0)).route]);
  });

  test("can be asked for without being done: that it is refused, and why", async () => {
    const refused = await acts[name].refused?.();
    if (!refused) return;
    const before = await everything();
    const asked = await send(refused, { dry_run: true });
    expect(asked.status).toBe(200);
    const told = reasonsIn((await asked.json()) as Answer);
    expect(await everything()).toEqual(before);
    const done = await send(refused);
    expect(done.status).toBeGreaterThanOrEqual(400);
    expect(told).not.toEqual([]);
    expect(told).toEqual(reasonsIn((await done.json()) as Answer));
  });

  test("can be asked for without being done: that it is allowed; and is then done under the same key", async () => {
    const allowed = await acts[name].allowed(0);
    const key = randomUUID();
    const before = await everything();
    const asked = await send(allowed, { dry_run: true }, key);
    expect(asked.status).toBe(200);
    const body = (await asked.json()) as Answer;
    expect(reasonsIn(body)).toEqual([]);
    expect(body.link ?? null).toBeNull();
    expect(await everything()).toEqual(before);
    const state = await acme.database.state();
    expect((await send(allowed, {}, key)).status).toBe(200);
    expect(await acme.database.state()).not.toBe(state);
  });

  test("is done once when it is sent again, and answered as before", async () => {
    const allowed = await acts[name].allowed(0);
    const key = randomUUID();
    const first = await bodyOf(send(allowed, {}, key));
    const after = await everything();
    const again = await send(allowed, {}, key);
    if (name === "tenant.leave") {
      // Their session has ended with their place: nobody is there to be answered.
      expect(again.status).toBe(401);
      expect(await everything()).toEqual(after);
      return;
    }
    expect(again.status).toBe(200);
    expect(again.headers.get("idempotent-replay")).toBe("true");
    // A link is a secret that is told once.
    expect(await again.json()).toEqual({ ...first, ...("link" in first && { link: null }) });
    expect(await everything()).toEqual(after);

    const other = await send(allowed, { dry_run: false }, key);
    expect(other.status).toBe(409);
    expect(await other.json()).toMatchObject({ error_code: "key_reused" });

    const anothers = await acts[name].allowed(1);
    const state = await acme.database.state();
    const independent = await send(anothers, {}, key);
    expect(independent.status).toBe(200);
    expect(independent.headers.get("idempotent-replay")).toBeNull();
    expect(await acme.database.state()).not.toBe(state);
  });
});

test("an invitation that somebody else has dealt with meanwhile is stale, and it says by whom and how", async () => {
  const { id } = await acme.invite(owners[0], `${fresh("guest")}@acme.example`, "viewer");
  const { invitations } = await owners[0].json<{ invitations: { id: string; expires_at: string }[] }>(
    "GET /invitations",
  );
  const seen = { expires_at: invitations.find((each) => each.id === id)?.expires_at };
  await owners[1].json(`POST /invitations/${id}/resend`, seen);
  for (const verb of ["resend", "link", "cancel"]) {
    const refusal = await owners[0].refusal(`POST /invitations/${id}/${verb}`, seen);
    expect(refusal).toMatchObject({ status: 409, error_code: "stale" });
    expect(refusal.reasons?.[0]?.meanwhile).toMatchObject([
      { actor: "petra", summary: "Was sent again, with a new link" },
    ]);
  }
  await owners[1].json(`POST /invitations/${id}/cancel`, {});
  const refusal = await owners[0].refusal(`POST /invitations/${id}/resend`, seen);
  expect(refusal).toMatchObject({ status: 409, error_code: "stale" });
  expect(refusal.reasons?.[0]?.meanwhile).toMatchObject([
    { summary: "Was cancelled" },
    { summary: "Was sent again, with a new link" },
  ]);
  // Without a word of what was looked at, it says how it ended.
  const ended = await owners[0].refusal(`POST /invitations/${id}/cancel`, {});
  expect(ended.reasons?.[0]?.meanwhile).toMatchObject([{ summary: "Was cancelled" }]);

  const guest = fresh("guest");
  const { id: accepted, token } = await acme.invite(owners[0], `${guest}@acme.example`, "viewer");
  await call(acme.permit, "POST", "/invitations/accept", { token }, asHost(guest));
  const late = await owners[0].refusal(`POST /invitations/${accepted}/cancel`, {});
  expect(late.reasons).toMatchObject([
    { code: "invitation_accepted", meanwhile: [{ actor: guest, summary: "Was accepted" }] },
  ]);
});
