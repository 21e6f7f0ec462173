import { plural, type Format } from "../ui/format.js";
import type { PeopleMessages } from "./messages.js";

/** The words of what changes people and their roles: loaded with it. */
export function changeMessages(format: Format) {
  const number = (count: number): string => format.number(count);
  const people = (count: number): string =>
    plural("en", count, { one: "1 person", other: `${number(count)} people` });
  return {
    dialog: {
      close: "Close",
      lossQuestion: "What you have typed is not saved. Close anyway?",
      keep: "Keep editing",
      discard: "Close without saving",
    },
    dateField: {
      none: "No end",
      clear: "No end",
      missing: "Choose an end date",
      past: "This day is over",
      earliest: (at: string): string => `At the earliest ${format.day(at)}`,
      latest: (at: string): string => `At the latest ${format.day(at)}`,
    },
    job: {
      stop: "Stop",
      progress: (done: number, total: number): string => `${number(done)} of ${number(total)} done`,
    },
    justification: { missing: "Say why, in a few words" },
    effects: {
      title: (name: string): string => `${name} gains and loses`,
      titleForSeveral: (count: number): string => `What ${people(count)} gain and lose`,
      gain: "gains",
      loss: "loses",
      nothing: { gain: "nothing new", loss: "nothing" },
      forPeople: (count: number): string => `for ${people(count)}`,
      more: (count: number): string => `${number(count)} more`,
    },
    rolePicker: {
      search: "Search roles",
      none: "No such role",
      change: { added: "+ new", removed: "− removed", moved: "end moved" },
      endOf: (role: string): string => `End of ${role}`,
      endsDiffer: "Ends differ",
      mustEnd: (latest: string | null): string =>
        latest ? `You may give it until ${latest} at the latest.` : "You may give it with an end date only.",
    },
    asking: {
      askForIt: "Ask for it",
      askFor: (role: string): string => `Ask for it: ${role}`,
      forApproval: "Ask for approval",
      forApprovalOf: (count: number): string =>
        plural("en", count, {
          one: "Ask for approval for 1",
          other: `Ask for approval for ${number(count)}`,
        }),
      others: "Ask others",
      asking: "Asking…",
      needsApproval: "Others must agree first. Nothing changes until they do.",
      needsOthers:
        "You can’t give this yourself. Somebody who can is asked, and nothing changes until they do it.",
      withAgreement: (name: string): string => `Once they agree, ${name} gains`,
      asked: (what: string, names: readonly string[], total: number): string => {
        if (names.length === 0) return `Asked for ${what}`;
        const some = total > names.length ? [...names, "others"] : names;
        return `Asked for ${what}. ${format.either(some)} can answer.`;
      },
      askedForSeveral: (count: number): string =>
        plural("en", count, { one: "1 request made", other: `${number(count)} requests made` }),
      of: (roles: readonly string[], name: string): string => `${format.list(roles)} for ${name}`,
    },
    outcomes: {
      refused: "This can’t be done",
      refusedForSeveral: (count: number): string => `For ${people(count)} this can’t be done`,
      showAll: (count: number): string => `Show all ${number(count)}`,
    },
    roles: {
      title: (name: string): string => `Roles of ${name}`,
      titleForSeveral: (count: number): string => `Roles of ${people(count)}`,
      choices: "Roles",
      names: (names: readonly string[], others: number): string =>
        [...names, ...(others > 0 ? [`and ${number(others)} more`] : [])].join(", "),
      masked: (count: number): string =>
        plural("en", count, {
          one: "1 role that you can’t manage stays as it is.",
          other: `${number(count)} roles that you can’t manage stay as they are.`,
        }),
      checking: "Checking…",
      sum: (changed: number, refused: number): string =>
        [
          ...(changed > 0
            ? [plural("en", changed, { one: "1 person changes", other: `${number(changed)} people change` })]
            : []),
          ...(refused > 0 ? [`${number(refused)} can’t`] : []),
        ].join(", "),
      save: "Save",
      saveForSeveral: (count: number): string => `Save for ${number(count)}`,
      saving: "Saving…",
      saved: (count: number): string => `The roles of ${people(count)} are changed.`,
      meanwhile: (name: string, changes: string): string =>
        `Somebody has changed ${name} meanwhile: ${changes}.`,
      meanwhileSeveral: (count: number): string => `Somebody has changed ${people(count)} meanwhile.`,
      meanwhileAdded: (role: string): string => `+ ${role}`,
      meanwhileRemoved: (role: string): string => `− ${role}`,
      meanwhileMoved: (role: string): string => `end of ${role} moved`,
      showCurrent: "Show the current roles",
    },
  };
}

/** What the forms and dialogs of people and their roles get as their `messages`. */
export type ChangeMessages = PeopleMessages & ReturnType<typeof changeMessages>;
