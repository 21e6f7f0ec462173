import { appOf } from "../../src/api/app.js";
import { decisionRoutes } from "../../src/api/decision-point/routes.js";
import { operations } from "../../src/api/management/served.js";
import { features } from "../../src/api/permit.js";
import type { Server } from "../../src/api/request-context.js";
import type { Good, Route, World } from "./refusals.js";

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

/** Wherever roles are given, approval can be asked for. */
const askedIn = ["approvals", "access-request", "user-management", "role-assignment"] as const;

/** Every route there is, with a request that would succeed. In the order in which all of them do, one after another. */
export const routes: Route[] = [
  { route: "GET /people", door: "session", also: ["role-assignment"], good: () => ({}) },
  { route: "GET /people/count", door: "session", also: ["role-assignment"], good: () => ({}) },
  {
    route: "GET /people/{user}",
    door: "session",
    also: ["role-assignment"],
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
    also: ["role-assignment"],
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
    also: ["role-assignment"],
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
  { route: "GET /requests", door: "session", element: "approvals", also: askedIn, good: () => ({}) },
  {
    route: "GET /requests/{request}",
    door: "session",
    element: "approvals",
    also: askedIn,
    good: ({ request }) => ({ params: { request } }),
  },
  { route: "GET /requestable-roles", door: "session", element: "access-request", good: () => ({}) },
  {
    route: "POST /requests",
    door: "session",
    element: "access-request",
    also: askedIn,
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
    also: askedIn,
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
export const others = ["GET /openapi.json", "GET /:file{.+\\.(?:js|map)}", "POST /v2/auth/operator_login"];

/** What clients ask the decision point, by keys of API too. */
export const ofDecisionPoint: ReadonlySet<string> = new Set(
  decisionRoutes({} as Server, () => new Response()).routes.map(({ method, path }) => `${method} ${path}`),
);

/** What the router serves, as the table writes it; the management API has a table of its own. */
export const servedRoutes = (): string[] =>
  appOf({} as Server, features)
    .routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(?=\/|$)/g, "{$1}")}`)
    .filter((route) => !route.startsWith("ALL ") && !managed.has(route) && !ofDecisionPoint.has(route));
const managed = new Set(operations.map(({ route }) => route));
