import type { Definition } from "permit-elements/server";

/** What there is in Acme Docs, and what can be done with it. */
export const resources: NonNullable<Definition["resources"]> = {
  document: {
    name: "Document",
    actions: {
      read: "Read every document",
      comment: "Comment on documents",
      write: "Write and change documents",
      share: "Share documents outside the workspace",
      export: "Export documents",
      delete: "Delete documents for good",
    },
    relations: { parent: "folder" },
    roles: {
      viewer: { name: "Document viewer", description: "Reads this document", permissions: ["read"] },
      editor: {
        name: "Document editor",
        description: "Reads and changes this document",
        permissions: ["read", "comment", "write"],
      },
      owner: {
        name: "Document owner",
        description: "Reads and changes this document, and shares it",
        permissions: ["read", "comment", "write"],
      },
    },
    derivations: [
      { role: "viewer", from: { resource: "folder", role: "viewer" }, relation: "parent" },
      { role: "editor", from: { resource: "folder", role: "editor" }, relation: "parent" },
    ],
  },
  folder: {
    name: "Folder",
    actions: {
      read: "See every folder",
      write: "Make and rename folders",
      share: "Share folders outside the workspace",
    },
    roles: {
      viewer: { name: "Folder viewer", description: "Reads what lies in this folder", permissions: ["read"] },
      editor: {
        name: "Folder editor",
        description: "Changes what lies in this folder",
        permissions: ["read", "write"],
      },
    },
  },
  invoice: {
    name: "Invoice",
    actions: { read: "See invoices", pay: "Pay invoices", export: "Export invoices" },
  },
  workspace: {
    name: "Workspace",
    actions: {
      configure: "Change the settings of the workspace",
      "read-log": "Read the support log",
      close: "Close the workspace",
    },
  },
};
