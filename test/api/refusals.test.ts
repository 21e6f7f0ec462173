import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DelegationsView, DelegationSaved } from "../../src/api/delegations/contract.js";
import { appOf } from "../../src/api/app.js";
import { features } from "../../src/api/permit.js";
import type { Server } from "../../src/api/request-context.js";
import type { AskAnswer } from "../../src/api/approvals/contract.js";
import { asHost, call, openAcme, type SignedIn } from "../support/acme.js";
import { ownersSession, refusals, type Good, type Route, type World } from "../support/refusals.js";

let world: World;
beforeAll(async () => {
  const acme = await openAcme();
  const olivia = await acme.as("olivia");
  const reader = await acme.as("olivia", "acme", "audit-log");
  const sharer = await acme.as("olivia", "acme", "role-assignment");
  const approver = await acme.as("olivia", "acme", "approvals");
  const asker = await acme.as("olivia", "acme", "access-request");
  const limits = await acme.as("olivia", "acme", "delegations");
  const operator = await acme.operator("acme");
  const gloria = await acme.as("gloria", "globex");
  const { id: foreignInvitation } = await acme.invite(gloria, "guest@globex.example", "editor");
  const { id: invitation, token: invitationToken } = await acme.invite(olivia, "noor@acme.example", "editor");
  await acme.permit.importPeople("acme", [{ key: "rita", email: "rita@acme.example", roles: ["editor"] }]);
  const people = await acme.database.rows<{ key: string; id: string }>("select key, id from app_user");
  const foreignRequest = await askFor(await acme.as("gloria", "globex", "access-request"), "editor");
  const request = await askFor(await acme.as("ana", "acme", "access-request"), "billing");
  const ownRequest = await askFor(asker, "billing");
  // From now on the host has nothing new to say about these two.
  await call(acme.permit, "POST", "/invitations/preview", { token: invitationToken }, asHost("noor"));
  await acme.as("victor");
  const { delegation } = await operator.json<DelegationSaved>("POST /delegations", {
    role: olivia.role("billing").id,
    limits: {},
  });
  await operator.json("POST /delegations/meant", { attributes: ["badge"], justification: "Because" });
  const { attributes } = await operator.json<DelegationsView>("GET /delegations");
  world = {
    acme,
    limits,
    operator,
    delegation: delegation?.id ?? "",
    mark: attributes.find(({ key }) => key === "badge")?.mark?.id ?? "",
    olivia,
    reader,
    sharer,
    approver,
    asker,
    request,
    ownRequest,
    foreignRequest,
    ids: Object.fromEntries(people.map(({ key, id }) => [key, id])),
    roles: Object.fromEntries(olivia.session.roles.map(({ key, id }) => [key, id])),
    invitation,
    foreignInvitation,
    invitationToken,
    state: await acme.database.state(),
  };
});
afterAll(() => world.acme.close());

async function askFor(by: SignedIn, role: string): Promise<string> {
  const person = { user: by.session.you.user, grant: [{ role: by.role(role).id }] };
  const { request } = await by.json<AskAnswer>("POST /requests", { kind: "access", person });
  return request ?? "";
}

const person = (key: string) => (at: World) => ({ user: at.ids[key], version: 2 });
const places = (key: string) => (at: World) => ({
  input: { people: [person(key)(at)], justification: "Because", dry_run: false },
});
const invited = (at: World): Good => ({ params: { invitation: at.invitation } });
const byToken = (at: World): Good => ({ input: { token: at.invitationToken } });

/** Every limit there is. */
const limitsOf = ({ roles }: World) => ({
  element_type: "user-management",
  verbs: ["user.view", "role.grant"],
  roles: { ids: [roles["viewer"]], where: [{ attribute: "tier", in: ["standard"] }] },
  mode: "bind",
  passing_on: true,
  targets: {
    attributes: [{ attribute: "department", in: ["Finance"] }],
    groups: ["document:42"],
    domains: ["acme.example"],
  },
  places: { tenant: true, types: ["document"], instances: ["document:42"], own: false },
  time: { must_end: true, longest_days: 30 },
  counts: {
    ...{ open_invitations: 5, bulk: 5, grants_per_hour: 50, seats: 100 },
    holders: [{ role: roles["viewer"], most: 10 }],
  },
  domains: { allow: ["acme.example"], ask: ["partner.example"], refuse: ["other.example"] },
  approval: [{ roles: [roles["viewer"]], count: 1, reviewers: [roles["owner"]] }],
  justification: true,
  attributes: ["department"],
});
const saving = { meant: [], justification: "Because", dry_run: false };

