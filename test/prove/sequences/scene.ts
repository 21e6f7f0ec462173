import { randomUUID } from "node:crypto";
import type { Chance } from "../../support/random-input.js";
import type { State } from "./state.js";

/** What a request may be about: who asks where, and what stands in the tables by now. */
export interface Scene {
  chance: Chance;
  state: State;
  /** `METHOD /path/{param}`. */
  route: string;
  tenant: { id: string; key: string };
  /** Ids of roles by `key` or `resource:key`. */
  roles: ReadonlyMap<string, string>;
  /** The operator who asks, in one tenant or for all; `null` where it is somebody else. */
  operator: { tenant: string | null } | null;
  /** Who asks, where that is known. */
  self: string | null;
  /** Whose roles let them do something to others: what these verbs say, or anything. */
  leading: (verbs: readonly string[]) => readonly string[];
  /** Tokens of invitations, with the address each was sent to. */
  links: readonly { email: string; token: string; tenant: string }[];
  /** Whose address the host vouches for, where nobody has a session yet. */
  guest: string | null;
  /** What is known of other tenants: ids of their people, invitations and instances. */
  foreign: { people: readonly string[]; invitations: readonly string[]; instances: readonly string[] };
}

const hour = 3_600_000;

/** Somebody whom the route can mean: mostly people of the tenant, as it leaves most to do, seldom others. */
export function someUser({ chance, state, route, tenant, foreign, self, leading }: Scene): string {
  if (route === "POST /requests" && self !== null && chance.happens(0.7)) return self;
  if (chance.happens(0.04)) return chance.of(foreign.people);
  if (chance.happens(0.02)) return randomUUID();
  const here = state.people.filter((each) => each.tenant === tenant.id);
  const wanted = route.endsWith("/reactivate") ? "suspended" : "active";
  const fitting = here.filter(({ status }) => status === wanted);
  // Those who lead are out of most people's reach.
  const led = fitting.filter(({ user }) => !leading([]).includes(user));
  if (led.length > 0 && chance.happens(0.6)) return chance.of(led).user;
  return chance.of(fitting.length > 0 && chance.happens(0.85) ? fitting : here).user;
}

export function someInvitation({ chance, state, tenant, foreign }: Scene): string {
  if (chance.happens(0.06) && foreign.invitations.length > 0) return chance.of(foreign.invitations);
  const here = state.invitations.filter((each) => each.tenant === tenant.id);
  const open = here.filter(({ status, expires }) => status === "open" && expires > state.now);
  const from = open.length > 0 && chance.happens(0.9) ? open : here;
  return from.length > 0 ? chance.of(from).id : randomUUID();
}

export function someRequest({ chance, state, tenant, route, self }: Scene): string {
  const isWithdrawing = route.endsWith("/withdraw");
  const open = state.requests.filter(
    (each) =>
      each.tenant === tenant.id && each.status === "open" && (!isWithdrawing || each.requester === self),
  );
  const from = open.length > 0 && chance.happens(0.9) ? open : state.requests;
  return from.length > 0 ? chance.of(from).id : randomUUID();
}

/** Limits that the operator's session edits, mostly. */
export function someWritten({ chance, state, tenant, operator }: Scene) {
  const scope = operator ? operator.tenant : tenant.id;
  const own = state.delegations.filter((each) => each.tenant === scope);
  const from = own.length > 0 && chance.happens(0.95) ? own : state.delegations;
  return from.length > 0 ? chance.of(from).id : randomUUID();
}

export function someMark({ chance, state, tenant, operator }: Scene): string {
  const scope = operator ? operator.tenant : tenant.id;
  const own = state.marks.filter((each) => each.tenant === scope);
  const from = own.length > 0 && chance.happens(0.95) ? own : state.marks;
  return from.length > 0 ? chance.of(from).id : randomUUID();
}

/** A path along which something leaks there, unmeant. */
export function someLeaks({ chance, state, tenant, operator }: Scene) {
  const scope = operator ? operator.tenant : tenant.id;
  const own = state.leaks.filter((each) => each.tenant === scope);
  if (own.length === 0 || chance.happens(0.3)) return [];
  const { role, via, gives } = chance.of(own);
  return [{ role, via, gives }];
}

export function someInstance({ chance, tenant, foreign }: Scene): string {
  if (chance.happens(0.05)) return chance.of(foreign.instances);
  return chance.of([
    `document:${tenant.key}-1`,
    `document:${tenant.key}-2`,
    `folder:${tenant.key}-plans`,
    "document:none",
  ]);
}

/** A role with a place that fits it, mostly. */
export function someRole(scene: Scene): { role: string; instance?: string } {
  const { chance, roles } = scene;
  const isAsking = scene.route === "POST /requests";
  const most = [isAsking ? "billing" : "viewer", "viewer", "editor", "document:reader", "document:writer"];
  const key = chance.happens(0.85) ? chance.of(most) : chance.of([...roles.keys()]);
  const role = roles.get(key) ?? "";
  const [resource, isOnInstances] = [key.split(":")[0], key.includes(":")];
  if (!isOnInstances) return chance.happens(0.97) ? { role } : { role, instance: someInstance(scene) };
  const instance = someInstance(scene);
  return instance.startsWith(`${resource}:`) || chance.happens(0.1) ? { role, instance } : someRole(scene);
}

/** One that the person holds, so that it can be taken or its end be moved. */
export function heldRole(scene: Scene, user: unknown): { role: string; instance?: string } {
  const held = scene.state.held.filter((each) => each.tenant === scene.tenant.id && each.user === user);
  if (held.length === 0 || scene.chance.happens(0.1)) return someRole(scene);
  const { role, place } = scene.chance.of(held);
  return place === null ? { role } : { role, instance: place };
}

export function someMoment({ chance, state }: Scene): string {
  const ahead = chance.happens(0.05)
    ? -hour
    : chance.of([hour, 20 * hour, 24 * hour * 10, 24 * hour * 50, 24 * hour * 400]);
  return new Date(Math.round(state.now) + ahead).toISOString();
}

/** Addresses of guests, of people here, and of nobody. */
export function someAddress({ chance, state, tenant }: Scene): string {
  const here = state.people.flatMap((each) => (each.tenant === tenant.id && each.email ? [each.email] : []));
  const guest = `guest-${chance.below(12)}@new.example`;
  const other = chance.of([...here, "nobody@new.example", "no address", guest.toUpperCase()]);
  return chance.happens(0.8) ? guest : other;
}

export function someLink({ chance, links, guest, tenant }: Scene): string {
  const here = links.filter((each) => each.tenant === tenant.key);
  const own = here.filter(({ email }) => email === guest);
  const from = own.length > 0 && chance.happens(0.9) ? own.slice(-1) : here;
  return from.length > 0 && chance.happens(0.97) ? chance.of(from).token : "no-token";
}
