import type {
  Act,
  ActOf,
  AskedAct,
  Facts,
  Grant,
  Person,
  Request,
} from "../../../src/api/delegation/types.js";
import type { Choices } from "./choices.js";
import { NOW, addresses, ends, people, places } from "./universe.js";
import { agreements, askedIn, world } from "./world.js";

/** A case: what is so, and what somebody now wants to do. */
export function situation(pick: Choices): { facts: Facts; act: Act } {
  const facts = world(pick);
  const act = actOf(pick, facts);
  if (act.act === "accept") return { facts: { ...facts, actor: inviter(facts) }, act };
  if (act.act === "review" || act.act === "withdraw" || act.act === "ask") {
    return { facts: withRequest(pick, facts, act), act };
  }
  return pick.rarely(12)
    ? { facts: { ...facts, actor: { kind: "operator", apiKey: "k" } }, act }
    : { facts, act };
}

/** An invitation is judged when it is accepted by what its inviter may do then, in no session. */
function inviter(facts: ReturnType<typeof world>): Facts["actor"] {
  const made = facts.invitations.get("i0")?.inviter;
  return made?.kind === "operator" ? made : { ...facts.actor, session: null };
}

/** Somebody has asked for something that mostly takes the agreement of others, and mostly has the right to it. */
function withRequest(pick: Choices, facts: ReturnType<typeof world>, act: Act): Facts {
  const own = act.act === "review" ? pick.rarely(20) : !pick.rarely(8);
  const requester = own ? "u0" : pick.one(["u1", "u1", "u2"]);
  const asked = askedAct(
    pick,
    facts,
    own ? pick.one(["u1", "u2", "u3"]) : pick.one(["u2", "u3", "u1", "u3"]),
  );
  const people = new Map(facts.people);
  const person = people.get(requester);
  if (person && requester !== "u0" && !pick.rarely(4)) people.set(requester, alsoDelegate(person));
  const request: Request = {
    id: "q0",
    kind: pick.one(["approval", "approval", "access"] as const),
    requester,
    askedIn: askedIn(pick),
    act: act.act === "ask" && !pick.rarely(3) ? act.request.act : asked,
    agreed: agreements(pick, 3),
    justification: pick.one(["because", null]),
    expires: NOW + (pick.rarely(12) ? 0 : 100),
    status: pick.rarely(12) ? pick.one(["granted", "refused", "cancelled", "expired"] as const) : "open",
    grantsLastHour: pick.below(3),
  };
  const delegations = facts.delegations.map((one) =>
    one.approval.length > 0 || pick.rarely(3)
      ? one
      : {
          ...one,
          approval: [
            {
              roles: new Set(facts.roles.keys()),
              count: pick.one([1, 1, 2]),
              reviewers: new Set(pick.rarely(8) ? ["r1"] : ["r0"]),
            },
          ],
        },
  );
  const others = pick.rarely(30) ? 18 + pick.below(3) : 0;
  const requests = new Map(
    [
      ...(act.act === "ask" && pick.rarely(2) ? [] : [request]),
      ...Array.from({ length: others }, (_, n) => manyMore(n)),
    ].map((each) => [each.id, each]),
  );
  const operator = { kind: "operator", apiKey: "k" } as const;
  return { ...facts, people, delegations, requests, ...(pick.rarely(30) && { actor: operator }) };
}

/** As many as one person may have asked for, or nearly. */
const manyMore = (n: number): Request => ({
  id: `more${n}`,
  kind: "access",
  requester: "u0",
  askedIn: { elementType: "users", configuration: "c1", verbs: new Set() },
  act: {
    act: "change-roles",
    user: `another${n}`,
    grant: [{ role: "r1", place: null, ends: null }],
    revoke: [],
  },
  agreed: [],
  justification: null,
  expires: NOW + 100,
  status: "open",
  grantsLastHour: 0,
});

const alsoDelegate = (person: Person): Person => ({
  ...person,
  status: "active",
  assignments: [
    ...person.assignments.filter(({ role }) => role !== "r0"),
    { role: "r0", place: null, begins: NOW, ends: null },
  ],
});

function askedAct(pick: Choices, facts: Facts, user: string): AskedAct {
  if (!pick.rarely(3)) return changeRoles(pick, facts, user);
  const email = pick.one(["new@one.example", "new@two.example", ...addresses]);
  return {
    act: "invite",
    invitation: { id: "i1", email, grants: grantsOf(pick, facts), expires: NOW + 100 },
  };
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
  ...(["suspend", "reactivate", "remove", "admit", "leave", "view", "audit.read", "audit.export"] as const),
  ...(["review", "review", "review", "ask", "ask", "withdraw", "requests"] as const),
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
    case "admit":
      return { act, user };
    case "suspend":
    case "reactivate": {
      const suspended = facts.people.get(user)?.status === "suspended";
      return { act: suspended !== pick.rarely(10) ? "reactivate" : "suspend", user };
    }
    case "review":
      return { act, request: pick.rarely(40) ? "q9" : "q0", agrees: !pick.rarely(5) };
    case "withdraw":
      return { act, request: pick.rarely(40) ? "q9" : "q0" };
    case "ask": {
      const kind = pick.one(["approval", "approval", "access"] as const);
      const asked = askedAct(pick, facts, kind === "access" && pick.rarely(2) ? "u0" : user);
      return { act, request: { id: "q1", kind, act: asked, expires: NOW + (pick.rarely(15) ? 0 : 100) } };
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
