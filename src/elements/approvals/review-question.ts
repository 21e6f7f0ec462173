import type { AccessRequest } from "../../api/approvals/contract.js";
import type { Role } from "../../api/wire.js";
import { requestTitle, roleName } from "../people/request-words.js";
import type { Answer } from "../people/answer-dialog.js";
import type { ApprovalsMessages } from "./messages.js";

/** What is asked before somebody agrees or refuses: what it will do, above all where it does it at once. */
export function reviewQuestion(
  request: AccessRequest,
  agrees: boolean,
  roles: readonly Role[],
  words: ApprovalsMessages,
): Omit<Answer, "run" | "needsWhy"> {
  const { answer } = words;
  const what = requestTitle(request, roles, words);
  if (!agrees) {
    return {
      title: answer.refuseOf(what),
      said: [answer.refusing],
      label: answer.refuseNow,
      isDestructive: true,
    };
  }
  return {
    title: answer.agreeTo(what),
    said: [...consequence(request, roles, words)],
    label: answer.agreeNow,
  };
}

function consequence(
  { kind, missing, grants, masked_roles, subject }: AccessRequest,
  roles: readonly Role[],
  { answer }: ApprovalsMessages,
): string[] {
  const names = [...new Set(grants.map(({ role }) => roleName(role, roles)))];
  if (masked_roles > 0) names.push(answer.otherRoles);
  const isInvitation = subject.user === null;
  if (kind === "access") {
    const said = isInvitation ? answer.asOwnInvitation(subject.name) : answer.asOwn(names, subject.name);
    return [said, answer.noUndo];
  }
  if (missing !== null && missing > 1) return [answer.notLast(missing - 1), answer.noUndo];
  const said = isInvitation ? answer.lastInvitation(subject.name) : answer.last(names, subject.name);
  return [said, answer.noUndo];
}
