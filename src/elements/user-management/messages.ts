import { Format, plural } from "../ui/format.js";
import type { Problem } from "../../api/wire.js";
import { ApiError, ConnectionLost } from "../connection/errors.js";
import { dialogMessages } from "./dialog-messages.js";

/**
 * Every word of user management. `messages` on the element replaces any of them, section by section, and leaves the
 * rest; the functions write their own plurals, by `plural()` or by hand.
 */
function english(format: Format) {
  const people = (count: number): string =>
    plural("en", count, { one: "1 person", other: `${format.number(count)} people` });
  return {
    common: {
      cancel: "Cancel",
      close: "Close",
      save: "Save",
      retry: "Try again",
      clear: "Clear",
      undo: "Undo",
      none: "–",
      you: "you",
      yes: "Yes",
      no: "No",
      loading: "Loading…",
      people,
      until: (day: string): string => `ends ${day}`,
      from: (day: string): string => `from ${day}`,
      maskedRoles: (count: number): string => `+${format.number(count)} you can’t manage`,
      moreRoles: (count: number): string => `+${format.number(count)}`,
      rolesOnInstances: (count: number, resource: string): string =>
        `${format.number(count)} on ${plural("en", count, { one: resource, other: `${resource}s` })}`,
      mixedScript: "This address mixes alphabets and may imitate another one",
      status: { active: "Active", suspended: "Suspended" },
      justification: "Reason for the change",
      justificationHint: "Kept in the audit trail",
    },
    list: {
      title: "People",
      tabs: { people: "People", invitations: "Invitations" },
      search: "Search people",
      searchHint: "Search name, e-mail or attribute",
      clearSearch: "Clear search",
      roleFilter: "Role",
      statusFilter: "Status",
      filterByRole: "Filter by role",
      filterByStatus: "Filter by status",
      clearFilters: "Clear filters",
      removeFilter: (name: string): string => `Remove filter ${name}`,
      invite: "Invite people",
      leave: "Leave…",
      announceMatches: (count: number): string => `${people(count)} found`,
      counting: "…",
      matches: (count: string, total: string): string => `${count} of ${total}`,
      openInvitations: (count: number): string =>
        plural("en", count, { one: "1 pending", other: `${format.number(count)} pending` }),
      meter: (label: string, used: number, most: number): string =>
        `${label} ${format.number(used)} of ${format.number(most)}`,
      columns: {
        person: "Person",
        roles: "Roles",
        status: "Status",
        changed: "Last change",
        actions: "Actions",
      },
      sortBy: (column: string): string => `Sort by ${column}`,
      select: (name: string): string => `Select ${name}`,
      selectShown: "Select the people loaded here",
      actionsFor: (name: string): string => `Actions for ${name}`,
      open: (name: string): string => `Open ${name}`,
      changeRoles: "Change roles…",
      person: "Person…",
      suspend: "Suspend…",
      reactivate: "Reactivate…",
      remove: "Remove…",
      selected: (count: number): string => `${format.number(count)} selected`,
      clearSelection: "Clear selection",
      selectionRefused: (count: number, reason: string): string => `${people(count)}: ${reason}`,
      range: (first: number, last: number, total: number): string =>
        `${format.number(first)}–${format.number(last)} of ${format.number(total)}`,
      live: "Live",
      lost: "Connection lost. What you see may be out of date; it reconnects by itself.",
      noPeople: "Nobody is here yet",
      noPeopleHint: "Invite the first people, and they appear here once they have accepted.",
      noMatches: "Nobody matches",
      noMatchesHint: "No one fits this search and these filters.",
      clearSearchAndFilters: "Clear search and filters",
      failed: "The list could not be loaded",
    },
    session: {
      opening: "Opening…",
      signedOut: "You are not signed in",
      signedOutHint: "Sign in to this app again, then try once more.",
      refused: "You can’t use this page",
      refusedHint: "Your role here does not open it. An owner of this team can change that.",
      noTenant: "This team does not exist",
      wrongSetup: "This element is not set up yet",
      failed: "This list could not be opened",
      lost: "The server could not be reached",
      lostHint: "It tries again by itself.",
    },
    done: {
      invite: (count: number): string =>
        plural("en", count, { one: "1 invitation made", other: `${format.number(count)} invitations made` }),
      changeRoles: (count: number): string => `Roles of ${people(count)} changed`,
      suspend: (count: number): string => `${people(count)} suspended`,
      reactivate: (count: number): string => `${people(count)} reactivated`,
      remove: (count: number): string => `${people(count)} removed`,
      undone: "Undone",
      undoRefused: (reason: string): string => `Could not be undone: ${reason}`,
    },
    problems: {
      connectionLost: "No answer from the server. Check your connection and try again.",
      stopped: "This page did not allow it.",
      other: "Something went wrong here. Try again.",
    },
    ...dialogMessages(format),
  };
}

type English = ReturnType<typeof english>;

/** The catalogue, made for one locale, with the host's own words put in; children get it as their `messages`. */
export type Messages = English & { readonly format: Format };

/** What a host may set as `messages`: any part of the catalogue. */
export type MessagesOverride = DeepPartial<English>;

type DeepPartial<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T extends string
      ? string
      : T;

export function messagesFor(locale: string, override: MessagesOverride = {}): Messages {
  const format = new Format(locale);
  return Object.assign(merge(english(format), override), { format });
}

function merge<T extends object>(base: T, override: object): T {
  const merged = { ...base } as Record<string, unknown>;
  for (const [name, value] of Object.entries(override)) {
    const own = merged[name];
    merged[name] = isSection(own) && isSection(value) ? merge(own, value) : (value ?? own);
  }
  return merged as T;
}

function isSection(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** What went wrong, in words for the person at the screen. */
export function wordsFor(error: unknown, messages: Messages): string {
  if (error instanceof ApiError) return problemWords(error.problem);
  if (error instanceof ConnectionLost) return messages.problems.connectionLost;
  if (error instanceof StoppedByHost) return error.message || messages.problems.stopped;
  return messages.problems.other;
}

/** The reasons of a refusal if it gives any, else its message. */
export function problemWords(problem: Problem): string {
  const reasons = problem.reasons?.map((reason) => reason.message) ?? [];
  return reasons.length > 0 ? [...new Set(reasons)].join(" ") : problem.message;
}

/** The host page prevented a `permit-before-…` event, or its promise rejected with this message. */
export class StoppedByHost extends Error {
  override name = "StoppedByHost";
}