const instance = (): Good => ({ params: { instance: "document:year-end" } });

/** Every route there is, with a request that would succeed. In the order in which all of them do, one after another. */
const routes: Route[] = [
  { route: "GET /people", door: "session", good: () => ({}) },
  { route: "GET /people/count", door: "session", good: () => ({}) },
  {
    route: "GET /people/{user}",
    door: "session",
    good: ({ ids }) => ({ params: { user: ids["ana"] ?? "" } }),
  },
  { route: "GET /instances", door: "session", element: "role-assignment", good: () => ({}) },
  { route: "GET /instances/{instance}/access", door: "session", element: "role-assignment", good: instance },
  {
    route: "GET /instances/{instance}/candidates",
    door: "session",
    element: "role-assignment",
    query: "search=mei",
    good: instance,
  },
  {
    route: "POST /people/roles",
    door: "session",
    good: (at) => ({
      input: {
        changes: [
          {
            ...person("ana")(at),
            grant: [{ role: at.roles["viewer"], ends_at: "2099-12-31T23:59:59Z" }],
            revoke: [{ role: at.roles["editor"] }],
          },
        ],
        justification: "Because",
        dry_run: false,
      },
    }),
  },
  { route: "POST /people/suspend", door: "session", good: places("mei") },
  { route: "POST /people/reactivate", door: "session", good: places("sam") },
  {
    route: "PATCH /people/{user}/profile",
    door: "session",
    good: ({ ids }) => ({
      params: { user: ids["dmitri"] ?? "" },
      input: {
        version: 2,
        name: "Dmitri",
        title: "Head of Finance",
        phone: "+44 20",
        justification: "Because",
      },
    }),
  },
  {
    route: "PATCH /people/{user}/attributes",
    door: "session",
    good: ({ ids }) => ({
      params: { user: ids["maria"] ?? "" },
      input: { version: 2, attributes: { department: "Legal", badge: 7 }, justification: "Because" },
    }),
  },
  { route: "POST /people/remove", door: "session", good: places("rita") },
  { route: "GET /invitations", door: "session", good: () => ({}) },
  {
    route: "POST /invitations",
    door: "session",
    good: ({ roles }) => ({
      input: {
        invitations: [
          { email: "new@acme.example", roles: [{ role: roles["editor"], ends_at: "2099-12-31T23:59:59Z" }] },
        ],
        justification: "Because",
        dry_run: false,
      },
    }),
  },
  {
    route: "POST /session",
    door: "host",
    good: () => ({
      input: { type: "user-management", element: "team", tenant: "acme", with_first_page: true },
    }),
  },
  { route: "POST /invitations/preview", door: "host", guest: "noor", good: byToken },
  { route: "POST /invitations/accept", door: "host", guest: "noor", good: byToken },
  { route: "POST /invitations/{invitation}/resend", door: "session", good: invited },
  { route: "POST /invitations/{invitation}/link", door: "session", good: invited },
  { route: "POST /invitations/{invitation}/cancel", door: "session", good: invited },
  { route: "GET /audit-log", door: "session", element: "audit-log", good: () => ({}) },
  {
    route: "GET /audit-log/people",
    door: "session",
    element: "audit-log",
    query: "search=olivia",
    good: () => ({}),
  },
  { route: "GET /audit-log/activity", door: "session", element: "audit-log", good: () => ({}) },
  {
    route: "GET /audit-log/export",
    door: "session",
    element: "audit-log",
    query: "format=json",
    good: () => ({}),
  },
  { route: "GET /audit-log/verification", door: "session", element: "audit-log", good: () => ({}) },
  { route: "GET /requests", door: "session", element: "approvals", good: () => ({}) },
  {
    route: "GET /requests/{request}",
    door: "session",
    element: "approvals",
    good: ({ request }) => ({ params: { request } }),
  },
  { route: "GET /requestable-roles", door: "session", element: "access-request", good: () => ({}) },
  {
    route: "POST /requests",
    door: "session",
    element: "access-request",
    good: (at) => ({
      input: {
        kind: "access",
        person: {
          ...person("olivia")(at),
          grant: [{ role: at.roles["editor"], ends_at: "2099-12-31T23:59:59Z" }],
          revoke: [],
        },
        justification: "Because",
        dry_run: false,
      },
    }),
  },
  {
    route: "POST /requests/{request}/review",
    door: "session",
    element: "approvals",
    good: ({ request }) => ({ params: { request }, input: { agrees: true, justification: "Because" } }),
  },
  {
    route: "POST /requests/{request}/withdraw",
    door: "session",
    element: "approvals",
    good: ({ ownRequest }) => ({ params: { request: ownRequest }, input: { justification: "Because" } }),
  },
  { route: "GET /delegations", door: "session", element: "delegations", good: () => ({}) },
  { route: "GET /delegations/closure", door: "operator", good: () => ({}) },
  { route: "GET /delegations/people", door: "operator", query: "search=mei", good: () => ({}) },
  {
    route: "POST /delegations",
    door: "operator",
    good: (at) => ({ input: { role: at.roles["editor"], limits: limitsOf(at), ...saving } }),
  },
  {
    route: "POST /delegations/meant",
    door: "operator",
    good: () => ({
      input: { leaks: [], attributes: ["department"], justification: "Because", dry_run: false },
    }),
  },
  {
    route: "POST /delegations/meant/{mark}/withdraw",
    door: "operator",
    good: ({ mark }) => ({ params: { mark }, input: { justification: "Because", dry_run: false } }),
  },
  {
    route: "PATCH /delegations/{delegation}",
    door: "operator",
    good: (at) => ({
      params: { delegation: at.delegation },
      input: { version: 1, limits: limitsOf(at), ...saving },
    }),
  },
  {
    route: "POST /delegations/{delegation}/remove",
    door: "operator",
    good: ({ delegation }) => ({ params: { delegation }, input: { version: 2, ...saving } }),
  },
  { route: "GET /live", door: "stream", good: () => ({}) },
  { route: "POST /leave", door: "session", good: () => ({}) },
];

