import type { Leak } from "../../api/delegations/contract.js";

/** Somebody wants to read all of a row, perhaps beginning with one role that may or may not be given. */
export class OpenRoleRequest extends Event {
  constructor(
    readonly role: string,
    readonly given: string | null = null,
  ) {
    super("permit-open-role-request", { bubbles: true });
  }
}

/** Somebody wants to write the limits of a role: one delegation by its id, or a new one. */
export class EditRequest extends Event {
  constructor(
    readonly role: string | null,
    readonly delegation: string | null,
    /** The leak to close. */
    readonly leak: Leak | null = null,
  ) {
    super("permit-edit-request", { bubbles: true });
  }
}

/** Somebody wants to remove a delegation. */
export class RemoveRequest extends Event {
  constructor(readonly delegation: string) {
    super("permit-remove-request", { bubbles: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    "permit-open-role-request": OpenRoleRequest;
    "permit-edit-request": EditRequest;
    "permit-remove-request": RemoveRequest;
  }
}
