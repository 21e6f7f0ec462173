import type { ElementKind } from "../sessions/open-session.js";
import { shownRoles } from "../people/shown-roles.js";
import { askOthers } from "./ask.js";
import { listRequests, requestsPage } from "./list-requests.js";
import { reviewRequest } from "./review-request.js";
import { showRequest } from "./show-request.js";
import { withdrawRequest } from "./withdraw-request.js";

/** What serves the asking for something and the answering. */
export const approvalsEndpoints = [listRequests, showRequest, askOthers, reviewRequest, withdrawRequest];

/** Where others are answered: an access request is granted with the reviewer's own rights. */
export const approvals: ElementKind = {
  verbs: ["user.view", "request.review", "user.invite", "role.grant", "role.revoke", "role.extend"],
  roles: shownRoles,
  withHelp: (_, roles) => Promise.resolve([...roles]),
  refused: () => ({}),
  firstPage: (context) => requestsPage(context, {}),
};
