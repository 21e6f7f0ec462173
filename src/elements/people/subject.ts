import type { HeldRole, Person, PersonDetail } from "../../api/people/contract.js";
import type { Reason } from "../../api/wire.js";

/** Whose roles are changed: what is held now, and what may be done about it where that is known. */
export interface Subject {
  user: string;
  name: string;
  version: number;
  /** The resource instance that it is about, `type:key`; without one, the whole tenant. */
  instance?: string;
  held: ReadonlyMap<string, HeldRole>;
  cannotGive: ReadonlyMap<string, Reason>;
  cannotTake: ReadonlyMap<string, Reason>;
}

/** A person as the list knows them: what may be done is only known once it is tried. */
export function subjectFromPerson(person: Person): Subject {
  return {
    user: person.user,
    name: person.name,
    version: person.version,
    held: new Map(person.roles.map((held) => [held.role, held])),
    cannotGive: new Map(),
    cannotTake: new Map(),
  };
}

/** How somebody is, with what may be done about each role, here or on one instance. */
export function subjectFromDetail(
  { person, choices }: Pick<PersonDetail, "person" | "choices">,
  instance?: string,
): Subject {
  const refusals = (why: "cannot_give" | "cannot_take"): Map<string, Reason> =>
    new Map(choices.flatMap((choice) => (choice[why] ? [[choice.role, choice[why]]] : [])));
  return {
    user: person.user,
    name: person.name,
    version: person.version,
    ...(instance === undefined ? {} : { instance }),
    held: new Map(choices.flatMap((choice) => (choice.held ? [[choice.role, choice.held]] : []))),
    cannotGive: refusals("cannot_give"),
    cannotTake: refusals("cannot_take"),
  };
}
