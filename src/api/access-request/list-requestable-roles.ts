import { mayWatch, query } from "../endpoint.js";
import { notFound } from "../errors.js";
import { unended } from "../delegation/holdings.js";
import { grantsOf } from "../delegation/propose-request.js";
import type { Act } from "../delegation/types.js";
import { isForPlace, viewInstance } from "../people/instance-view.js";
import { viewHeld } from "../people/person-view.js";
import type { Context } from "../request-context.js";
import { reasonsOf, toReason } from "../settle.js";
import { instancesBy } from "../store/instances.js";
import { RequestableQuery, RequestableRoles } from "./contract.js";

export const listRequestableRoles = query({
  route: "GET /requestable-roles",
  summary: "The roles that one may ask for: what is held of them, and what is asked for already",
  elements: ["access-request"],
  query: RequestableQuery,
  answer: RequestableRoles,
  concerns: ({ instance }) => ({ places: instance === undefined ? [] : [instance], ownRequests: true }),
  mayWatch: (context) => mayWatch(context, null),
  run: (context, { instance }) => requestableRoles(context, instance ?? null),
});

/** Also the first page that comes along with a session. */
export async function requestableRoles(context: Context, place: string | null): Promise<RequestableRoles> {
  const { rules, visible, actor, facts } = context;
  const instance = place === null ? null : (await instancesBy(context.trx, [place])).get(place);
  if (instance === undefined) throw notFound();
  const held = unended(actor, facts.now).filter((each) => each.place === place);
  const roles = [...rules.roles.values()].filter((role) => visible.has(role.id) && isForPlace(role, place));
  return {
    instance: instance && viewInstance(instance),
    roles: roles.map(({ id, key, name, description, resource, gives }) => {
      const assignment = held.find(({ role }) => role === id);
      const open = [...context.requests.values()].find(
        ({ act, status, expires }) =>
          status === "open" &&
          facts.now < expires &&
          act.act === "change-roles" &&
          act.user === actor.user &&
          grantsOf(act).some((each) => each.role === id && each.place === place),
      );
      const [reason] = reasonsOf(context.judge.peek(askingFor(context, id, place), actor));
      return {
        role: {
          id,
          key,
          name,
          description,
          resource,
          permissions: [...gives].map((permission) => rules.actions[permission] ?? permission),
        },
        held: assignment ? viewHeld(assignment, facts.now) : null,
        asked: open?.id ?? null,
        cannot_ask: reason ? toReason(reason) : null,
      };
    }),
  };
}

function askingFor({ actor, facts }: Context, role: string, place: string | null): Act {
  const act = {
    act: "change-roles",
    user: actor.user,
    grant: [{ role, place, ends: null }],
    revoke: [],
  } as const;
  return { act: "ask", request: { id: "probe", kind: "access", act, expires: facts.now + 1 } };
}
