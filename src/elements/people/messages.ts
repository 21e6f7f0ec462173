import { connectionMessages, connectionWordsFor } from "../connection/messages.js";
import { plural, type Format } from "../ui/format.js";
import { UndoRefused } from "./undo.js";

/** The words of people and their roles as lists show them. Functions write their own plurals. */
export function peopleMessages(format: Format) {
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
      mixedScript: "Letters of several alphabets: this may imitate another address",
      status: { active: "Active", suspended: "Suspended" },
      justification: "Reason for the change",
      justificationHint: "Kept in the audit trail",
    },
    ...connectionMessages(),
    done: {
      invite: (count: number): string =>
        plural("en", count, { one: "1 invitation made", other: `${format.number(count)} invitations made` }),
      changeRoles: (count: number): string => `Roles of ${people(count)} changed`,
      undone: "Undone",
      undoRefused: (reason: string): string => `Could not be undone: ${reason}`,
    },
    stopped: "This page did not allow it.",
    refusal: {
      /** The host's own words for a limit, by the code of its reason. */
      byCode: {} as Record<string, string>,
      latestEnd: (day: string): string => `At the latest ${day}.`,
      wouldPass: (roles: readonly string[]): string => `You could give ${format.either(roles)}.`,
      whoCan: (names: readonly string[], others: number): string => {
        const rest = plural("en", others, { one: "1 other", other: `${format.number(others)} others` });
        return `Who can: ${[...names, ...(others > 0 ? [rest] : [])].join(", ")}.`;
      },
      whoCanAgree: (names: readonly string[], total: number): string => {
        if (total === 0) return "Nobody here could agree now.";
        const others = format.number(total - names.length);
        const some =
          names.length > 0
            ? [...names, ...(total > names.length ? [`${others} more`] : [])]
            : [people(total)];
        return `Who can agree: ${some.join(", ")}.`;
      },
    },
  };
}

export type PeopleMessages = ReturnType<typeof peopleMessages> & { readonly format: Format };

/** What went wrong, in words for the person at the screen. */
export function wordsFor(error: unknown, messages: PeopleMessages): string {
  if (error instanceof StoppedByHost) return error.message || messages.stopped;
  if (error instanceof UndoRefused) return error.message;
  return connectionWordsFor(error, messages);
}

/** The host page prevented a `permit-before-…` event, or its promise rejected with this message. */
export class StoppedByHost extends Error {
  override name = "StoppedByHost";
}
