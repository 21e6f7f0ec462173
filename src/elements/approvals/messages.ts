import { peopleMessages } from "../people/messages.js";
import { requestMessages } from "../people/request-messages.js";
import { plural, type Format } from "../ui/format.js";

/** Every word of approvals. Functions write their own plurals. */
export function approvalsMessages(format: Format) {
  const number = (count: number): string => format.number(count);
  const shown = peopleMessages(format);
  return {
    ...shown,
    ...requestMessages(format),
    session: { ...shown.session, failed: "The requests could not be opened" },
    list: {
      title: "Approvals",
      live: "Live",
      lost: "Connection lost. What you see may be out of date; it reconnects by itself.",
      failed: "The requests could not be loaded",
      more: "Show more",
      /** `isMore`: there are further ones that were not counted. */
      count: (count: number, isMore: boolean): string =>
        isMore
          ? `more than ${number(count)} to review`
          : plural("en", count, { one: "1 to review", other: `${number(count)} to review` }),
      badge: (count: number, isMore: boolean): string => `${number(count)}${isMore ? "+" : ""}`,
      requests: "Requests",
    },
    tabs: { review: "To review", mine: "Asked by me", ended: "Ended" },
    empty: {
      review: { title: "Nothing waits for you", hint: "What others ask for appears here by itself." },
      mine: {
        title: "You have asked for nothing",
        hint: "What you ask for stands here, with what became of it.",
      },
      ended: { title: "Nothing has ended yet", hint: "What was granted, refused or withdrawn stands here." },
    },
    answer: {
      agree: "Agree…",
      refuse: "Refuse…",
      agreeTo: (what: string): string => `Agree: ${what}`,
      refuseOf: (what: string): string => `Refuse: ${what}`,
      agreeNow: "Agree",
      refuseNow: "Refuse",
      last: (names: readonly string[], name: string): string =>
        `Yours is the last agreement that is needed: ${name} gets ${format.list(names)} at once.`,
      lastInvitation: (name: string): string =>
        `Yours is the last agreement that is needed: ${name} is invited at once.`,
      notLast: (missing: number): string =>
        plural("en", missing, {
          one: "After you 1 more must agree.",
          other: `After you ${number(missing)} more must agree.`,
        }),
      asOwn: (names: readonly string[], name: string): string =>
        `You give it yourself, with your own rights: ${name} gets ${format.list(names)} at once.`,
      asOwnInvitation: (name: string): string => `You invite ${name} yourself, with your own rights.`,
      noUndo: "This can’t be undone here. What was given can be taken again.",
      otherRoles: "further roles",
      refusing: "It ends for everybody, also for those who have agreed. It can be asked for again.",
      granted: (what: string): string => `Granted: ${what}`,
      agreed: (what: string): string => `You agreed: ${what}. Others must agree too.`,
      notSent: (what: string): string => `Granted: ${what}. The mail could not be sent.`,
      refused: (what: string): string => `Refused: ${what}`,
    },
    meanwhile: (what: string): string => `${what}. It was answered or withdrawn elsewhere meanwhile.`,
    dismiss: "Put away",
  };
}

export type ApprovalsMessages = ReturnType<typeof approvalsMessages> & { readonly format: Format };
