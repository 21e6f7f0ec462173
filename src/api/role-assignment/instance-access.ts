import type { z } from "zod";
import { mayWatch, query } from "../endpoint.js";
import { notFound } from "../errors.js";
import { refusedVerbs, rolesToGive, withHelp } from "../people/abilities.js";
import { readCursor, writeCursor } from "../people/cursor.js";
import { isForPlace, viewInstance } from "../people/instance-view.js";
import { about, type Context } from "../request-context.js";
import { derivationsTo, instancesBy, listAccess } from "../store/instances.js";
import { accessRows, type Offer } from "./access-rows.js";
import { AccessQuery, InstanceAccess } from "./contract.js";
import { throughTenant } from "./through-tenant.js";

export const showAccess = query({
  route: "GET /instances/{instance}/access",
  summary: "Who holds which role on one resource instance, directly or by which way, and what may be changed",
  elements: ["role-assignment"],
  query: AccessQuery,
  answer: InstanceAccess,
  concerns: (_, { instance = "" }) => ({ places: [instance] }),
  mayWatch: (context, { instance = "" }) => mayWatch(context, instance),
  run: (context, query, { instance = "" }) => instanceAccess(context, instance, query),
});

/** Also the first page that comes along with a session for an instance. */
export async function instanceAccess(
  context: Context,
  place: string,
  { cursor, limit = 50 }: z.output<typeof AccessQuery>,
): Promise<InstanceAccess> {
  const instance = (await instancesBy(context.trx, [place])).get(place);
  if (!instance) throw notFound();
  const after = cursor === undefined ? null : readCursor(cursor, "access", 3);
  const { rules, facts, visible, trx } = context;
  const offer = await offerOn(context, place);
  const { people, total, last } = await listAccess(trx, place, {
    roles: [...visible],
    now: facts.now,
    after,
    limit,
  });
  const there = about(context, await derivationsTo(trx, rules, place));
  return {
    instance: viewInstance(instance),
    roles: [...offer.roles],
    refused: offer.refused,
    people: await accessRows(there, people, offer),
    next: last && writeCursor("access", last),
    total,
    through_tenant: await throughTenant(context, instance.type),
  };
}

export async function offerOn(context: Context, place: string): Promise<Offer> {
  const roles = rolesToGive(context, place).filter((role) => isForPlace(role, place));
  return { place, roles: await withHelp(context, roles), refused: refusedVerbs(context, roles, place) };
}
