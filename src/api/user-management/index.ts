import type { HostEndpoint } from "../endpoint.js";
import type { ElementKind } from "../sessions/open-session.js";
import { acceptInvitation, previewInvitation } from "./accept-invitation.js";
import {
  AcceptAnswer,
  AcceptInvitationInput,
  InvitationPreview,
  PreviewInvitationInput,
} from "./contract.js";
import { refusedVerbs, rolesOf, userManagementVerbs, withHelp } from "../people/abilities.js";
import { reactivatePeople, removePeople, suspendPeople } from "./change-places.js";
import { changeRoles } from "../people/change-roles.js";
import { editAttributes, editProfile } from "./edit-person.js";
import { inviteUsers } from "./invite-users.js";
import { leaveTenant } from "./leave-tenant.js";
import { listInvitations } from "./list-invitations.js";
import { countPeopleEndpoint, listPeople, peoplePage } from "../people/list-people.js";
import { cancelInvitation, copyLink, resendInvitation } from "./renew-invitation.js";
import { showPerson } from "../people/show-person.js";

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

/** Reading and accepting an invitation, before one has a place. */
export const invitationEndpoints: readonly HostEndpoint[] = [
  {
    route: "POST /invitations/preview",
    summary: "Read an invitation by the token of its link",
    input: PreviewInvitationInput,
    answer: InvitationPreview,
    action: null,
    handle: previewInvitation,
  },
  {
    route: "POST /invitations/accept",
    summary: "Accept an invitation by the token of its link",
    input: AcceptInvitationInput,
    answer: AcceptAnswer,
    action: "invitation.accept",
    handle: acceptInvitation,
  },
];
