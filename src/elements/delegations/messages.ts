import { peopleMessages } from "../people/messages.js";
import { plural, type Format } from "../ui/format.js";

/** The words of who may give what. Functions write their own plurals. */
export function delegationMessages(format: Format) {
  const shown = peopleMessages(format);
  const number = (count: number): string => format.number(count);
  return {
    ...shown,
    session: {
      ...shown.session,
      noTenant: "There is nothing here to show",
      refusedHint: "You may not see who may give what here.",
      failed: "This could not be opened",
    },
    list: {
      title: "Who may give what",
      ownTitle: "What you may give, and why not more",
      live: "Live",
      lost: "Connection lost. What you see may be out of date; it reconnects by itself.",
      failed: "This could not be loaded",
      nothingYet: "Nobody may give anything yet",
      nothingYetHint: "Write limits for a role, and its holders may work within them.",
      ownNothing: "You may not give any role",
      ownNothingHint: "Your roles here carry no right to give roles. Ask whoever gave you yours.",
    },
    actions: {
      write: "Write limits…",
      closure: "What could they ever give?",
    },
    matrix: {
      holders: "Holders of",
      mayGive: "may give",
      on: (resource: string): string => `on one ${resource}`,
      yes: "Yes",
      no: "No",
      more: (count: number): string => `and ${number(count)} more`,
      further: (count: number): string =>
        plural("en", count, { one: "or another way", other: `or ${number(count)} other ways` }),
      suspended: "suspended: leaks",
      fromLevels: "from levels",
      own: "only here",
      hint: "Arrow keys walk, Enter tells all of it.",
      nothing: (roles: readonly string[]): string => `${format.list(roles)} may give nothing.`,
      masked: (count: number): string =>
        plural("en", count, {
          one: "And 1 role that you can’t see.",
          other: `And ${number(count)} roles that you can’t see.`,
        }),
    },
    card: {
      holdersMayGive: (role: string): string => `Holders of ${role} may give`,
      youMayGive: (role: string): string => `As ${role} you may give`,
      nothing: "nothing",
      not: (count: number): string =>
        plural("en", count, { one: "Not 1 role", other: `Not ${number(count)} roles` }),
      outside: "Outside what you may give.",
      outsideTheirs: "Outside what they may give.",
      whyNotMore: "Why not more",
      details: "All limits",
      detailsOf: (role: string): string => `All limits of ${role}`,
    },
    leaks: {
      title: (count: number): string =>
        plural("en", count, {
          one: "1 way past the limits",
          other: `${number(count)} ways past the limits`,
        }),
      hint: "Passing on along them is suspended until somebody says that it is meant, or closes them.",
      ownHint: "Passing on along them is suspended until the people who run this app have looked at it.",
      at: (tenant: string): string => `at ${tenant}`,
      mean: "This is meant…",
      close: "Close it…",
      meant: (count: number): string =>
        plural("en", count, { one: "1 is meant", other: `${number(count)} are meant` }),
      meantBy: (by: string, at: string, why: string): string => `Meant, says ${by}, ${at}: ${why}`,
      withdraw: "Not meant any more…",
      warnings: (count: number): string =>
        plural("en", count, { one: "1 looser way", other: `${number(count)} looser ways` }),
      attributes: "Attributes that decide who may look after whom",
      attributeHint: "Delegates can’t edit them unless that is meant.",
    },
    done: {
      ...shown.done,
      saved: (role: string): string => `Limits of ${role} saved`,
      removed: (role: string): string => `Limits of ${role} removed`,
      meant: "Marked as meant",
      withdrawn: "No longer meant: passing on is suspended",
    },
  };
}

export type DelegationMessages = ReturnType<typeof delegationMessages> & { readonly format: Format };
