import { apply } from "../../src/api/delegation/apply.js";
import { decide } from "../../src/api/delegation/decide.js";
import type {
  Act,
  Actor,
  Delegation,
  Facts,
  Guardrails,
  Invitation,
  Person,
} from "../../src/api/delegation/types.js";
import {
  facts,
  give,
  held,
  inDays,
  may,
  now,
  operator,
  person,
  role,
  standing,
  take,
  to,
} from "../support/facts.js";
import { recount } from "../support/recount.js";

/**
 * A tenant small enough to look at every state it can ever be in: three people with at most one role each, four
 * roles, one invitation, one delegation that the operator edits, and somebody of another tenant as witness. A state
 * is one number; what an act makes of it is asked of the guard itself, and written by the guard's own `apply`.
 */

export const names = ["ann", "ben", "cid"] as const;
export const roleNames = ["owner", "manager", "billing", "viewer"] as const;
type RoleName = (typeof roleNames)[number];

const roles = [
  role("owner", ["team:run", "bill:pay", "document:read"]),
  role("manager", ["team:run", "document:read"]),
  role("billing", ["bill:pay"]),
  role("viewer", ["document:read"]),
];

const ownersMay = may({ role: "owner", roles: [...roleNames] });
/** What the operator may make of the managers' delegation. */
export const variants: readonly Delegation[] = [
  may({ roles: ["manager", "billing", "viewer"] }),
  may({ roles: ["manager", "billing", "viewer"], mode: "hold", passingOn: false }),
  may({ roles: ["manager", "viewer"], mode: "hold" }),
  may({ roles: [], verbs: ["user.view"] }),
];

export const guardrails: Guardrails = {
  seats: 3,
  least: [{ role: "owner", count: 1, binds: true }],
  most: [
    { role: "owner", count: 2 },
    { role: "billing", count: 1 },
  ],
  exclusive: [],
  ceiling: null,
};

/* ── a state as a number ────────────────────────────────────────────────── */

/** When a role ends: never, in a day, or just now, so that it is still there until the sweep. */
export const terms = ["lasting", "ending", "ended"] as const;
export type Term = (typeof terms)[number];
const endOf: Record<Term, number | null> = { lasting: null, ending: inDays(1), ended: now };
const termOf = (ends: number | null): Term => (ends === null ? "lasting" : ends > now ? "ending" : "ended");

const perRole = roleNames.length * terms.length;
const perPerson = 1 + 2 * (1 + perRole);
const inviters = [...names, "operator"] as const;
const perInvitation = 1 + inviters.length * perRole * names.length * 2;

interface Held {
  role: RoleName;
  term: Term;
}
interface Place {
  status: Person["status"];
  held: Held | null;
}
export interface State {
  people: readonly Place[];
  invitation: { inviter: number; promised: Held; email: number; hasExpired: boolean } | null;
  variant: number;
}

const packHeld = ({ role, term }: Held) => roleNames.indexOf(role) * terms.length + terms.indexOf(term);
const unpackHeld = (code: number): Held => ({
  role: roleNames[Math.floor(code / terms.length)] ?? "viewer",
  term: terms[code % terms.length] ?? "ended",
});

export function pack({ people, invitation, variant }: State): number {
  let packed = variant * perInvitation + (invitation ? 1 + packInvitation(invitation) : 0);
  for (const { status, held } of people) {
    const code = held === null ? 0 : 1 + packHeld(held);
    const place = status === "absent" ? 0 : 1 + (status === "active" ? 0 : 1 + perRole) + code;
    packed = packed * perPerson + place;
  }
  return packed;
}

function packInvitation({ inviter, promised, email, hasExpired }: NonNullable<State["invitation"]>): number {
  return ((inviter * perRole + packHeld(promised)) * names.length + email) * 2 + Number(hasExpired);
}

