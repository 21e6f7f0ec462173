import { shownRoles } from "../people/shown-roles.js";
import type { ElementKind } from "../sessions/open-session.js";
import { reasonsOf, toReason } from "../settle.js";
import type { Session } from "../wire.js";
import { exportLog } from "./export-log.js";
import { findPeople } from "./find-people.js";
import { auditPage, readActivity, readLog } from "./read-log.js";
import { verifyLog } from "./verify-log.js";

/** What the audit log serves to its element. */
export const auditLogEndpoints = [readLog, readActivity, findPeople, exportLog, verifyLog];

export const auditLog: ElementKind = {
  verbs: ["audit.read", "audit.export"],
  roles: shownRoles,
  withHelp: (_, roles) => Promise.resolve([...roles]),
  refused(context): Session["refused"] {
    const reason = reasonsOf(context.judge({ act: "audit.export" }))[0];
    return reason ? { "audit.export": toReason(reason) } : {};
  },
  firstPage: (context) => auditPage(context, {}),
};
