import type { ElementKind } from "../sessions/open-session.js";
import { refusedVerbs, rolesOf, userManagementVerbs, withHelp } from "./abilities.js";
import { reactivatePeople, removePeople, suspendPeople } from "./change-places.js";
import { changeRoles } from "./change-roles.js";
import { editAttributes, editProfile } from "./edit-person.js";
import { inviteUsers } from "./invite-users.js";
import { leaveTenant } from "./leave-tenant.js";
import { listInvitations } from "./list-invitations.js";
import { countPeopleEndpoint, listPeople, peoplePage } from "./list-people.js";
import { cancelInvitation, copyLink, resendInvitation } from "./renew-invitation.js";
import { showPerson } from "./show-person.js";

/** What user management serves to its element. */
export const userManagementEndpoints = [
  listPeople,
  countPeopleEndpoint,
  showPerson,
  changeRoles,
  suspendPeople,
  reactivatePeople,
  removePeople,
  editProfile,
  editAttributes,
  leaveTenant,
  listInvitations,
  inviteUsers,
  resendInvitation,
  copyLink,
  cancelInvitation,
];

export const userManagement: ElementKind = {
  verbs: userManagementVerbs,
  roles: rolesOf,
  withHelp,
  refused: refusedVerbs,
  firstPage: (context, refused) => peoplePage(context, {}, refused),
};

export { acceptInvitation, previewInvitation } from "./accept-invitation.js";
