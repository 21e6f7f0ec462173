import type { Context } from "../request-context.js";
import { choicesAt } from "../people/instance-view.js";
import { viewPerson } from "../people/person-view.js";
import { describeWay, waysOf } from "../people/ways.js";
import { instancesBy } from "../store/instances.js";
import type { PersonRecord } from "../store/read-facts.js";
import type { Role, Session } from "../wire.js";
import type { AccessRow } from "./contract.js";

/** What there is to say of an instance's roles for whoever asks: the roles with help, and what is refused in general. */
export interface Offer {
  place: string;
  roles: readonly Role[];
  refused: Session["refused"];
}

/** People with the ways in which they hold roles on one instance, and what may be done about it. */
export async function accessRows(
  context: Context,
  people: readonly PersonRecord[],
  { place, roles, refused }: Offer,
): Promise<AccessRow[]> {
  const held = people.map((person) => ({
    person,
    ways: waysOf(context.facts, person).filter((way) => way.place === place && context.visible.has(way.role)),
  }));
  const related = held.flatMap(({ ways }) => ways.flatMap(({ via }) => via?.place ?? []));
  const instances = await instancesBy(context.trx, [...new Set(related)]);
  return held.map(({ person, ways }) => ({
    person: viewPerson(context, person, refused, place),
    ways: ways.map((way) => describeWay(context, instances, way)),
    choices: choicesAt(context, person, roles, place),
  }));
}
