import type { Operation } from "../../support/api-description.js";
import type { Chance } from "../../support/random-input.js";
import type { State } from "./state.js";

/** Which request is sent next: what fills a tenant more often, what empties it less, and what is possible at all most. */
const weights: Readonly<Record<string, number>> = {
  "POST /invitations": 5,
  "POST /people/roles": 4,
  "POST /invitations/accept": 4,
  "POST /requests": 4,
  "POST /requests/{request}/review": 8,
  "POST /requests/{request}/withdraw": 4,
  "POST /delegations/meant": 1.5,
  "POST /delegations/meant/{mark}/withdraw": 3,
  "PATCH /people/{user}/attributes": 1.5,
  "POST /invitations/{invitation}/resend": 4,
  "POST /invitations/{invitation}/link": 4,
  "POST /invitations/{invitation}/cancel": 5,
  "POST /people/remove": 0.8,
  "POST /people/suspend": 0.7,
  "POST /leave": 0.3,
  "POST /session": 0.5,
  "POST /invitations/preview": 0.4,
};

/** What a request can be about in a tenant, by the name it has in paths. */
export type Possible = Readonly<Record<string, number>>;

export function possibleIn(
  { now, requests, invitations, delegations, marks }: State,
  tenant: string,
): Possible {
  const here = <T extends { tenant: string | null }>(all: readonly T[]) =>
    all.filter((each) => each.tenant === tenant);
  const open = here(invitations).filter(({ status, expires }) => status === "open" && expires > now);
  return {
    request: here(requests).filter(({ status }) => status === "open").length,
    invitation: open.length,
    "/invitations/accept": open.length,
    delegation: here(delegations).length,
    mark: here(marks).length,
  };
}

/** `wanted`: how much the sequence wants what this route does; more, the longer it has not come to it. */
export function weighted(
  chance: Chance,
  operations: readonly Operation[],
  possible: Possible,
  wanted: (route: string) => number,
): Operation {
  const weightOf = ({ method, path }: Operation) => {
    const route = `${method} ${path}`;
    const needed = possible[/\{(\w+)\}/.exec(path)?.[1] ?? path];
    const isPossible = needed === undefined || needed > 0;
    return (weights[route] ?? 1) * (isPossible ? 1 : 0.1) * wanted(route);
  };
  let left = chance.number() * operations.reduce((sum, each) => sum + weightOf(each), 0);
  return operations.find((each) => (left -= weightOf(each)) <= 0) ?? chance.of(operations);
}
