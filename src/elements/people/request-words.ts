import type { AccessRequest } from "../../api/approvals/contract.js";
import type { Role } from "../../api/wire.js";
import type { RequestMessages } from "./request-messages.js";

type Roles = readonly Pick<Role, "id" | "name">[];

/** What is asked for and for whom: "Billing for Ana". */
export function requestTitle(
  { grants, subject }: AccessRequest,
  roles: Roles,
  { requests }: RequestMessages,
): string {
  const named = [...new Set(grants.map(({ role }) => roleName(role, roles)))];
  return subject.you ? requests.yours(named) : requests.for(named, subject.name);
}

/** Who asks, and of which kind it is. */
export function askerWords({ kind, requester, subject }: AccessRequest, words: RequestMessages): string {
  const { requests } = words;
  const { name, you } = requester;
  if (kind === "approval") {
    if (you) return requests.youAskedForAgreement;
    return subject.user === null ? requests.inviting(name) : requests.needsAgreement(name);
  }
  if (you) return requests.youAsked;
  return requester.user === subject.user ? requests.asksForThemselves(name) : requests.asksForSomebody(name);
}

/** What became of it and by whom; of an open one, that it waits. */
export function outcomeWords({ status, reviews }: AccessRequest, { requests }: RequestMessages): string {
  const last = reviews.at(-1);
  if (status === "granted") {
    if (!last) return requests.grantedPlain;
    return last.you ? requests.grantedByYou : requests.granted(last.name);
  }
  if (status === "refused") {
    if (!last) return requests.refusedPlain;
    return last.you ? requests.refusedByYou : requests.refused(last.name);
  }
  return requests[status];
}

export function roleName(id: string, roles: Roles): string {
  return roles.find((role) => role.id === id)?.name ?? "";
}
