/**
 * What the vendor describes and this server does not serve, and why: a path with everything below it, or one operation
 * with its method. What is served under such a path is served all the same.
 */
export const notServed: readonly (readonly [what: string, because: string])[] = [
  ["POST /v2/orgs", "a server has one organization"],
  ["DELETE /v2/orgs/{org_id}", "a server has one organization"],
  [
    "/v2/orgs/{org_id}/invites",
    "there is no dashboard with members: whoever holds an API key acts by its reach",
  ],
  ["/v2/members", "there is no dashboard with members: whoever holds an API key acts by its reach"],
  ["/v2/history", "calls of the management API are recorded as what they changed, in the audit trail"],
  [
    "/v2/deprecated/history",
    "calls of the management API are recorded as what they changed, in the audit trail",
  ],
  ["/v2/activity", "there is no dashboard whose activity could be listed"],
  ["/v2/deprecated/activity", "there is no dashboard whose activity could be listed"],
  ["/v2/audit-log-replay", "checks are answered without being logged"],
  ["/v2/pdps/{proj_id}/{env_id}/audit_logs", "checks are answered without being logged"],
  [
    "/v2/pdps/{proj_id}/{env_id}/configs",
    "the decision point is this server: there is none to configure beside it",
  ],
  [
    "/v2/projects/{proj_id}/{env_id}/opal_scope",
    "the decision point is this server: nothing is sent to others",
  ],
  ["/v2/internal/opal_data", "the decision point is this server: nothing is sent to others"],
  ["/v2/projects/{proj_id}/repos", "rules are kept in the database, and in no Git repository"],
  ["/v2/policy_guards", "delegations and guardrails say who may give what, for each tenant"],
  ["/v2/facts/{proj_id}/{env_id}/email_configurations", "mail is sent by the host's own sendInvitation"],
  ["/v2/facts/{proj_id}/{env_id}/email_templates", "mail is sent by the host's own sendInvitation"],
  ["/v2/facts/{proj_id}/{env_id}/proxy_configs", "checks name a resource and an action, and no URL"],
  [
    "/v2/projects/{proj_id}/envs/{env_id}/copy/async",
    "a copy is made within its request: there is nothing to wait for",
  ],
  [
    "PATCH /v2/facts/{proj_id}/{env_id}/access_requests/{elements_config_id}/user/{user_id}/tenant/{tenant_id}/{access_request_id}/reviewer",
    "a request has no reviewer before somebody answers it, and then that is who did",
  ],
  [
    "PATCH /v2/elements/{proj_id}/{env_id}/config/{elements_config_id}/access_requests/{access_request_id}/reviewer",
    "a request has no reviewer before somebody answers it, and then that is who did",
  ],
  [
    "/v2/elements/{proj_id}/{env_id}/config/{elements_config_id}/operation_approval",
    "requests are for roles, which can be given for a time; leave to do a thing once is kept as configuration alone",
  ],
];

/** Routes under `/v2` that the vendor does not describe. */
export const ours: readonly (readonly [route: string, what: string])[] = [
  ["POST /v2/auth/elements_login_as", "what the vendor's clients call to open an element for a user"],
  ["GET /v2/auth/login_elements", "where a page's frame takes a login, once, and tells the page"],
  [
    "POST /v2/auth/{env_id}/elements_fe_login_as",
    "a page logs its user in with a token of the app's identity provider",
  ],
  ["OPTIONS /v2/auth/{env_id}/elements_fe_login_as", "leave for pages of the app to do so"],
  ["GET /v2/auth/me", "who is logged in"],
  ["GET /v2/auth/logout", "ends a page's login"],
  ["POST /v2/auth/operator_login", "opens the console of delegations for somebody of the vendor's team"],
];

/** Why this is not served; nothing, where there is no such thing. */
export function whyNotServed(method: string, path: string): string | undefined {
  return notServed.find(([what]) => covers(what, method, path))?.[1];
}

export function covers(what: string, method: string, path: string): boolean {
  const [ownMethod, ownPath] = what.includes(" ") ? what.split(" ") : [null, what];
  if (ownMethod !== null && ownMethod !== method) return false;
  const [own, given] = [segments(ownPath ?? ""), segments(path)];
  const isLongEnough = ownMethod === null ? given.length >= own.length : given.length === own.length;
  return isLongEnough && own.every((part, at) => part.startsWith("{") || part === given[at]);
}

const segments = (path: string) => path.split("/").filter((part) => part !== "");
