import { createDecisionPoint } from "../decision/index.js";
import type { DecisionPoint, Place, Schema } from "../decision/types.js";
import { allInstances, allPlaces, allTenants, allTuples, allUsers } from "../store/decision-facts.js";
import { readDecisionSchema } from "../store/decision-schema.js";
import type { Trx } from "../store/store.js";

/** One environment in memory. */
export interface Facts {
  point: DecisionPoint;
  /** Actions by resource type. */
  actions: ReadonlyMap<string, readonly string[]>;
  /** The database says the id of a role with every assignment: here each stands once. */
  once: (place: Place) => Place;
}

export const actionsOf = ({ resources }: Schema): Facts["actions"] =>
  new Map(resources.map(({ key, actions }) => [key, actions]));

/** Reads an environment as a whole, in a transaction of `asReader`; others are answered between its pages. */
export async function load(trx: Trx, environment: string): Promise<Facts> {
  const point = createDecisionPoint();
  const once = rememberingRoles();
  const schema = await readDecisionSchema(trx, environment);
  point.setSchema(schema);
  for await (const page of allTenants(trx, environment)) for (const each of page) point.setTenant(each);
  for await (const page of allUsers(trx, environment)) for (const each of page) point.setUser(each);
  for await (const page of allInstances(trx, environment)) for (const each of page) point.setInstance(each);
  for await (const page of allTuples(trx, environment)) for (const each of page) point.addTuple(each);
  for await (const page of allPlaces(trx, environment))
    for (const { user, tenant, place } of page) point.setPlace(user, tenant, once(place));
  return { point, actions: actionsOf(schema), once };
}

function rememberingRoles(): Facts["once"] {
  const roles = new Map<string, string>();
  const role = (id: string) => roles.get(id) ?? (roles.set(id, id), id);
  return (place) => ({
    ...place,
    assignments: place.assignments.map((each) => ({ ...each, role: role(each.role) })),
  });
}
