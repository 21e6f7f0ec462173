import { z } from "zod";
import { query } from "../endpoint.js";
import { Refused } from "../errors.js";
import type { Context } from "../request-context.js";
import {
  positionOf,
  readAuditActivity,
  readAuditPage,
  readAuditSpan,
  type AuditFilter,
  type AuditPosition,
} from "../store/audit.js";
import { AuditActivity, AuditActivityQuery, AuditPage, AuditQuery } from "./contract.js";
import { viewEntry } from "./entry-view.js";

type Query = z.output<typeof AuditQuery>;

export const readLog = query({
  route: "GET /audit-log",
  summary: "Who did what to whom, newest first; refusals too",
  elements: ["audit-log"],
  query: AuditQuery,
  answer: AuditPage,
  run: async (context, query) => auditPage(context, query),
});

export async function auditPage(
  context: Context,
  { cursor, limit = 50, ...filter }: Query,
): Promise<AuditPage> {
  const after = cursor === undefined ? null : readPosition(cursor);
  const rows = await readAuditPage(context.trx, filterOf(filter), after, limit);
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return {
    entries: rows.map((row) => viewEntry(context, row)),
    next: last ? positionOf(last).join(" ") : null,
  };
}

export const activityParts = 48;

export const readActivity = query({
  route: "GET /audit-log/activity",
  summary: "How much happened over the filtered time, in even parts",
  elements: ["audit-log"],
  query: AuditActivityQuery,
  answer: AuditActivity,
  run: async ({ trx, facts }, query) => {
    const filter = filterOf(query);
    const { total, earliest } = await readAuditSpan(trx, filter);
    const to = query.to ? new Date(query.to) : new Date(facts.now + 1);
    const from = query.from ? new Date(query.from) : (earliest ?? new Date(facts.now - 86_400_000));
    const length = Math.max(activityParts, to.getTime() - from.getTime()) / activityParts;
    const counted = await readAuditActivity(
      trx,
      filter,
      from,
      new Date(from.getTime() + length * activityParts),
      activityParts,
    );
    const at = (n: number) => new Date(from.getTime() + length * n).toISOString();
    const parts = Array.from({ length: activityParts }, (_, n) => {
      const { done = 0, refused = 0 } = counted.find(({ part }) => part === n) ?? {};
      return { from: at(n), to: at(n + 1), done, refused };
    });
    return { total, from: at(0), to: at(activityParts), parts };
  },
});

export function filterOf({ action, ...rest }: Omit<Query, "cursor" | "limit">): AuditFilter {
  const given = Object.entries({ ...rest, actions: action }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

/** Where a page ended; it grants nothing. */
const Position = z.tuple([z.iso.datetime({ offset: true }), z.uuid(), z.string().regex(/^\d{1,18}$/)]);

function readPosition(cursor: string): AuditPosition {
  const parsed = Position.safeParse(cursor.split(" "));
  if (parsed.success) return parsed.data;
  throw new Refused("invalid", "This page marker is not valid here.", {
    fields: [{ path: "cursor", message: "not valid here" }],
  });
}
