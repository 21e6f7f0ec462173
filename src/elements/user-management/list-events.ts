import type { Person, PeopleQuery } from "../../api/people/contract.js";

/** What the parts of the list wish from the element around them. They stay inside it. */

export type Sort = Pick<Required<PeopleQuery>, "sort" | "direction">;

/** What narrows the list. */
export interface Narrowing {
  search: string;
  roles: readonly string[];
  statuses: readonly ("active" | "suspended")[];
}

export const everybody: Narrowing = { search: "", roles: [], statuses: [] };

export function isNarrowed({ search, roles, statuses }: Narrowing): boolean {
  return search !== "" || roles.length > 0 || statuses.length > 0;
}

export class NarrowRequest extends Event {
  constructor(readonly narrowing: Narrowing) {
    super("permit-narrow-request");
  }
}

export class SortRequest extends Event {
  constructor(readonly sort: Sort) {
    super("permit-sort-request");
  }
}

export class OpenPersonRequest extends Event {
  constructor(readonly person: Person) {
    super("permit-open-person-request");
  }
}

/** Wants the menu of a person's actions beside a button. */
export class ActionsRequest extends Event {
  constructor(
    readonly person: Person,
    readonly anchor: HTMLElement,
  ) {
    super("permit-actions-request");
  }
}

export class SelectionRequest extends Event {
  constructor(readonly selection: ReadonlyMap<string, Person>) {
    super("permit-selection-request");
  }
}

export class SelectionActRequest extends Event {
  constructor(readonly act: "change-roles" | "suspend" | "reactivate" | "remove") {
    super("permit-selection-act-request");
  }
}
