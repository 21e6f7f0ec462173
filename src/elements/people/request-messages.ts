import { plural, type Format } from "../ui/format.js";
import type { PeopleMessages } from "./messages.js";

/** The words of requests and of what became of them, for every element that shows any. */
export function requestMessages(format: Format) {
  const number = (count: number): string => format.number(count);
  const others = (count: number): string =>
    plural("en", count, { one: "1 other", other: `${number(count)} others` });
  /** Several of many names. Nobody's name may be known. */
  const names = (known: readonly string[], total: number): string =>
    known.length === 0
      ? plural("en", total, { one: "1 person", other: `${number(total)} people` })
      : format.either([...known, ...(total > known.length ? [others(total - known.length)] : [])]);
  return {
    dialog: {
      close: "Close",
      lossQuestion: "What you have typed is not saved. Close anyway?",
      keep: "Keep editing",
      discard: "Close without saving",
    },
    why: {
      label: "Reason",
      optional: "Reason (optional)",
      hint: "Kept in the audit trail",
      missing: "Say why, in a few words",
    },
    requests: {
      for: (roles: readonly string[], name: string): string =>
        `${roles.length > 0 ? format.list(roles) : "Other roles"} for ${name}`,
      yours: (roles: readonly string[]): string =>
        `${roles.length > 0 ? format.list(roles) : "Other roles"} for you`,
      asksForThemselves: (name: string): string => `${name} asks for it`,
      asksForSomebody: (name: string): string => `${name} asks for somebody else`,
      needsAgreement: (name: string): string => `${name} wants to give it, and others must agree`,
      inviting: (name: string): string => `${name} wants to invite them, and others must agree`,
      youAsked: "You asked",
      youAskedForAgreement: "You want to give it, and others must agree",
      until: (day: string): string => `open until ${day}`,
      on: (instance: string): string => `on “${instance}”`,
      gives: "gives",
      takes: "takes",
      masked: (count: number): string =>
        plural("en", count, {
          one: "and 1 role that you can’t see",
          other: `and ${number(count)} roles that you can’t see`,
        }),
      agreed: (name: string): string => `${name} agreed`,
      youAgreed: "You agreed",
      missing: (count: number): string =>
        plural("en", count, { one: "1 more must agree", other: `${number(count)} more must agree` }),
      missingAnswer: "Somebody must answer",
      whoCould: (known: readonly string[], total: number): string => `Who could: ${names(known, total)}`,
      whoElseCould: (known: readonly string[], total: number): string =>
        `Who else could: ${names(known, total)}`,
      nobodyCould: "Nobody here could answer it now",
      cannotBeGranted: "This can’t be granted any more.",
      granted: (name: string): string => `Granted by ${name}`,
      grantedByYou: "You granted it",
      grantedPlain: "Granted",
      refused: (name: string): string => `Refused by ${name}`,
      refusedByYou: "You refused it",
      refusedPlain: "Refused",
      cancelled: "Withdrawn",
      expired: "Nobody answered in time",
      open: "Waiting",
      withdraw: "Withdraw",
      withdrawOf: (what: string): string => `Withdraw: ${what}`,
      withdrawQuestion: (what: string): string => `Withdraw the request: ${what}?`,
      withdrawSaid: "Nobody can answer it any more. You can ask again.",
      withdrawn: "Withdrawn",
      alreadyEnded: "It has ended meanwhile",
    },
  };
}

export type RequestMessages = PeopleMessages &
  ReturnType<typeof requestMessages> & { list: { live: string } };
