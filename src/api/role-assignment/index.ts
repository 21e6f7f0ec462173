import type { Verb } from "../delegation/types.js";
import { refusedVerbs, rolesToGive, withHelp } from "../people/abilities.js";
import { personDetail } from "../people/show-person.js";
import type { ElementKind } from "../sessions/open-session.js";
import { findCandidates } from "./find-candidates.js";
import { instanceAccess, showAccess } from "./instance-access.js";
import { listInstances } from "./list-instances.js";

/** What role assignment serves to its element. */
export const roleAssignmentEndpoints = [listInstances, showAccess, findCandidates];

const verbs: readonly Verb[] = ["user.view", "user.invite", "role.grant", "role.revoke", "role.extend"];

export const roleAssignment: ElementKind = {
  verbs,
  roles: (context) => rolesToGive(context),
  withHelp,
  refused: (context, roles) => refusedVerbs(context, roles),
  firstPage: (context, _, { user, instance }) =>
    instance !== null
      ? instanceAccess(context, instance, {})
      : user !== null
        ? personDetail(context, user)
        : Promise.resolve(null),
};
