/** The first rows are on the screen. */
export class PermitReadyEvent extends Event {
  constructor() {
    super("permit-ready", { bubbles: true, composed: true });
  }
}

/** Something could not be shown or done; `error` says what. */
export class PermitErrorEvent extends Event {
  constructor(readonly error: unknown) {
    super("permit-error", { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    "permit-ready": PermitReadyEvent;
    "permit-error": PermitErrorEvent;
  }
}