export function unpack(packed: number): State {
  let code = packed;
  const take = (size: number) => {
    const digit = code % size;
    code = Math.floor(code / size);
    return digit;
  };
  const people = names
    .map((): Place => {
      const place = take(perPerson) - 1;
      if (place < 0) return { status: "absent", held: null };
      const held = place % (1 + perRole);
      const status = place > perRole ? "suspended" : "active";
      return { status, held: held === 0 ? null : unpackHeld(held - 1) };
    })
    .reverse();
  let rest = take(perInvitation) - 1;
  if (rest < 0) return { people, invitation: null, variant: code };
  const digit = (size: number) => {
    const found = rest % size;
    rest = Math.floor(rest / size);
    return found;
  };
  const hasExpired = digit(2) === 1;
  const email = digit(names.length);
  const promised = unpackHeld(digit(perRole));
  return { people, invitation: { inviter: rest, promised, email, hasExpired }, variant: code };
}

/** People differ in nothing but what they hold: of all states that are the same but for names, one stands for all. */
export function canonical({ people, invitation, variant }: State): number {
  let least = Infinity;
  for (const order of orders) {
    const moved = (index: number) => order.indexOf(index);
    least = Math.min(
      least,
      pack({
        people: order.map((index) => people[index] ?? { status: "absent", held: null }),
        invitation: invitation && {
          ...invitation,
          inviter: invitation.inviter < names.length ? moved(invitation.inviter) : invitation.inviter,
          email: moved(invitation.email),
        },
        variant,
      }),
    );
  }
  return least;
}

const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/* ── the guard's view of it ─────────────────────────────────────────────── */

const emailOf = (name: string) => `${name}@acme.test`;

const skeleton = facts({ guardrails });
const rolesById = new Map(roles.map((each) => [each.id, each]));

export function factsOf({ people: places, invitation, variant }: State): Facts {
  const people = new Map(
    names.map((name, index) => {
      const { status, held: one } = places[index] ?? { status: "absent", held: null };
      return [name, person(name, one ? [held(one.role, null, { ends: endOf[one.term] })] : [], { status })];
    }),
  );
  const invitations = new Map(invitation ? [["i1", invitationOf(invitation)]] : []);
  return {
    ...skeleton,
    people,
    invitations,
    roles: rolesById,
    delegations: [variants[variant] ?? ownersMay, ownersMay],
    counts: { ...skeleton.counts, ...recount(people, invitations, now) },
  };
}

function invitationOf({
  inviter,
  promised,
  email,
  hasExpired,
}: NonNullable<State["invitation"]>): Invitation {
  const who = inviters[inviter] ?? "operator";
  return {
    id: "i1",
    email: emailOf(names[email] ?? ""),
    grants: [to(promised.role, null, endOf[promised.term])],
    inviter: who === "operator" ? { kind: "operator", apiKey: "key" } : { kind: "delegate", user: who },
    inviterStands: true,
    expires: hasExpired ? now : inDays(7),
    status: "open",
  };
}

/** The state that the guard's facts describe, or null if it has left the small scope. */
export function stateOf({ people, invitations }: Facts, variant: number): State | null {
  const places: Place[] = [];
  for (const name of names) {
    const { status = "absent", assignments = [] } = people.get(name) ?? {};
    if (assignments.length > 1) return null;
    const [only] = assignments;
    places.push({ status, held: only ? heldIn(only) : null });
  }
  const open = [...invitations.values()].filter(({ status }) => status === "open");
  if (open.length > 1) return null;
  const [only] = open;
  return {
    people: places,
    variant,
    invitation: only
      ? {
          inviter: inviters.indexOf(
            only.inviter.kind === "operator" ? "operator" : (only.inviter.user as "ann"),
          ),
          promised: heldIn(only.grants[0] ?? to("viewer")),
          email: names.findIndex((name) => emailOf(name) === only.email),
          hasExpired: only.expires <= now,
        }
      : null,
  };
}

const heldIn = ({ role, ends }: { role: string; ends: number | null }): Held => ({
  role: role as RoleName,
  term: termOf(ends),
});

/* ── what may be tried in it ────────────────────────────────────────────── */

