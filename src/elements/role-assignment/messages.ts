import { changeMessages } from "../people/change-messages.js";
import { peopleMessages } from "../people/messages.js";
import { plural, type Format } from "../ui/format.js";

/** Every word of role assignment. Functions write their own plurals. */
export function assignmentMessages(format: Format) {
  const shown = peopleMessages(format);
  const { people } = shown.common;
  return {
    ...shown,
    ...changeMessages(format),
    session: {
      ...shown.session,
      noTenant: "There is nothing here to show",
      refusedHint: "You may not see who has access here.",
      failed: "This could not be opened",
    },
    setup: {
      title: "This element is not set up yet",
      neither:
        'Say what it is about: user="…", the id or key of a person, or resource-instance="type:key", one thing to share.',
      both: 'It has both user="…" and resource-instance="…". Leave one of them out.',
      instance: (given: string): string =>
        `resource-instance="${given}" names nothing: write type and key, as in resource-instance="document:42".`,
    },
    list: {
      live: "Live",
      lost: "Connection lost. What you see may be out of date; it reconnects by itself.",
      readonly: "This page only shows who has access.",
      failed: "This could not be loaded",
      more: "Show more",
      shown: (count: number, total: number): string => `${format.number(count)} of ${format.number(total)}`,
    },
    ways: {
      derivation: (via: string): string => `through ${via}`,
      extends: (via: string): string => `part of ${via}`,
      group: (via: string): string => `through the group ${via}`,
    },
    share: {
      title: (name: string): string => `Share “${name}”`,
      titleReadonly: (name: string): string => `Who has access to “${name}”`,
      opening: "Share",
      done: "Done",
      people,
      peopleWithAccess: "People with access",
      add: "Add people by name or e-mail",
      addByAddress: "Add people by their whole e-mail address",
      byAddressOnly: "You may not see the people here: only a whole e-mail address finds somebody.",
      searching: "Searching…",
      found: (count: number): string =>
        plural("en", count, { one: "1 suggestion", other: `${format.number(count)} suggestions` }),
      nobody: "Nobody fits",
      nobodyHint: "Type a whole e-mail address to invite somebody new.",
      has: (roles: readonly string[]): string => `has ${format.list(roles)}`,
      invite: (email: string, role: string): string =>
        role ? `Invite ${email} with ${role}` : `Invite ${email}`,
      inviteHint: "They get it once they accept",
      inviting: (email: string): string => `Invite ${email}`,
      sendInvitation: "Send invitation",
      adding: (name: string): string => `Share with ${name}`,
      give: "Share",
      rolesOf: (name: string): string => `Roles of ${name}`,
      change: (name: string, roles: string): string => `Change what ${name} has: ${roles}`,
      noRole: "No role here",
      remove: "Remove access",
      remains: (name: string, ways: readonly string[]): string =>
        `${name} keeps access: ${format.list(ways)}.`,
      way: (role: string, via: string): string => `${role} ${via}`,
      nobodyYet: "Nobody has a role on this yet",
      nobodyYetHint: "Add the first people above.",
      throughTenant: (tenant: string): string => `Also through a role in ${tenant}`,
      holders: (names: readonly string[], total: number): string =>
        names.length === 0
          ? people(total)
          : format.list([
              ...names,
              ...(total > names.length
                ? [
                    plural("en", total - names.length, {
                      one: "1 other",
                      other: `${format.number(total - names.length)} others`,
                    }),
                  ]
                : []),
            ]),
      canGive: (roles: readonly string[]): string => `You can give ${format.list(roles)} here.`,
      whyNot: (role: string): string => `Why not ${role}?`,
      invited: (email: string): string => `${email} is invited`,
      granted: (email: string): string => `${email} was here already and has the role now`,
      notSent: (email: string): string => `${email} is invited, but the mail could not be sent`,
    },
    person: {
      title: (name: string): string => `Roles of ${name}`,
      opening: "Roles",
      inTenant: (tenant: string): string => `In ${tenant}`,
      onInstances: "On single items",
      none: "No roles on single items",
      on: (instance: string): string => `on ${instance}`,
      add: "Add a role on an item",
      addHint: "Search by name",
      change: (instance: string, roles: string): string => `Change roles on ${instance}: ${roles}`,
      nothingFound: "Nothing fits",
      also: "Also held",
      masked: (count: number): string =>
        plural("en", count, {
          one: "1 role that you can’t see",
          other: `${format.number(count)} roles that you can’t see`,
        }),
    },
  };
}

export type AssignmentMessages = ReturnType<typeof assignmentMessages> & { readonly format: Format };
