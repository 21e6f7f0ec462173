import { peopleMessages } from "../people/messages.js";
import { requestMessages } from "../people/request-messages.js";
import type { Format } from "../ui/format.js";

/** Every word of access requests. Functions write their own plurals. */
export function accessRequestMessages(format: Format) {
  const shown = peopleMessages(format);
  return {
    ...shown,
    ...requestMessages(format),
    session: { ...shown.session, failed: "This could not be opened" },
    list: {
      live: "Live",
      lost: "Connection lost. What you see may be out of date; it reconnects by itself.",
      failed: "This could not be loaded",
      more: "Show more",
    },
    ask: {
      title: "Ask for access",
      titleFor: (instance: string): string => `Ask for access to “${instance}”`,
      roles: "Roles you can ask for",
      gives: (permissions: readonly string[]): string => format.list(permissions),
      youHaveIt: "You have it",
      youHaveItUntil: (day: string): string => `You have it until ${day}`,
      asked: "Asked for",
      why: "What do you need it for?",
      whyHint: "Whoever answers reads this. It is kept in the audit trail.",
      missing: "Say in a few words what you need it for",
      send: "Ask",
      sendFor: (role: string): string => `Ask for ${role}`,
      sending: "Asking…",
      asks: (role: string, names: readonly string[], total: number): string =>
        names.length > 0
          ? `You have asked for ${role}. ${format.either(total > names.length ? [...names, "others"] : names)} can answer.`
          : `You have asked for ${role}.`,
      nothing: "There is no role to ask for",
      nothingHint: "You have every role that this page offers, or it offers none.",
    },
    mine: { title: "What you have asked for", none: "You have asked for nothing yet." },
    setup: {
      title: "This element is not set up yet",
      instance: (given: string): string =>
        `resource-instance="${given}" names nothing: write type and key, as in resource-instance="document:42".`,
    },
  };
}

export type AccessRequestMessages = ReturnType<typeof accessRequestMessages> & { readonly format: Format };
