import {
  verbs,
  type Act,
  type Actor,
  type Agreement,
  type Assignment,
  type Delegation,
  type Derivation,
  type Facts,
  type Grant,
  type Guardrails,
  type Invitation,
  type Person,
  type Place,
  type Request,
  type Role,
} from "../../src/api/delegation/types.js";
import { recount } from "./recount.js";

/**
 * A small tenant for the guard. Mary is its manager and asks; Bob is a viewer, Ola the owner. Mary's delegation lets
 * her do everything with every role but owner, so that each test tightens the one thing it is about.
 */

export const now = Date.UTC(2027, 0, 1);
export const day = 86_400_000;
export const inDays = (days: number) => now + days * day;

/* ── roles ──────────────────────────────────────────────────────────────── */

export function role(id: string, permissions: readonly string[], more: Partial<Role> = {}): Role {
  const held = new Set(permissions);
  return { id, name: id, resource: null, attributes: {}, permissions: held, gives: held, ...more };
}

const onDocument = { resource: "document" };
export const roles: readonly Role[] = [
  role("owner", ["team:run", "document:edit", "document:read", "bill:pay"]),
  role("manager", ["document:edit", "document:read"]),
  role("billing", ["bill:pay"], { attributes: { tier: "finance" } }),
  role("editor", ["document:edit", "document:read"], { attributes: { tier: "standard", seats: 1 } }),
  role("viewer", ["document:read"], { attributes: { tier: "standard" } }),
  role("document-owner", ["document:edit", "document:read"], onDocument),
  role("document-editor", ["document:edit"], onDocument),
  role("document-reader", ["document:read"], onDocument),
  role("folder-editor", ["folder:edit"], {
    resource: "folder",
    gives: new Set(["folder:edit", "document:edit"]),
  }),
  role("member", [], { resource: "group" }),
];

/* ── people ─────────────────────────────────────────────────────────────── */

export interface Term {
  begins?: number;
  ends?: number | null;
}

/** `held("editor")`, `held("document-editor", "document:1", { ends: inDays(3) })`. */
export function held(role: string, place: Place = null, { begins = 0, ends = null }: Term = {}): Assignment {
  return { role, place, begins, ends };
}

export function person(
  user: string,
  assignments: readonly (string | Assignment)[],
  more: Partial<Person> = {},
): Person {
  return {
    user,
    name: user,
    email: `${user}@acme.test`,
    emailVerified: true,
    status: "active",
    known: true,
    attributes: {},
    assignments: assignments.map((each) => (typeof each === "string" ? held(each) : each)),
    version: 1,
    ...more,
  };
}

export const mary = person("mary", ["manager"]);
export const bob = person("bob", ["viewer"], { attributes: { department: "sales" } });
export const ola = person("ola", ["owner"]);
/** Signed in, with a verified address, and without a place here. */
export const nina = person("nina", [], { status: "absent" });

/* ── delegations ────────────────────────────────────────────────────────── */

export type Limits = Partial<
  Omit<Delegation, "verbs" | "roles" | "attributes" | "counts" | "places" | "targets">
> & {
  verbs?: readonly string[];
  roles?: readonly string[];
  where?: Delegation["roles"]["where"];
  attributes?: readonly string[];
  counts?: Partial<Delegation["counts"]>;
  places?: Partial<Delegation["places"]>;
  targets?: Partial<Delegation["targets"]>;
};

export const allButOwner = roles.map(({ id }) => id).filter((id) => id !== "owner");

/** What holders of manager may do: everything with every role but owner, unless it says otherwise. */
export function may(limits: Limits = {}): Delegation {
  const { verbs: carried, roles: ids, where, attributes, counts, places, targets, ...rest } = limits;
  const role = limits.role ?? "manager";
  return {
    id: `${role} may`,
    role,
    elementType: null,
    source: "written",
    configuration: null,
    verbs: new Set(verbs.filter((verb) => carried?.includes(verb) ?? true)),
    roles: { ids: new Set(ids ?? allButOwner), where: where ?? null },
    mode: "bind",
    passingOn: true,
    targets: { attributes: null, groups: null, domains: null, ...targets },
    places: { tenant: true, types: ["document", "folder", "group"], instances: [], own: false, ...places },
    time: { mustEnd: false, longest: null },
    counts: {
      openInvitations: null,
      bulk: null,
      grantsPerHour: null,
      seats: null,
      holders: new Map(),
      ...counts,
    },
    domains: { allow: null, ask: [], refuse: [] },
    approval: [],
    justification: false,
    attributes: new Set(attributes ?? ["department"]),
    ...rest,
  };
}

export const ownersMay = may({ role: "owner", roles: roles.map(({ id }) => id) });

/* ── the facts ──────────────────────────────────────────────────────────── */

