import type { z } from "zod";
import { mayWatch, query } from "../endpoint.js";
import { liveAssignments } from "../delegation/holdings.js";
import { readCursor, writeCursor } from "../people/cursor.js";
import { viewInstance } from "../people/instance-view.js";
import { judgeWatching, seesTenant, type Context } from "../request-context.js";
import { listInstances as readInstances } from "../store/instances.js";
import { InstancesPage, InstancesQuery } from "./contract.js";

export const listInstances = query({
  route: "GET /instances",
  summary: "Resource instances on which roles can be given, by name: those that the actor may look at",
  elements: ["role-assignment"],
  query: InstancesQuery,
  answer: InstancesPage,
  mayWatch(context) {
    if (ownPlaces(context).length === 0) mayWatch(context, null);
  },
  run: (context, query) => instancesPage(context, query),
});

async function instancesPage(
  context: Context,
  { search = "", cursor, limit = 50 }: z.output<typeof InstancesQuery>,
): Promise<InstancesPage> {
  const { rules, visible, trx } = context;
  const types = [...visible].flatMap((role) => rules.roles.get(role)?.resource ?? []);
  const places = seesTenant(context) ? null : ownPlaces(context);
  const after = cursor === undefined ? null : readCursor(cursor, "instances", 2);
  const { instances, last } = await readInstances(trx, { search, types, places }, { after, limit });
  return { instances: instances.map(viewInstance), next: last && writeCursor("instances", last) };
}

/** Single instances that the actor may look at by a role held there. */
function ownPlaces(context: Context): string[] {
  const held = liveAssignments(context.actor, context.facts.now).flatMap(({ place }) => place ?? []);
  return [...new Set(held)].filter((place) => judgeWatching(context, place).decision.outcome === "allowed");
}
