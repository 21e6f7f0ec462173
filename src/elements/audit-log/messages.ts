import { connectionMessages } from "../connection/messages.js";
import { plural, type Format } from "../ui/format.js";

/** What an action is called: `done` and `tried` are sentences about `{target}` and `{role}`. */
interface ActionWords {
  label: string;
  done: string;
  tried: string;
}

const actions: Readonly<Record<string, ActionWords>> = {
  "role.grant": {
    label: "Role given",
    done: "Gave {role} to {target}",
    tried: "Tried to give {role} to {target}",
  },
  "role.revoke": {
    label: "Role taken",
    done: "Took {role} from {target}",
    tried: "Tried to take {role} from {target}",
  },
  "role.extend": {
    label: "Role extended",
    done: "Extended {role} of {target}",
    tried: "Tried to extend {role} of {target}",
  },
  "assignment.expire": {
    label: "Role ran out",
    done: "{role} of {target} ran out",
    tried: "{role} of {target} did not run out",
  },
  "tenant.ownerless": {
    label: "Too few holders",
    done: "{role} now has fewer holders than this tenant must have",
    tried: "{role} keeps the holders that this tenant must have",
  },
  "resource_instance.create": { label: "Item added", done: "Added {target}", tried: "Tried to add {target}" },
  "resource_instance.update": {
    label: "Item changed",
    done: "Changed {target}",
    tried: "Tried to change {target}",
  },
  "resource_instance.delete": {
    label: "Item deleted",
    done: "Deleted {target}",
    tried: "Tried to delete {target}",
  },
  "relationship_tuple.create": {
    label: "Items related",
    done: "Related {target}",
    tried: "Tried to relate {target}",
  },
  "relationship_tuple.delete": {
    label: "Relation ended",
    done: "No longer related: {target}",
    tried: "Tried to unrelate {target}",
  },
  "user.change-roles": {
    label: "Roles changed",
    done: "Changed roles of {target}",
    tried: "Tried to change roles of {target}",
  },
  "user.invite": { label: "Invited", done: "Invited {target}", tried: "Tried to invite {target}" },
  "invitation.resend": {
    label: "Invitation sent again",
    done: "Sent the invitation of {target} again",
    tried: "Tried to send the invitation of {target} again",
  },
  "invitation.copy-link": {
    label: "Invitation link copied",
    done: "Made a fresh link for {target}",
    tried: "Tried to make a fresh link for {target}",
  },
  "invitation.cancel": {
    label: "Invitation cancelled",
    done: "Cancelled the invitation of {target}",
    tried: "Tried to cancel the invitation of {target}",
  },
  "invitation.accept": {
    label: "Invitation accepted",
    done: "The invitation of {target} was accepted",
    tried: "Tried to accept the invitation of {target}",
  },
  "invitation.expire": {
    label: "Invitation ran out",
    done: "The invitation of {target} ran out",
    tried: "The invitation of {target} did not run out",
  },
  "request.ask": {
    label: "Asked others",
    done: "Asked others about {target}",
    tried: "Tried to ask others about {target}",
  },
  "request.agree": {
    label: "Request agreed to",
    done: "Agreed to a request about {target}",
    tried: "Tried to agree to a request about {target}",
  },
  "request.decline": {
    label: "Request declined",
    done: "Declined a request about {target}",
    tried: "Tried to decline a request about {target}",
  },
  "request.review": {
    label: "Request answered",
    done: "Answered a request about {target}",
    tried: "Tried to answer a request about {target}",
  },
  "request.grant": {
    label: "Request granted",
    done: "The request about {target} was granted",
    tried: "Tried to grant the request about {target}",
  },
  "request.refuse": {
    label: "Request refused",
    done: "The request about {target} was refused",
    tried: "Tried to refuse the request about {target}",
  },
  "request.withdraw": {
    label: "Request withdrawn",
    done: "Withdrew a request about {target}",
    tried: "Tried to withdraw a request about {target}",
  },
  "request.expire": {
    label: "Request ran out",
    done: "The request about {target} ran out",
    tried: "The request about {target} did not run out",
  },
  "delegation.create": {
    label: "Limits set",
    done: "Set limits for {role}",
    tried: "Tried to set limits for a role",
  },
  "delegation.edit": {
    label: "Limits changed",
    done: "Changed the limits of {role}",
    tried: "Tried to change the limits of a role",
  },
  "delegation.remove": {
    label: "Limits removed",
    done: "Removed the limits of {role}",
    tried: "Tried to remove the limits of a role",
  },
  "delegation.mark-meant": {
    label: "Leak marked as meant",
    done: "Said that a leak is meant",
    tried: "Tried to say that a leak is meant",
  },
  "delegation.withdraw-mark": {
    label: "Leak no longer meant",
    done: "Said that a leak is no longer meant",
    tried: "Tried to say that a leak is no longer meant",
  },
  "user.join": { label: "Joined", done: "{target} joined", tried: "{target} tried to join" },
  "user.suspend": { label: "Suspended", done: "Suspended {target}", tried: "Tried to suspend {target}" },
  "user.reactivate": {
    label: "Reactivated",
    done: "Reactivated {target}",
    tried: "Tried to reactivate {target}",
  },
  "user.remove": { label: "Removed", done: "Removed {target}", tried: "Tried to remove {target}" },
  "tenant.leave": { label: "Left", done: "{target} left", tried: "{target} tried to leave" },
  "user.edit-profile": {
    label: "Profile edited",
    done: "Edited the profile of {target}",
    tried: "Tried to edit the profile of {target}",
  },
  "user.edit-attributes": {
    label: "Attributes edited",
    done: "Edited attributes of {target}",
    tried: "Tried to edit attributes of {target}",
  },
  "user.import": { label: "People imported", done: "Imported people", tried: "Tried to import people" },
  "user.sync": {
    label: "Profile taken from the app",
    done: "Took the profile of {target} from the app",
    tried: "Tried to take the profile of {target} from the app",
  },
};

