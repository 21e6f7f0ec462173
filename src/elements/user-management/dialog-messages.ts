import { changeMessages } from "../people/change-messages.js";
import { plural, type Format } from "../ui/format.js";

/** The words of the dialogs, the person panel and the list of invitations: loaded with them. */
export function dialogMessages(format: Format) {
  const number = (count: number): string => format.number(count);
  const people = (count: number): string =>
    plural("en", count, { one: "1 person", other: `${number(count)} people` });
  return {
    ...changeMessages(format),
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
    person: {
      title: "Person",
      roles: "Roles",
      changeRoles: "Change roles…",
      noRoles: "No roles here",
      on: (instance: string): string => `on ${instance}`,
      how: {
        extends: (via: string): string => (via ? `part of ${via}` : "part of another role"),
        derivation: (via: string): string => (via ? `from ${via}` : "from a related place"),
        group: (via: string): string => (via ? `through the group ${via}` : "through a group"),
      },
      profile: "Profile",
      nameHint: "For this team only. Left empty, their own name is shown.",
      fields: { name: "Name", title: "Title", phone: "Phone" },
      attributes: "Attributes",
      reset: "Undo",
      saving: "Saving…",
      saved: "Saved.",
      meanwhile: (name: string): string =>
        `Somebody has changed ${name} meanwhile. This is how it is now; what you typed is still here.`,
      meanwhileField: (text: string): string =>
        text ? `Somebody has changed this to “${text}” meanwhile` : "Somebody has cleared this meanwhile",
      faults: {
        number: "This is no number",
        json: "This is no valid JSON",
        list: "This must be a list: [ … ]",
        object: "This must be an object: { … }",
        objects: "This must be a list of objects: [ { … } ]",
      },
      history: "History",
      noHistory: "Nothing yet",
    },
    act: {
      rolesLost: "Roles that end",
      lose: (whom: string, count: number): string => `What ${whom} ${count === 1 ? "loses" : "lose"}`,
      gain: (whom: string, count: number): string => `What ${whom} ${count === 1 ? "gets" : "get"} back`,
      maskedLost: (count: number): string =>
        plural("en", count, {
          one: "and 1 role that you can’t see",
          other: `and ${number(count)} roles that you can’t see`,
        }),
      changedMeanwhile: (names: readonly string[]): string =>
        `Somebody has changed ${names.length > 3 ? people(names.length) : format.list(names)} meanwhile. Below is how it is now.`,
      type: (text: string): string => `Type ${text} to confirm`,
      busy: "Working…",
      suspend: {
        title: (whom: string, _tenant: string): string => `Suspend ${whom}`,
        consequence: (count: number, _tenant: string): string =>
          plural("en", count, {
            one: "They can’t get in until they are reactivated. Their roles stay, and count for nothing meanwhile.",
            other:
              "None of them can get in until reactivated. Their roles stay, and count for nothing meanwhile.",
          }),
        button: (count: number | null): string => (count === null ? "Suspend" : `Suspend ${number(count)}`),
        done: (count: number): string => `${people(count)} suspended.`,
      },
      reactivate: {
        title: (whom: string, _tenant: string): string => `Reactivate ${whom}`,
        consequence: (_count: number, _tenant: string): string => "The roles they held count again, at once.",
        button: (count: number | null): string =>
          count === null ? "Reactivate" : `Reactivate ${number(count)}`,
        done: (count: number): string => `${people(count)} reactivated.`,
      },
      remove: {
        title: (whom: string, tenant: string): string => `Remove ${whom} from ${tenant}`,
        consequence: (count: number, tenant: string): string =>
          plural("en", count, {
            one: `They lose their place in ${tenant} with everything below. Their account elsewhere stays.`,
            other: `They lose their places in ${tenant} with everything below. Their accounts elsewhere stay.`,
          }),
        button: (count: number | null): string => (count === null ? "Remove" : `Remove ${number(count)}`),
        done: (count: number): string => `${people(count)} removed.`,
      },
      leave: {
        title: (_whom: string, tenant: string): string => `Leave ${tenant}`,
        consequence: (_count: number, tenant: string): string =>
          `You lose your place in ${tenant} with all your roles there. To come back, somebody has to invite you.`,
        button: (_count: number | null): string => "Leave",
        done: (_count: number): string => "",
      },
    },
    invitations: {
      title: "Invitations",
      hint: "Sending again or copying a link makes a fresh link; the one before stops working.",
      invitedBy: (name: string): string => `Invited by ${name}`,
      status: { open: "Open", expired: "Expired", dead: "No longer valid" },
      expires: (when: string): string => `expires ${when}`,
      expired: (when: string): string => `expired ${when}`,
      whyDead: (reason: string): string => `It would be refused today: ${reason}`,
      acts: {
        resend: "Resend",
        "copy-link": "Copy link",
        cancel: "Cancel",
        "issue-again": "Issue again…",
      },
      actOn: (act: string, email: string): string => `${act}: ${email}`,
      resent: (until: string): string =>
        `Sent again, with a fresh link that expires ${until}. The link before no longer works.`,
      notSent: "The mail could not be sent. The link before no longer works: copy a fresh one instead.",
      copied: (until: string): string =>
        `A fresh link is copied; it expires ${until}. The link before no longer works.`,
      copyByHand: (until: string): string =>
        `A fresh link, to copy by hand; it expires ${until}. The link before no longer works.`,
      linkGone: "This link was shown already. Copy a fresh one.",
      link: "Link to the invitation",
      ask: {
        resend: {
          title: "Resend invitation",
          consequence: (email: string): string =>
            `A fresh link is sent to ${email}. The link before stops working.`,
          back: "Cancel",
          button: "Resend",
        },
        "copy-link": {
          title: "Copy link",
          consequence: (email: string): string =>
            `A fresh link is made for ${email} and copied. The link before stops working.`,
          back: "Cancel",
          button: "Copy link",
        },
        cancel: {
          title: "Cancel invitation",
          consequence: (email: string): string =>
            `The link sent to ${email} stops working at once, and the place that was kept is free again.`,
          back: "Keep it",
          button: "Cancel invitation",
        },
        "issue-again": {
          title: "Issue invitation again",
          consequence: (email: string): string =>
            `The invitation for ${email} that is no longer valid is cancelled. Then you can send a new one.`,
          back: "Keep it",
          button: "Cancel it and go on",
        },
      },
      empty: "No pending invitations",
      emptyHint: "Whoever is invited stands here until they accept.",
      failed: "The invitations could not be loaded",
      shown: (count: number, total: number): string => `${number(count)} of ${number(total)}`,
      more: "Show more",
    },
  };
}
