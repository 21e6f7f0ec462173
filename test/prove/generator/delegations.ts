import { verbs, type AttributeMatch, type Delegation } from "../../../src/api/delegation/types.js";
import type { Choices } from "./choices.js";
import { LONG, places, roles } from "./universe.js";

/** Delegations, most of them of the actor's roles, most limits unset: where all refuse, nothing is compared. */
export function delegations(pick: Choices) {
  const first = delegation(pick, 0);
  const made = [first];
  for (let i = 1, n = 1 + pick.below(4); i < n; i++) {
    const another = delegation(pick, i);
    made.push(pick.rarely(3) ? alike(pick, first, another) : another);
  }
  const written = new Set(made.filter((d) => d.source === "written").map((d) => d.role));
  // The facts are read so: what is written for a role has replaced what its levels would give.
  return made.filter((d) => d.source === "written" || !written.has(d.role));
}

/** What is carried on differs in little from one's own, so that each limit decides by itself. */
function alike(pick: Choices, first: Delegation, another: Delegation): Delegation {
  const different = pick.few(LIMITS, 12).map((limit) => [limit, another[limit]]);
  return { ...first, ...Object.fromEntries(different), id: another.id, role: another.role };
}

const LIMITS = [
  ...(["verbs", "roles", "mode", "passingOn", "targets", "places", "time"] as const),
  ...(["counts", "domains", "approval", "justification", "attributes"] as const),
];

function delegation(pick: Choices, i: number): Delegation {
  const levels = pick.rarely(5);
  return {
    id: `d${i}`,
    role: i === 0 ? "r0" : pick.one(["r0", "r0", "r1", "r1", "r2", "r3"]),
    elementType: levels
      ? "users"
      : pick.one([null, null, null, "users", "users", pick.rarely(3) ? "other" : null]),
    source: levels ? "levels" : "written",
    configuration: levels ? pick.one(["c1", "c1", "c2"]) : null,
    verbs: new Set(pick.rarely(12) ? ["user.view" as const] : pick.most(verbs, pick.rarely(3) ? 3 : 20)),
    roles: {
      ids: new Set(pick.rarely(4) ? pick.few(roles, 2) : pick.most(roles, i === 0 ? 8 : 4)),
      where: pick.rarely(6) ? matches(pick, "tier") : null,
    },
    mode: levels || pick.rarely(2) ? "bind" : "hold",
    passingOn: levels || !pick.rarely(3),
    targets: {
      attributes: pick.rarely(8) ? matches(pick, "team") : null,
      groups: pick.rarely(30) ? ["g"] : null,
      domains: pick.rarely(8) ? pick.few(["one.example", "two.example"], 2) : null,
    },
    places: {
      tenant: !pick.rarely(6),
      types: pick.rarely(3) ? ["doc"] : [],
      instances: pick.rarely(4) ? [pick.one(places)] : [],
      own: pick.rarely(3),
    },
    time: { mustEnd: pick.rarely(10), longest: pick.rarely(8) ? pick.one([LONG, 10]) : null },
    counts: {
      openInvitations: pick.rarely(8) ? 2 : null,
      bulk: pick.rarely(8) ? 2 : null,
      grantsPerHour: pick.rarely(8) ? 2 : null,
      seats: pick.rarely(8) ? 5 : null,
      holders: new Map(pick.few(roles, 20).map((role) => [role, 2])),
    },
    domains: {
      allow: pick.rarely(8) ? pick.few(["one.example", "two.example"], 2) : null,
      ask: pick.few(["one.example", "two.example"], 20),
      refuse: pick.few(["one.example", "two.example"], 20),
    },
    approval: pick.rarely(8) ? [approval(pick), ...(pick.rarely(6) ? [approval(pick)] : [])] : [],
    justification: pick.rarely(12),
    attributes: new Set(pick.most(["team", "site"], 5)),
  };
}

const approval = (pick: Choices) => ({
  roles: new Set(pick.few(roles, 2)),
  count: pick.one([1, 1, 2]),
  reviewers: new Set(pick.rarely(10) ? [] : ["r0", ...pick.few(["r1", "r3"], 2)]),
});

const matches = (pick: Choices, name: string): AttributeMatch[] =>
  pick.rarely(6) ? [] : [{ name, in: pick.most(["red", "blue"], 3) }];
