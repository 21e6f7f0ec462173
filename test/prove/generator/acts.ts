import type { Act, ActOf, Facts, Grant } from "../../../src/api/delegation/types.js";
import type { Choices } from "./choices.js";
import { NOW, addresses, ends, people, places } from "./universe.js";
import { world } from "./world.js";

/** A case: what is so, and what somebody now wants to do. */
export function situation(pick: Choices): { facts: Facts; act: Act } {
  const facts = world(pick);
  const act = actOf(pick, facts);
  if (act.act === "accept") return { facts: { ...facts, actor: inviter(facts) }, act };
  return pick.rarely(12)
    ? { facts: { ...facts, actor: { kind: "operator", apiKey: "k" } }, act }
    : { facts, act };
}

/** An invitation is judged when it is accepted by what its inviter may do then, in no session. */
function inviter(facts: ReturnType<typeof world>): Facts["actor"] {
  const made = facts.invitations.get("i0")?.inviter;
  return made?.kind === "operator" ? made : { ...facts.actor, session: null };
}

const kinds = [
  ...(["change-roles", "change-roles", "change-roles", "change-roles", "change-roles"] as const),
  ...([
    "invite",
    "invite",
    "accept",
    "accept",
    "renew",
    "cancel",
    "edit-profile",
    "edit-attributes",
  ] as const),
  ...(["suspend", "reactivate", "remove", "leave", "view", "audit.read", "audit.export"] as const),
];

function actOf(pick: Choices, facts: Facts): Act {
  const act = pick.one(kinds);
  const user = pick.rarely(40)
    ? "nobody"
    : pick.one(["u1", "u2", "u3", "u1", "u2", pick.rarely(2) ? "u0" : "u1"]);
  switch (act) {
    case "change-roles":
      return changeRoles(pick, facts, user);
    case "invite": {
      const email = pick.one(
        [...addresses, ...Array<string[]>(4).fill(["new@one.example", "new@two.example"]).flat()].reverse(),
      );
      const grants = grantsOf(pick, facts);
      return { act, invitation: { id: "i1", email, grants, expires: NOW + (pick.rarely(15) ? 0 : 100) } };
    }
    case "accept":
      return { act, invitation: pick.rarely(40) ? "i9" : "i0", accepter: accepter(pick, facts) };
    case "renew":
      return { act, invitation: pick.rarely(40) ? "i9" : "i0", expires: NOW + (pick.rarely(15) ? 0 : 100) };
    case "cancel":
      return { act, invitation: pick.rarely(40) ? "i9" : "i0" };
    case "edit-profile":
      return { act, user, profile: { name: "N" } };
    case "edit-attributes":
      return {
        act,
        user,
        attributes: Object.fromEntries(
          pick.most(["team", "site"], 3).map((key) => [key, pick.one(["red", "blue"])]),
        ),
      };
    case "remove":
      return { act, user };
    case "suspend":
    case "reactivate": {
      const suspended = facts.people.get(user)?.status === "suspended";
      return { act: suspended !== pick.rarely(10) ? "reactivate" : "suspend", user };
    }
    case "view":
      return pick.rarely(3) ? { act, place: pick.one([null, ...places]) } : { act };
    default:
      return { act };
  }
}

/** Mostly whoever has the invited address. */
function accepter(pick: Choices, facts: Facts) {
  const email = facts.invitations.get("i0")?.email;
  const invited = [...facts.people.values()].find((p) => p.email === email)?.user;
  return pick.rarely(6) ? pick.one(people) : (invited ?? "u3");
}

function changeRoles(pick: Choices, facts: Facts, user: string): ActOf<"change-roles"> {
  const held = facts.people.get(user)?.assignments ?? [];
  const grant = pick.rarely(3) ? [] : grantsOf(pick, facts, 8);
  for (const { role, place } of pick.few(held, 5)) grant.push({ role, place, ends: pick.one(ends) });
  const revoke = pick.few(held, 3).map(({ role, place }) => ({ role, place }));
  const once = grant.filter((g, i) => grant.findIndex((o) => o.role === g.role && o.place === g.place) === i);
  const both = pick.rarely(40)
    ? once
    : once.filter((g) => !revoke.some((r) => r.role === g.role && r.place === g.place));
  if (both.length + revoke.length === 0)
    return { act: "change-roles", user, grant: [oneGrant(pick, facts)], revoke: [] };
  return { act: "change-roles", user, grant: both, revoke };
}

function grantsOf(pick: Choices, facts: Facts, none = 40) {
  const grants: Grant[] = pick.rarely(none) ? [] : [oneGrant(pick, facts)];
  if (pick.rarely(4)) {
    const other = oneGrant(pick, facts);
    if (!grants.some((one) => one.role === other.role && one.place === other.place)) grants.push(other);
  }
  return grants;
}

function oneGrant(pick: Choices, facts: Facts): Grant {
  const role = pick.rarely(60) ? "r9" : pick.one([...facts.roles.keys()]);
  const place = (facts.roles.get(role)?.resource ?? null) === null ? null : pick.one(places);
  const wrong = place === null ? places[0] : null;
  return { role, place: pick.rarely(60) ? wrong : place, ends: pick.rarely(40) ? NOW : pick.one(ends) };
}
