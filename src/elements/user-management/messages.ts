import { plural, type Format } from "../ui/format.js";
import { connectionMessages, connectionWordsFor } from "../connection/messages.js";
import type { dialogMessages } from "./dialog-messages.js";
import { UndoRefused } from "./undo.js";

/** The words of the list. Functions write their own plurals. */
export function listMessages(format: Format) {
  const either = new Intl.ListFormat(format.locale, { style: "long", type: "disjunction" });
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
      searchHint: "Search name, e-mail, role or attribute",
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
      readonly: "This page only shows people.",
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
    ...connectionMessages(),
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
    stopped: "This page did not allow it.",
    refusal: {
      /** The host's own words for a limit, by the code of its reason. */
      byCode: {} as Record<string, string>,
      latestEnd: (day: string): string => `At the latest ${day}.`,
      wouldPass: (roles: readonly string[]): string => `You could give ${either.format(roles)}.`,
      whoCan: (names: readonly string[], others: number): string => {
        const rest = plural("en", others, { one: "1 other", other: `${format.number(others)} others` });
        return `Who can: ${[...names, ...(others > 0 ? [rest] : [])].join(", ")}.`;
      },
    },
  };
}

export type ListMessages = ReturnType<typeof listMessages> & { readonly format: Format };

/** Every word of user management; the dialogs get it as their `messages`. */
export type Messages = ListMessages & ReturnType<typeof dialogMessages>;

/** What went wrong, in words for the person at the screen. */
export function wordsFor(error: unknown, messages: ListMessages): string {
  if (error instanceof StoppedByHost) return error.message || messages.stopped;
  if (error instanceof UndoRefused) return error.message;
  return connectionWordsFor(error, messages);
}

/** The host page prevented a `permit-before-…` event, or its promise rejected with this message. */
export class StoppedByHost extends Error {
  override name = "StoppedByHost";
}