/** The words of the audit log. Functions write their own plurals. */
export function auditMessages(format: Format) {
  const entries = (count: number): string =>
    plural("en", count, { one: "1 entry", other: `${format.number(count)} entries` });
  return {
    list: {
      title: "Activity",
      entries,
      live: "Live",
      paused: "Paused",
      pause: "Pause",
      resume: "Resume",
      newEntries: (count: number): string =>
        plural("en", count, { one: "1 new entry", other: `${format.number(count)} new entries` }),
      lost: "Connection lost. What you see may be out of date; it reconnects by itself.",
      columns: { when: "When", who: "Who", what: "What", result: "Result" },
      exactTimes: "Exact times",
      outcome: { done: "done", refused: "refused" },
      mixedScript: "Letters of several alphabets: this may imitate another name or address",
      details: "Details",
      onlyBy: (name: string): string => `Only what ${name} did`,
      onlyAbout: (name: string): string => `Only what was done to ${name}`,
      nothingYet: "Nothing has happened yet",
      nothingYetHint: "Every change to people and roles, and every refusal, will stand here.",
      noMatches: "Nothing matches",
      noMatchesHint: "No entry fits these filters.",
      failed: "The log could not be loaded",
      retry: "Try again",
    },
    filter: {
      search: {
        label: "Find who, what or whom to filter by",
        hint: "Who, what or whom",
        action: (label: string): string => `Action: ${label}`,
        searching: "Searching…",
        found: (count: number): string =>
          plural("en", count, { one: "1 suggestion", other: `${format.number(count)} suggestions` }),
        nobody: "Nobody here and no action is called that.",
      },
      action: "Action",
      byAction: "Filter by action",
      result: "Result",
      byResult: "Filter by result",
      anyResult: "Any result",
      done: "Done",
      refused: "Refused",
      byTime: "Filter by time",
      anyTime: "Any time",
      last: { hour: "Last hour", day: "Last 24 hours", week: "Last 7 days", month: "Last 30 days" },
      chosenTime: "Chosen time",
      from: "From",
      to: "To",
      since: (at: string): string => `Since ${at}`,
      until: (at: string): string => `Until ${at}`,
      between: (from: string, to: string): string => `${from} – ${to}`,
      by: (name: string): string => `By ${name}`,
      about: (name: string): string => `About ${name}`,
      somebody: "one person",
      remove: (name: string): string => `Remove filter ${name}`,
      clear: "Clear",
      clearAll: "Clear filters",
    },
    chart: {
      label: (total: number, refused: number, from: string, to: string): string =>
        `Activity: ${entries(total)} from ${from} to ${to}, ${format.number(refused)} refused`,
      part: (time: string, done: number, refused: number): string =>
        `${time}: ${format.number(done)} done, ${format.number(refused)} refused`,
      hint: "Arrow keys walk the parts of the time, Enter shows one alone.",
      done: "Done",
      refused: "Refused",
    },
    export: {
      open: "Export…",
      title: "Export these entries",
      csv: "As CSV",
      json: "As JSON",
      progress: (done: number, total: number): string =>
        `${format.number(done)} of ${entries(total)} written`,
      stop: "Stop",
      stopped: "The export was stopped. Nothing was saved.",
      done: (count: number): string => `${entries(count)} exported`,
      failed: (why: string): string => `The export broke off, and nothing was saved. ${why}`,
    },
    verify: {
      verify: "Verify",
      checking: "Checking every entry…",
      chain: { changes: "changes", refusals: "refusals" },
      intact: (checked: number, entries: number, at: string): string =>
        `Verified ${at}: nothing altered, ${format.number(checked)} of ${format.number(entries)} entries checked.`,
      signed: (at: string): string => `Signed last ${at}.`,
      broken: "The log has been altered.",
      chainIntact: (name: string, checked: number, entries: number): string =>
        `${name}: ${format.number(checked)} of ${format.number(entries)} checked, unaltered.`,
      chainBroken: (name: string, checked: number, entries: number, at: number): string =>
        `${name}: ${format.number(checked)} of ${format.number(entries)} are there, and from entry ${format.number(at)} on it does not hold.`,
      failed: (why: string): string => `The log could not be checked. ${why}`,
    },
    entry: {
      close: "Close",
      time: "Time",
      who: "Who",
      whom: "Whom",
      role: "Role",
      instance: "On",
      before: "Before",
      after: "After",
      allowedBy: "Allowed by",
      refusedBecause: "Refused because",
      justification: "Reason given",
      request: "Request",
      number: "Entry",
      none: "–",
      noEnd: "no end",
      ends: "Ends",
      roles: "Roles",
      expires: "Expires",
      until: (day: string): string => `until ${day}`,
      begun: (label: string, after: string): string => `${label}: ${after}`,
      changed: (label: string, before: string, after: string): string => `${label}: ${before} → ${after}`,
      erased: "somebody whose name was erased",
      kinds: { delegate: "somebody", user: "somebody", operator: "Operator", system: "System" },
      aRole: "roles",
    },
    actions,
    ...connectionMessages(),
  };
}

export type AuditMessages = ReturnType<typeof auditMessages> & { readonly format: Format };
