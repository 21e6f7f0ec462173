import type { Definition } from "permit-elements/server";
import { attributes } from "./attributes.js";
import { resources } from "./resources.js";

/** What Acme Docs tells the product about itself: what there is to allow, which roles give it, and who may give those. */
export const definition: Definition = {
  resources,
  attributes,
  roles: {
    owner: {
      name: "Owner",
      description: "Answers for the whole workspace",
      permissions: [
        "document:share",
        "document:delete",
        "folder:share",
        "workspace:configure",
        "workspace:close",
      ],
      extends: ["editor", "billing"],
    },
    manager: {
      name: "Manager",
      description: "Looks after the people of the workspace",
      permissions: ["document:share", "folder:share", "workspace:configure"],
      extends: ["editor"],
    },
    "team-lead": {
      name: "Team lead",
      description: "Brings in viewers and editors for a while",
      permissions: ["document:share"],
      extends: ["editor"],
    },
    billing: {
      name: "Billing",
      description: "Sees and pays the invoices",
      permissions: ["invoice:read", "invoice:pay", "invoice:export"],
    },
    editor: {
      name: "Editor",
      description: "Writes and comments on documents",
      permissions: ["document:write", "document:comment", "document:export", "folder:write"],
      extends: ["viewer"],
    },
    viewer: {
      name: "Viewer",
      description: "Reads documents",
      permissions: ["document:read", "folder:read"],
    },
    "support-access": {
      name: "Support access",
      description: "Acme Docs support may look in",
      permissions: ["document:read", "workspace:read-log"],
    },
  },
  elements: {
    team: {
      type: "user-management",
      name: "Team",
      columns: ["department"],
      roles_to_levels: {
        LEVEL_1: ["owner"],
        LEVEL_2: ["manager"],
        LEVEL_3: ["team-lead", "viewer"],
        LEVEL_4: [
          "editor",
          "billing",
          "document:viewer",
          "document:editor",
          "folder:viewer",
          "folder:editor",
        ],
        HIDDEN: ["support-access"],
      },
    },
    activity: {
      type: "audit-log",
      name: "Activity",
      roles_to_levels: {
        LEVEL_1: ["owner"],
        LEVEL_2: ["manager"],
        LEVEL_4: [
          "team-lead",
          "viewer",
          "editor",
          "billing",
          "document:viewer",
          "document:editor",
          "folder:viewer",
          "folder:editor",
        ],
        HIDDEN: ["support-access"],
      },
    },
  },
  delegations: [
    {
      role: "team-lead",
      element_type: "user-management",
      verbs: [
        "user.view",
        "user.invite",
        "invitation.resend",
        "invitation.cancel",
        "role.grant",
        "role.extend",
        "role.revoke",
      ],
      roles: { keys: ["viewer", "editor"] },
      mode: "hold",
      // Viewers may see the list of people, which is a right over others too, if the smallest.
      passing_on: true,
      time: { must_end: true, longest_days: 90 },
      domains: { allow: ["acme.example", "globex.example", "umbrella.example"], ask: ["partner.example"] },
      counts: { open_invitations: 10, bulk: 25, holders: { editor: 20 } },
      justification: true,
    },
    {
      role: "manager",
      tenant: "globex",
      element_type: "user-management",
      verbs: [
        "user.view",
        "user.invite",
        "invitation.resend",
        "invitation.cancel",
        "role.grant",
        "role.extend",
        "role.revoke",
        "user.suspend",
        "user.reactivate",
        "user.edit-profile",
        "user.edit-attributes",
        "audit.read",
      ],
      roles: { keys: ["viewer", "editor"] },
      mode: "bind",
      passing_on: true,
      time: { must_end: true, longest_days: 90 },
      domains: { allow: ["globex.example"], ask: ["partner.example"] },
      counts: { bulk: 50, holders: { editor: 20 } },
      justification: true,
      attributes: ["department", "location"],
    },
  ],
};
