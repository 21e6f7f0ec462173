import { shownRoles } from "../people/shown-roles.js";
import type { ElementKind } from "../sessions/open-session.js";
import { listRequestableRoles, requestableRoles } from "./list-requestable-roles.js";

export const accessRequestEndpoints = [listRequestableRoles];

/** Where anybody asks for a role: it needs no right, so its sessions carry none. */
export const accessRequest: ElementKind = {
  verbs: [],
  roles: shownRoles,
  withHelp: (_, roles) => Promise.resolve([...roles]),
  refused: () => ({}),
  firstPage: (context) => requestableRoles(context, null),
};
