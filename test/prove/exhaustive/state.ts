import type { Person, Place, Request } from "../../../src/api/delegation/types.js";

/** A state of the small tenant. People are numbers, so that those who differ in nothing can change places. */

/** When a role ends: never, in a day, or just now, so that it is still there until the sweep. */
export const terms = ["lasting", "ending", "ended"] as const;
export type Term = (typeof terms)[number];

export interface Held {
  role: string;
  place: Place;
  term: Term;
}
export interface Member {
  status: Person["status"];
  held: readonly Held[];
}
export interface Offer {
  inviter: number | null;
  promised: Held;
  email: number;
  hasExpired: boolean;
  agreed: readonly number[];
}
export interface State {
  people: readonly Member[];
  invitation: Offer | null;
  variant: number;
}

/** What one of them asks of others: the one change of it gives one role. */
export interface Asked {
  kind: Request["kind"];
  act: "change-roles" | "invite";
  requester: number;
  whom: number;
  promised: Held;
  agreed: readonly number[];
  hasExpired: boolean;
}

const keyOfHeld = ({ role, place, term }: Held) => `${role}${place ?? ""}${term}`;
const keyOfMember = ({ status, held }: Member) => `${status}${held.map(keyOfHeld).sort().join("+")}`;
const keyOfNumbers = (numbers: readonly number[]) => [...numbers].sort().join("");

function keyOfOffer(offer: Offer | null): string {
  if (offer === null) return "";
  const { inviter, promised, email, hasExpired, agreed } = offer;
  return `${inviter}>${email}${keyOfHeld(promised)}${hasExpired}${keyOfNumbers(agreed)}`;
}

const keyOf = ({ people, invitation, variant }: State) =>
  `${variant}|${people.map(keyOfMember).join("|")}|${keyOfOffer(invitation)}`;

export const keyOfAsked = ({ kind, act, requester, whom, promised, agreed, hasExpired }: Asked) =>
  `${kind}${act}${requester}>${whom}${keyOfHeld(promised)}${hasExpired}${keyOfNumbers(agreed)}`;

const known = new Map<string, string>();

/** People differ in nothing but what they hold: of all states that are the same but for names, one stands for all. */
export function canonical(state: State): string {
  const own = keyOf(state);
  const found = known.get(own);
  if (found !== undefined) return found;
  const keys = ordersOf(state.people.length).map((order) => keyOf(reordered(state, order)));
  const least = keys.reduce((one, other) => (other < one ? other : one));
  for (const key of keys) known.set(key, least);
  return least;
}

/** The same with the people in that order. */
function reordered({ people, invitation, variant }: State, order: readonly number[]): State {
  const moved = (one: number) => order.indexOf(one);
  return {
    people: order.flatMap((one) => people[one] ?? []),
    invitation: invitation && {
      ...invitation,
      inviter: invitation.inviter === null ? null : moved(invitation.inviter),
      email: moved(invitation.email),
      agreed: invitation.agreed.map(moved),
    },
    variant,
  };
}

/** The same request by others: where one can be open, so can each. */
export const everyNaming = (asked: Asked, people: number): Asked[] =>
  ordersOf(people).map((order) => ({
    ...asked,
    requester: order.indexOf(asked.requester),
    whom: order.indexOf(asked.whom),
    agreed: asked.agreed.map((one) => order.indexOf(one)),
  }));

const orders = new Map<number, readonly (readonly number[])[]>();

function ordersOf(size: number): readonly (readonly number[])[] {
  const made = orders.get(size);
  if (made) return made;
  const insert = (order: readonly number[], last: number) =>
    [...order, last].map((_, at) => [...order.slice(0, at), last, ...order.slice(at)]);
  const all = size === 0 ? [[]] : ordersOf(size - 1).flatMap((order) => insert(order, size - 1));
  orders.set(size, all);
  return all;
}

const later = (held: Held): Held => (held.term === "ending" ? { ...held, term: "ended" } : held);

/** A day passes: what was ending has ended, and the invitation has expired. */
export const nextDay = ({ people, invitation, variant }: State): State => ({
  people: people.map(({ status, held }) => ({ status, held: held.map(later) })),
  invitation: invitation && { ...invitation, promised: later(invitation.promised), hasExpired: true },
  variant,
});

export const nextDayOfAsked = (asked: Asked): Asked => ({
  ...asked,
  promised: later(asked.promised),
  hasExpired: true,
});

/** The sweep takes away what has ended. */
export const swept = ({ people, ...rest }: State): State => ({
  ...rest,
  people: people.map(({ status, held }) => ({ status, held: held.filter(({ term }) => term !== "ended") })),
});