export interface Given {
  /** Who asks: a person's key, or an actor in full. */
  actor?: string | Actor;
  session?: Partial<NonNullable<Extract<Actor, { kind: "delegate" }>["session"]>> | null;
  people?: readonly Person[];
  roles?: readonly Role[];
  delegations?: readonly Delegation[];
  derivations?: readonly Derivation[];
  guardrails?: Partial<Guardrails>;
  invitations?: readonly Invitation[];
  requests?: readonly Request[];
  counts?: Partial<Facts["counts"]>;
  tenant?: Partial<Facts["tenant"]>;
  suspended?: Partial<Facts["suspended"]>;
  justification?: string | null;
  places?: ReadonlySet<string>;
}

/** People and roles that are named replace those of the same key; counts are counted, unless given. */
export function facts(given: Given = {}): Facts {
  const people = byKey([mary, bob, ola, ...(given.people ?? [])], ({ user }) => user);
  const invitations = byKey(given.invitations ?? [], ({ id }) => id);
  return {
    now,
    tenant: { id: "acme", active: true, ...given.tenant },
    actor: actorOf(given, people),
    roles: byKey([...roles, ...(given.roles ?? [])], ({ id }) => id),
    delegations: given.delegations ?? [may(), ownersMay],
    derivations: given.derivations ?? [],
    guardrails: { seats: null, least: [], most: [], exclusive: [], ceiling: null, ...given.guardrails },
    people,
    invitations,
    requests: byKey(given.requests ?? [], ({ id }) => id),
    ...(given.places && { places: given.places }),
    counts: { ...recount(people, invitations, now), grantsLastHour: 0, bulk: 1, ...given.counts },
    attributeKeys: new Set(["department", "level"]),
    suspended: { passingOn: new Set(), attributes: new Set(), ...given.suspended },
    justification: given.justification ?? null,
  };
}

/** A session of the tenant's user management with all its verbs. */
export const standing = {
  tenant: "acme",
  elementType: "user-management",
  configuration: "team",
  verbs: new Set(verbs),
};

function actorOf({ actor = "mary", session = {} }: Given, people: ReadonlyMap<string, Person>): Actor {
  if (typeof actor !== "string") return actor;
  return {
    kind: "delegate",
    person: people.get(actor) ?? person(actor, [], { status: "absent" }),
    session: session && { ...standing, ...session },
  };
}

export const operator: Actor = { kind: "operator", apiKey: "key" };

function byKey<T>(all: readonly T[], key: (each: T) => string): Map<string, T> {
  return new Map(all.map((each) => [key(each), each]));
}

/** The facts under one delegation of managers; owners may do everything. */
export const limited = (limits: Limits, more: Given = {}): Given => ({
  delegations: [may(limits), ownersMay],
  ...more,
});

/* ── acts ───────────────────────────────────────────────────────────────── */

export const to = (role: string, place: Place = null, ends: number | null = null): Grant => ({
  role,
  place,
  ends,
});

export const give = (user: string, ...grant: Grant[]): Act => ({
  act: "change-roles",
  user,
  grant,
  revoke: [],
});

export const take = (user: string, role: string, place: Place = null): Act => ({
  act: "change-roles",
  user,
  grant: [],
  revoke: [{ role, place }],
});

export const invite = (email: string, ...grants: Grant[]): Act => ({
  act: "invite",
  invitation: { id: "new", email, grants, expires: inDays(7) },
});

/** Mary's open invitation of Nina as editor, unless it says otherwise. */
export function invitation(more: Partial<Invitation> = {}): Invitation {
  return {
    id: "i1",
    email: "nina@acme.test",
    grants: [to("editor")],
    inviter: { kind: "delegate", user: "mary" },
    inviterStands: true,
    expires: inDays(7),
    status: "open",
    ...more,
  };
}

export const accept = (accepter = "nina"): Act => ({ act: "accept", invitation: "i1", accepter });

/** What an acceptance is judged by: the inviter's rights, without a session. */
export const accepting = (given: Given = {}): Given => ({
  session: null,
  invitations: [invitation()],
  ...given,
  people: [nina, ...(given.people ?? [])],
});

/** Where Mary asks and Ola answers. */
export const askedIn = { elementType: "user-management", configuration: "team", verbs: new Set(verbs) };

/** Mary's open request to make Bob an editor, which needs agreement, unless it says otherwise. */
export function request(more: Partial<Request> = {}): Request {
  return {
    id: "r1",
    kind: "approval",
    requester: "mary",
    askedIn,
    act: { act: "change-roles", user: "bob", grant: [to("editor")], revoke: [] },
    agreed: [],
    justification: null,
    expires: inDays(7),
    status: "open",
    grantsLastHour: 0,
    ...more,
  };
}

export const agreement = (reviewer: string, more: Partial<Agreement> = {}): Agreement => ({
  reviewer,
  askedIn,
  note: null,
  ...more,
});