/** What is open to everybody, and the door of API keys, which has tests of its own. */
const others = [
  "GET /openapi.json",
  "GET /:file{.+\\.(?:js|map)}",
  "POST /v2/auth/elements_login_as",
  "POST /v2/auth/operator_login",
];

for (const route of routes) refusals(route, () => world);

describe("the table of routes", () => {
  test("names every route that is served, and no other", () => {
    const served = appOf({} as Server, features).routes.map(
      ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(?=\/|$)/g, "{$1}")}`,
    );
    const tried = [...routes.map(({ route }) => route), ...others];
    expect(new Set(served.filter((route) => !route.startsWith("ALL ")))).toEqual(new Set(tried));
  });

  test("names requests that are answered when nothing is spoiled", async () => {
    for (const route of routes) {
      const { params = {}, input } = route.good(world);
      // An invitation that was accepted is over: another takes its place.
      if (route.route.endsWith("/resend")) {
        world = {
          ...world,
          invitation: (await world.acme.invite(world.olivia, "next@acme.example", "editor")).id,
        };
        params["invitation"] = world.invitation;
      }
      if (route.route === "POST /leave")
        await world.acme.permit.importPeople("acme", [{ key: "second", roles: ["owner"] }]);
      const [method = "", pattern = ""] = route.route.split(" ");
      const path = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
      const headers: Record<string, string> =
        route.door === "host"
          ? asHost(route.guest ?? "olivia")
          : { authorization: `Bearer ${ownersSession(route, world).session.token}` };
      const body = method === "GET" ? undefined : (input ?? {});
      const response = await call(
        world.acme.permit,
        method,
        path + (route.query ? `?${route.query}` : ""),
        body,
        headers,
      );
      expect(response.status, route.route).toBe(200);
      if (route.door === "stream") await response.body?.cancel();
    }
  });
});
