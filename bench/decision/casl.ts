import { createMongoAbility, type MongoAbility, type RawRuleOf } from "@casl/ability";
import { rolesByPlace, type Contender } from "./contender.js";
import type { Data } from "./data.js";

type Rules = RawRuleOf<MongoAbility>[];

/** The rules of roles held together: one object a type, as CASL's guide writes them. */
function rulesOf({ roles }: Data, held: readonly string[]): Rules {
  const byType = new Map<string, Set<string>>();
  for (const { key, permissions } of roles)
    if (held.includes(key))
      for (const { type, action } of permissions)
        byType.set(type, (byType.get(type) ?? new Set()).add(action));
  return [...byType].map(([subject, action]) => ({ subject, action: [...action] }));
}

export const caslCached: Contender = {
  name: "CASL, an ability a person",
  given: "one ability for each user and tenant, built beforehand; the host's maps find it",
  most: {
    assignments: 100_000,
    because:
      "6.7 KB of memory an ability, measured with 100,000, make some 6.7 GB of a million; an application would build them as they are wanted",
  },
  load(data) {
    const abilities = new Map(
      [...rolesByPlace(data)].map(([user, places]) => [
        user,
        new Map([...places].map(([tenant, held]) => [tenant, createMongoAbility(rulesOf(data, held))])),
      ]),
    );
    return Promise.resolve(
      ({ user, action, resource }) =>
        abilities.get(user.key)?.get(resource.tenant)?.can(action, resource.type) === true,
    );
  },
};

export const caslBuilt: Contender = {
  name: "CASL, built for each check",
  given: "one ability built for each check from the rules of the roles, which the host's maps find",
  load(data) {
    const rules = new Map<string, Rules>();
    const places = rolesByPlace(data);
    return Promise.resolve(({ user, action, resource }) => {
      const held = places.get(user.key)?.get(resource.tenant);
      if (!held) return false;
      const key = held.join();
      let known = rules.get(key);
      if (!known) rules.set(key, (known = rulesOf(data, held)));
      return createMongoAbility(known).can(action, resource.type);
    });
  },
};

export const caslShared: Contender = {
  name: "CASL, an ability a set of roles",
  given:
    "one ability for each combination of roles; who has which is an index of the host's own, outside of CASL",
  load(data) {
    const abilities = new Map<string, MongoAbility>();
    const places = new Map(
      [...rolesByPlace(data)].map(([user, tenants]) => [
        user,
        new Map(
          [...tenants].map(([tenant, held]) => {
            const key = held.toSorted().join();
            const ability = abilities.get(key) ?? createMongoAbility(rulesOf(data, held));
            abilities.set(key, ability);
            return [tenant, ability];
          }),
        ),
      ]),
    );
    return Promise.resolve(
      ({ user, action, resource }) =>
        places.get(user.key)?.get(resource.tenant)?.can(action, resource.type) === true,
    );
  },
};
