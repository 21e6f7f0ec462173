import { plural, type Format } from "../ui/format.js";

/** The words of the dialogs, the person panel and the list of invitations; part of the catalogue in messages.ts. */
export function dialogMessages(format: Format) {
  const number = (count: number): string => format.number(count);
  const people = (count: number): string =>
    plural("en", count, { one: "1 person", other: `${number(count)} people` });
  const either = new Intl.ListFormat(format.locale, { style: "long", type: "disjunction" });
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
    job: { stop: "Stop", stopping: "Stopping…" },
    justification: { missing: "Say why, in a few words" },
    refusal: {
      /** The host's own words for a limit, by the code of its reason. */
      byCode: {} as Record<string, string>,
      latestEnd: (day: string): string => `At the latest ${day}.`,
      wouldPass: (roles: readonly string[]): string => `You could give ${either.format(roles)}.`,
      whoCan: (names: readonly string[], others: number): string => {
        const rest = plural("en", others, { one: "1 other", other: `${number(others)} others` });
        return `Who can: ${[...names, ...(others > 0 ? [rest] : [])].join(", ")}.`;
      },
    },
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
      change: { added: "+ new", removed: "− taken", moved: "end moved" },
      endOf: (role: string): string => `End of ${role}`,
      endsDiffer: "Ends differ",
    },
    entry: {
      label: "E-mail addresses",
      placeholder: "name@company.example",
      hint: "One or many: type them, or paste a list. Enter adds.",
      add: "Add",
      blank: "Type an address first",
      noAddress: (text: string): string => `“${text}” is no e-mail address`,
    },
    grants: {
      noRole: "Choose a role",
      rolesFor: (subject: string): string => `Roles for ${subject}`,
      endFor: (subject: string): string => `End for ${subject}`,
      done: "Done",
    },
    pager: {
      range: (first: number, last: number, total: number): string =>
        `${number(first)}–${number(last)} of ${number(total)}`,
      previous: "Previous",
      next: "Next",
      onlyRefused: (count: number): string => `Only the ${number(count)} that can’t`,
    },
    invite: {
      title: "Invite people",
      count: (count: number, most: number): string => `${number(count)} of up to ${number(most)}`,
      columns: { email: "E-mail", roles: "Roles", until: "Until", verdict: "What will happen" },
      theyGet: "They get",
      newRows: "new addresses",
      applyToAll: (count: number): string => `Give this to all ${number(count)}`,
      noAddress: "this row",
      removeRow: (email: string): string => `Take ${email} out`,
      faults: {
        blank: "Type an address",
        address: "This is no e-mail address",
        roles: "Choose a role",
        end: "Choose an end date",
        twice: (row: number): string => `Already in this list, row ${number(row)}`,
      },
      checking: "Checking…",
      willInvite: "Invitation is sent",
      willGrant: (roles: readonly string[]): string => `Already here: gets ${format.list(roles)}`,
      sum: (invited: number, granted: number, refused: number): string =>
        [
          ...(invited > 0 ? [`${number(invited)} will be invited`] : []),
          ...(granted > 0
            ? [
                plural("en", granted, {
                  one: "1 is already here",
                  other: `${number(granted)} are already here`,
                }),
              ]
            : []),
          ...(refused > 0 ? [`${number(refused)} can’t`] : []),
        ].join(", "),
      send: (count: number): string => (count === 0 ? "Send" : `Send ${number(count)}`),
      sending: "Sending…",
      progress: (done: number, total: number): string => `${number(done)} of ${number(total)} sent`,
      sent: (invited: number, granted: number): string =>
        [
          ...(invited > 0
            ? [
                plural("en", invited, {
                  one: "1 invitation made.",
                  other: `${number(invited)} invitations made.`,
                }),
              ]
            : []),
          ...(granted > 0 ? [`${people(granted)} already here got the roles.`] : []),
        ].join(" "),
      left: (count: number): string =>
        plural("en", count, { one: "1 is left below.", other: `${number(count)} are left below.` }),
      unsent: (names: string, count: number): string =>
        count <= 3
          ? `No mail could be sent to ${names}. The invitation stands: copy its link under “Invitations”.`
          : `No mail could be sent to ${names} and ${number(count - 3)} others. The invitations stand: copy their links under “Invitations”.`,
      tooMany: (most: number): string => `Up to ${number(most)} at once: the rest of the list was left out.`,
    },
    roles: { title: "Change roles" },
    person: { title: "Person" },
    act: { title: "Change people" },
    invitations: { title: "Invitations" },
  };
}
