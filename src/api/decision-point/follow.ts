import type { Place, Tuple } from "../decision/types.js";
import type { DecisionChange } from "../store/decision-changes.js";
import { readInstances, readPlaces, readTenants, readTuples, readUsers } from "../store/decision-facts.js";
import { readDecisionSchema } from "../store/decision-schema.js";
import type { Trx } from "../store/store.js";
import { actionsOf, type Facts } from "./load.js";

/**
 * Reads what changes have touched as it is now, in the transaction that read the changes, and answers how to bring that
 * into memory: all at once, so that nobody is answered between the halves of a change.
 */
export async function follow(
  trx: Trx,
  environment: string,
  changes: readonly DecisionChange[],
): Promise<(facts: Facts) => void> {
  const touched = new Touched(changes);
  const schema = touched.kinds.has("schema") ? await readDecisionSchema(trx, environment) : null;
  const read = <Fact>(
    how: (trx: Trx, environment: string, names: readonly string[]) => Promise<Fact[]>,
    kind: DecisionChange["kind"],
  ) => (touched.kinds.has(kind) ? how(trx, environment, touched.names(kind)) : Promise.resolve([]));
  const tenants = await read(readTenants, "tenant");
  const users = await read(readUsers, "user");
  const instances = await read(readInstances, "instance");
  const tuples = touched.kinds.has("tuple") ? await readTuples(trx, environment, touched.tuples) : [];
  const places: [user: string, tenant: string, place: Place | null][] = [];
  for (const [tenant, keys] of touched.places) {
    const found = new Map(
      (await readPlaces(trx, environment, tenant, [...keys])).map(({ user, place }) => [user, place]),
    );
    for (const user of keys) places.push([user, tenant, found.get(user) ?? null]);
  }

  return (facts) => {
    const { point, once } = facts;
    // What was deleted takes along what hung on it, even if something of that name is there again.
    for (const name of touched.gone("instance")) point.removeInstance(name);
    for (const key of touched.gone("tenant")) point.removeTenant(key);
    for (const key of touched.gone("user")) point.removeUser(key);
    if (schema) {
      point.setSchema(schema);
      facts.actions = actionsOf(schema);
    }
    for (const each of tenants) point.setTenant(each);
    for (const each of users) point.setUser(each);
    for (const each of instances) point.setInstance(each);
    for (const each of touched.tuples.map(asTuple)) point.removeTuple(each);
    for (const each of tuples) point.addTuple(each);
    for (const [user, tenant, place] of places) point.setPlace(user, tenant, place && once(place));
  };
}

const asTuple = ([subject, relation, object]: readonly [string, string, string]): Tuple => ({
  subject,
  relation,
  object,
});

/** What changes name, each once. */
class Touched {
  readonly kinds = new Set<DecisionChange["kind"]>();
  readonly places = new Map<string, Set<string>>();

  constructor(readonly changes: readonly DecisionChange[]) {
    for (const { kind, tenant, names } of changes) {
      this.kinds.add(kind);
      if (kind !== "place" || tenant === null) continue;
      const keys = this.places.get(tenant) ?? new Set();
      for (const key of names ?? []) keys.add(String(key));
      this.places.set(tenant, keys);
    }
  }

  names(of: DecisionChange["kind"], which = (_: DecisionChange) => true): string[] {
    const named = this.changes.filter((change) => change.kind === of && which(change));
    return [
      ...new Set(named.flatMap(({ names }) => (names ?? []).filter((each) => typeof each === "string"))),
    ];
  }

  gone(of: DecisionChange["kind"]): string[] {
    return this.names(of, ({ gone }) => gone);
  }

  get tuples(): [string, string, string][] {
    const named = this.changes.filter(({ kind }) => kind === "tuple").flatMap(({ names }) => names ?? []);
    const each = new Map(
      named.flatMap((name) => (typeof name === "string" ? [] : [[JSON.stringify(name), name]])),
    );
    return [...each.values()];
  }
}
