import type { Format } from "../ui/format.js";

/** The words of the dialogs, the person panel and the list of invitations; part of the catalogue in messages.ts. */
export function dialogMessages(_format: Format) {
  return {
    invite: { title: "Invite people" },
    roles: { title: "Change roles" },
    person: { title: "Person" },
    act: { title: "Change people" },
    invitations: { title: "Invitations" },
  };
}
