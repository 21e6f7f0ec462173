import type { ElementKind } from "../sessions/open-session.js";
import { shownRoles } from "../people/shown-roles.js";
import { markMeant, withdrawMark } from "./mark-meant.js";
import { createDelegation, editDelegation, removeDelegation } from "./save-delegation.js";
import { findDelegationPeople, showClosure } from "./show-closure.js";
import { showDelegations, viewForDelegate, viewForOperator } from "./show-delegations.js";

/** What delegations serve to their element: to delegates their own, to operators all, and only to them to edit. */
export const delegationsEndpoints = [
  showDelegations,
  showClosure,
  findDelegationPeople,
  createDelegation,
  markMeant,
  withdrawMark,
  editDelegation,
  removeDelegation,
];

export const delegations: ElementKind = {
  verbs: [],
  roles: shownRoles,
  withHelp: (_, roles) => Promise.resolve([...roles]),
  refused: () => ({}),
  firstPage: viewForDelegate,
  operatorsPage: viewForOperator,
};
