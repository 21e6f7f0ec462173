import type { Context } from "../request-context.js";
import type { ElementKind } from "../sessions/open-session.js";
import { reasonsOf, toReason } from "../settle.js";
import type { Role, Session } from "../wire.js";
import { exportLog } from "./export-log.js";
import { findPeople } from "./find-people.js";
import { auditPage, readActivity, readLog } from "./read-log.js";
import { verifyLog } from "./verify-log.js";

/** What the audit log serves to its element. */
export const auditLogEndpoints = [readLog, readActivity, findPeople, exportLog, verifyLog];

export const auditLog: ElementKind = {
  verbs: ["audit.read", "audit.export"],
  roles: rolesOf,
  withHelp: (_, roles) => Promise.resolve([...roles]),
  refused(context): Session["refused"] {
    const reason = reasonsOf(context.judge({ act: "audit.export" }))[0];
    return reason ? { "audit.export": toReason(reason) } : {};
  },
  firstPage: (context) => auditPage(context, {}),
};

/** The roles whose names the log may show; nothing is given here. */
function rolesOf({ rules, visible }: Context): Role[] {
  return [...rules.roles.values()]
    .filter(({ id }) => visible.has(id))
    .map(({ id, key, name, description, resource }) => ({
      id,
      key,
      name,
      description,
      resource,
      administrative: false,
      permissions: [],
      cannot_give: null,
      must_end: false,
      latest_end: null,
    }));
}
