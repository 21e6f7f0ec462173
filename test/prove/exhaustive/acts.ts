import type { Act } from "../../../src/api/delegation/types.js";
import { give, inDays, take, to } from "../../support/facts.js";
import { emailOf } from "./as-facts.js";
import type { Scope } from "./scope.js";
import type { Asked, Held, State } from "./state.js";

/** What may be tried in a scope. The witness of the other tenant is tried too: nothing may come of it. */

/** Every role at every place where it can be held. */
export const everyRole = ({ roles, places = [] }: Scope): Omit<Held, "term">[] =>
  roles.flatMap(({ id, resource }) =>
    (resource === null ? [null] : places).map((place) => ({ role: id, place })),
  );

const endsOf = ({ ending }: Scope) => (ending ? [null, inDays(1)] : [null]);

export function actsOf(scope: Scope): Act[] {
  const all = everyRole(scope);
  const onPeople = [...scope.names, "witness"].flatMap((user): Act[] => [
    ...all.flatMap(({ role, place }) => endsOf(scope).map((ends) => give(user, to(role, place, ends)))),
    ...all.map(({ role, place }) => take(user, role, place)),
    { act: "suspend", user },
    { act: "reactivate", user },
    { act: "remove", user },
  ]);
  const swaps = scope.names.flatMap((user) =>
    all.flatMap((from) =>
      all
        .filter((other) => other !== from)
        .map(({ role, place }): Act => ({
          act: "change-roles",
          user,
          grant: [to(role, place)],
          revoke: [from],
        })),
    ),
  );
  const invites = scope.names.flatMap((name) =>
    all.flatMap(({ role, place }) => endsOf(scope).map((ends) => inviting(name, to(role, place, ends)))),
  );
  return [...onPeople, ...swaps, ...(scope.invitations ? invites : [])];
}

const inviting = (name: string, grant: ReturnType<typeof to>): Act => ({
  act: "invite",
  invitation: { id: "i2", email: emailOf(name), grants: [grant], expires: inDays(7) },
});

export const onInvitation: readonly Act[] = [
  { act: "cancel", invitation: "i1" },
  { act: "renew", invitation: "i1", expires: inDays(7) },
];

/** So many roles a person, one invitation. */
export function staysSmall({ names, most }: Scope, { people, invitation }: State, act: Act): boolean {
  if (act.act === "invite") return invitation === null || invitation.hasExpired;
  if (act.act !== "change-roles" || act.grant.length === 0) return true;
  const held = people[names.indexOf(act.user)]?.held ?? [];
  const isHeld = (one: { role: string; place: string | null }) =>
    held.some(({ role, place }) => role === one.role && place === one.place);
  const more = act.grant.filter((one) => !isHeld(one)).length - act.revoke.length;
  return act.revoke.every(isHeld) && held.length + more <= most;
}

/** Everything that somebody may ask for: for themselves, for others, or to invite. */
export const everyRequest = (scope: Scope, requester: number): Asked[] =>
  kinds
    .flatMap(([kind, act]) => scope.names.map((_, whom) => ({ kind, act, requester, whom })))
    .filter((asked) => scope.asks?.(asked) ?? false)
    .flatMap((asked) =>
      everyRole(scope).map((one): Asked => {
        const promised = { ...one, term: "lasting" } as const;
        return { ...asked, promised, agreed: [], hasExpired: false };
      }),
    );

const kinds = (["approval", "access"] as const).flatMap((kind) =>
  (["change-roles", "invite"] as const).map((act) => [kind, act] as const),
);
