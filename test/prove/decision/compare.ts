import { createDecisionPoint, type DecisionPoint } from "../../../src/api/decision/index.js";
import {
  emptyWorld,
  naiveAllTenants,
  naiveAllows,
  naiveAuthorized,
  naivePermissions,
  retell,
  tell,
  type World,
} from "../../support/naive-decision/index.js";
import { Choices } from "../generator/choices.js";
import { beginning, randomChange } from "./random-changes.js";
import { randomAuthorizedQuery, randomPermissionsQuery, randomQuery } from "./random-questions.js";
import { times } from "./words.js";

/** What was asked, and each pair of answers that is not the same. */
export interface Tally {
  checks: number;
  allowed: number;
  others: number;
  differences: string[];
}

const CHANGES = 20;
const CHECKS = 60;
const nothing = { resources: [], roles: [], relations: [], derivations: [], conditionSets: [], rules: [] };

/** One world from its beginning through some changes; after each, questions to whoever followed it, and to plain lists. */
export function followWorld(seed: number): Tally {
  const from = Choices.random(seed);
  const tally: Tally = { checks: 0, allowed: 0, others: 0, differences: [] };
  const world = emptyWorld(nothing);
  const live = createDecisionPoint();
  const changes = beginning(from);
  for (let n = 0; n <= CHANGES; n++) {
    for (const change of changes.splice(0)) {
      change(live);
      change(tell(world));
    }
    ask(from, tally, `seed ${seed}, change ${n}`, world, live);
    if (n % 10 === 9) ask(from, tally, `seed ${seed}, anew after change ${n}`, world, anew(from, world));
    for (let more = 0; more <= from.below(3); more++) changes.push(randomChange(from));
  }
  return tally;
}

function anew(from: Choices, world: World): DecisionPoint {
  const point = createDecisionPoint();
  retell(world, point, (facts) =>
    facts
      .map((fact) => ({ fact, place: from.below(1000) }))
      .sort((a, b) => a.place - b.place)
      .map(({ fact }) => fact),
  );
  return point;
}

function ask(from: Choices, tally: Tally, when: string, world: World, point: DecisionPoint): void {
  const same = (what: string, asked: unknown, answer: unknown, naive: unknown) => {
    if (JSON.stringify(answer) !== JSON.stringify(naive))
      tally.differences.push(`${when}: ${what} ${JSON.stringify(asked)}: ${JSON.stringify([answer, naive])}`);
  };
  for (let n = 0; n < CHECKS; n++) {
    const query = randomQuery(from);
    const now = from.one([5, 5, 15, 20, 25]);
    const naive = naiveAllows(world, query, now);
    same(`now ${now}, allows`, query, point.allows(query, now), naive);
    if (n % 5 === 0) same(`now ${now}, check`, query, point.check(query, now).allow, naive);
    tally.checks++;
    if (naive) tally.allowed++;
  }
  if (from.below(5)) return;
  const now = from.one(times);
  const query = randomQuery(from);
  const tenants = point.allTenants(query, now).map(({ key }) => key);
  same(`now ${now}, all tenants`, query, tenants, naiveAllTenants(world, query, now));

  const about = randomPermissionsQuery(from);
  const entries = Object.entries(point.userPermissions(about, now)).map(
    ([name, { permissions, roles }]) => [name, permissions, roles] as const,
  );
  const naive = Object.entries(naivePermissions(world, about, now)).map(
    ([name, { permissions, roles }]) => [name, permissions, roles] as const,
  );
  same(`now ${now}, permissions`, about, entries.toSorted(byName), naive.toSorted(byName));

  const who = randomAuthorizedQuery(from);
  const found = Object.values(point.authorizedUsers(who, now).users)
    .flat()
    .map(({ user, resource, role }) => `${user} ${resource} ${role}`)
    .sort();
  same(`now ${now}, authorized`, who, found, naiveAuthorized(world, who, now));
  tally.others += 3;
}

const byName = (a: readonly [string, ...unknown[]], b: readonly [string, ...unknown[]]) =>
  a[0] < b[0] ? -1 : 1;
