import { peopleMessages } from "../people/messages.js";
import { plural, type Format } from "../ui/format.js";
import type { dialogMessages } from "./dialog-messages.js";

/** The words of the list. Functions write their own plurals. */
export function listMessages(format: Format) {
  const shown = peopleMessages(format);
  const { people } = shown.common;
  return {
    ...shown,
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
    done: {
      ...shown.done,
      suspend: (count: number): string => `${people(count)} suspended`,
      reactivate: (count: number): string => `${people(count)} reactivated`,
      remove: (count: number): string => `${people(count)} removed`,
    },
  };
}

export type ListMessages = ReturnType<typeof listMessages> & { readonly format: Format };

/** Every word of user management; the dialogs get it as their `messages`. */
export type Messages = ListMessages & ReturnType<typeof dialogMessages>;
