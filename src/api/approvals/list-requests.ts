import type { z } from "zod";
import { query } from "../endpoint.js";
import { readCursor, writeCursor } from "../people/cursor.js";
import { concerning, type Context } from "../request-context.js";
import { listRequestIds, type RequestRecord } from "../store/requests.js";
import { RequestsPage, RequestsQuery } from "./contract.js";
import { isForEyesOf, viewRequests } from "./request-view.js";

export const listRequests = query({
  route: "GET /requests",
  summary: "Requests, newest first: those to review, one's own, or those that have ended",
  elements: ["approvals", "access-request", "user-management", "role-assignment"],
  query: RequestsQuery,
  answer: RequestsPage,
  run: requestsPage,
});

/** How many are looked through for one page: what is not for the actor's eyes makes a page short, never slow. */
const mostLookedAt = 400;
const atOnce = 100;

/** Also the first page that comes along with a session. */
export async function requestsPage(
  context: Context,
  { show = "review", cursor, limit = 50 }: z.output<typeof RequestsQuery>,
): Promise<RequestsPage> {
  const list = `requests ${show}`;
  let after = cursor === undefined ? null : readCursor(cursor, list, 2);
  const of = { show: show === "review" ? ("open" as const) : show, user: context.claims.user };
  const views: RequestsPage["requests"] = [];
  for (let lookedAt = 0; lookedAt < mostLookedAt; lookedAt += atOnce) {
    const ids = await listRequestIds(context.trx, of, after, atOnce);
    const there = await concerning(context, ids);
    for (const request of ids.flatMap((id) => there.requests.get(id) ?? [])) {
      if (views.length === limit) return { requests: views, next: after && writeCursor(list, after) };
      after = positionOf(request);
      if (isForEyesOf(there, request)) views.push(...(await viewRequests(there, [request])));
    }
    if (ids.length < atOnce) return { requests: views, next: null };
  }
  return { requests: views, next: after && writeCursor(list, after) };
}

const positionOf = ({ created, id }: RequestRecord) => [new Date(created).toISOString(), id];
