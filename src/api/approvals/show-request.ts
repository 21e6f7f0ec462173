import { z } from "@hono/zod-openapi";
import { query } from "../endpoint.js";
import { AccessRequest } from "./contract.js";
import { viewRequests } from "./request-view.js";
import { notFound } from "../errors.js";
import { concernsRequest, theRequest } from "./review-request.js";

export const showRequest = query({
  route: "GET /requests/{request}",
  summary: "One request that one has made or may review, with what one may do with it",
  elements: ["approvals", "access-request", "user-management", "role-assignment"],
  query: z.strictObject({}),
  answer: AccessRequest,
  concerns: concernsRequest,
  run: async (context, _, { request: id = "" }) => {
    const [view] = await viewRequests(context, [theRequest(context, id)]);
    if (!view) throw notFound();
    return view;
  },
});
