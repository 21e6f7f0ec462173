import type { Person } from "../../api/people/contract.js";

/** Somebody chose one of the host's own `row-actions` for a person. */
export class PermitRowActionEvent extends Event {
  constructor(
    readonly person: Person,
    /** The slotted element that was chosen. */
    readonly item: HTMLElement,
  ) {
    super("permit-row-action", { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    "permit-row-action": PermitRowActionEvent;
  }
}