/** Every act that leaves the scope small. The witness of the other tenant is tried too: nothing may come of it. */
const onPeople: readonly Act[] = [...names, "witness"].flatMap((user): Act[] => [
  ...roleNames.flatMap((each) => [give(user, to(each)), give(user, to(each, null, inDays(1)))]),
  ...roleNames.map((each) => take(user, each)),
  { act: "suspend", user },
  { act: "reactivate", user },
  { act: "remove", user },
]);
const swaps: readonly Act[] = names.flatMap((user) =>
  roleNames.flatMap((from) =>
    roleNames
      .filter((other) => other !== from)
      .map((other): Act => ({
        act: "change-roles",
        user,
        grant: [to(other)],
        revoke: [{ role: from, place: null }],
      })),
  ),
);
const invites: readonly Act[] = names.flatMap((name) =>
  roleNames.flatMap((each) =>
    [null, inDays(1)].map((ends): Act => ({
      act: "invite",
      invitation: { id: "i2", email: emailOf(name), grants: [to(each, null, ends)], expires: inDays(7) },
    })),
  ),
);
const onInvitation: readonly Act[] = [
  { act: "cancel", invitation: "i1" },
  { act: "renew", invitation: "i1", expires: inDays(7) },
];

/** A day passes: what was ending has ended, and the invitation has expired. */
export const nextDay = ({ people, invitation, variant }: State): State => ({
  people: people.map(({ status, held: one }) => ({ status, held: one && later(one) })),
  invitation: invitation && { ...invitation, promised: later(invitation.promised), hasExpired: true },
  variant,
});
const later = ({ role, term }: Held): Held => ({ role, term: term === "ending" ? "ended" : term });

/** The sweep takes away what has ended. */
export const swept = ({ people, ...rest }: State): State => ({
  ...rest,
  people: people.map(({ status, held: one }) => ({ status, held: one?.term === "ended" ? null : one })),
});

export interface Transition {
  actor: string;
  act: Act;
  before: Facts;
  after: Facts;
  by: readonly string[];
  to: State;
}

/** Every way on from a state, by every delegate and the operator; `tried` counts what was asked of the guard. */
export function* transitions(state: State, counter: { tried: number }): Generator<Transition> {
  const base = factsOf(state);
  for (const actor of inviters) {
    const asker = actorOf(base, actor);
    const acts = [...onPeople, ...swaps, ...invites, ...(state.invitation ? onInvitation : [])];
    if (asker.kind === "delegate") acts.push({ act: "leave" });
    for (const act of acts) {
      if (!staysSmall(state, act)) continue;
      yield* attempt(base, asker, act, actor, state.variant, counter);
    }
  }
  if (!state.invitation) return;
  // Acceptance is judged by the rights of the inviter.
  const inviter = inviters[state.invitation.inviter] ?? "operator";
  const asker = actorOf(base, inviter);
  const standingFor = asker.kind === "delegate" ? { ...asker, session: null } : asker;
  for (const accepter of [...names, "witness"]) {
    const act: Act = { act: "accept", invitation: "i1", accepter };
    yield* attempt(base, standingFor, act, "accepting", state.variant, counter);
  }
}

function* attempt(
  base: Facts,
  actor: Actor,
  act: Act,
  by: string,
  variant: number,
  counter: { tried: number },
): Generator<Transition> {
  counter.tried += 1;
  const before: Facts = { ...base, actor };
  const { decision, changes } = decide(before, act);
  if (decision.outcome !== "allowed") {
    if (changes.length > 0)
      throw new Error(`refused, and yet it would change something: ${JSON.stringify(act)}`);
    return;
  }
  if (changes.length === 0) return;
  const after = apply(before, changes);
  const next = stateOf(after, variant);
  if (next) yield { actor: by, act, before, after, by: decision.by, to: next };
}

function actorOf({ people }: Facts, name: string): Actor {
  const someone = people.get(name);
  return someone ? { kind: "delegate", person: someone, session: standing } : operator;
}

/** One role a person, one invitation. */
function staysSmall({ people, invitation }: State, act: Act): boolean {
  if (act.act === "invite") return invitation === null || invitation.hasExpired;
  if (act.act !== "change-roles" || act.grant.length === 0) return true;
  const held = people[names.indexOf(act.user as "ann")]?.held?.role ?? null;
  const taken = act.revoke[0]?.role;
  return taken === undefined ? held === null || held === act.grant[0]?.role : held === taken;
}
