import type { Problem, Reason, Role } from "../../api/wire.js";
import { ApiError } from "../connection/errors.js";
import { wordsFor, type PeopleMessages } from "./messages.js";

/** A refusal in words: why, and what would help. `roles` names the roles that would pass. */
export function refusalWords(
  reason: Reason,
  messages: PeopleMessages,
  roles: readonly Pick<Role, "id" | "name">[] = [],
): string {
  const { refusal, format } = messages;
  const said = [sentence(refusal.byCode[reason.code] ?? reason.message)];
  if (reason.latest_end) said.push(refusal.latestEnd(format.day(reason.latest_end)));
  const passing = roles.filter((role) => reason.passing_roles?.includes(role.id)).map((role) => role.name);
  if (passing.length > 0) said.push(refusal.wouldPass(passing));
  if (reason.needs === "approval") {
    if (reason.reviewers) said.push(refusal.whoCanAgree(reason.reviewers.names, reason.reviewers.total));
    return said.join(" ");
  }
  if (reason.people && reason.people.total > 0) {
    const { names, total } = reason.people;
    said.push(refusal.whoCan(names, total - names.length));
  }
  return said.join(" ");
}

/** Several reasons, each said once. */
export function refusalsWords(
  reasons: readonly Reason[],
  messages: PeopleMessages,
  roles: readonly Pick<Role, "id" | "name">[] = [],
): string {
  return [...new Set(reasons.map((reason) => refusalWords(reason, messages, roles)))].join(" ");
}

/** What went wrong, with what would help if the server says so. */
export function errorWords(error: unknown, messages: PeopleMessages): string {
  const reasons = problemOf(error)?.reasons ?? [];
  return reasons.length > 0 ? refusalsWords(reasons, messages) : wordsFor(error, messages);
}

export function problemOf(error: unknown): Problem | null {
  return error instanceof ApiError ? error.problem : null;
}

/** Somebody else was faster: the version that was sent is no longer the last. */
export function isStale(reason: Reason): boolean {
  return reason.code === "stale";
}

/** What is wrong with each field of the input, by its path. */
export function fieldErrors(error: unknown): Map<string, string> {
  return new Map(problemOf(error)?.fields?.map((field) => [field.path, field.message]));
}

function sentence(words: string): string {
  return /[.!?…。]$/.test(words) ? words : `${words}.`;
}
