import type * as Requests from "../../api/approvals/contract.js";
import type * as Delegations from "../../api/delegations/contract.js";
import type * as People from "../../api/people/contract.js";
import type * as Wire from "../../api/user-management/contract.js";

/** Limits as they shall be: those of one delegation, or new ones for a role. */
export type SaveDelegation = { delegation: string | null; role: string; version: number } & Omit<
  Delegations.EditDelegationInput,
  "version"
>;

/** What can be done to people and to limits: the input each act takes and the answer it gets. */
export interface Acts {
  invite: { input: Wire.InviteInput; answer: Wire.InviteAnswer };
  "change-roles": { input: People.ChangeRolesInput; answer: People.PeopleAnswer };
  suspend: { input: Wire.PeopleInput; answer: People.PeopleAnswer };
  reactivate: { input: Wire.PeopleInput; answer: People.PeopleAnswer };
  remove: { input: Wire.PeopleInput; answer: People.PeopleAnswer };
  leave: { input: Record<string, never>; answer: Wire.Done };
  "edit-profile": { input: { user: string } & Wire.EditProfileInput; answer: People.PersonDetail };
  "edit-attributes": { input: { user: string } & Wire.EditAttributesInput; answer: People.PersonDetail };
  resend: { input: { invitation: string } & Wire.InvitationActInput; answer: Wire.ResendAnswer };
  "copy-link": { input: { invitation: string } & Wire.InvitationActInput; answer: Wire.LinkAnswer };
  ask: { input: Requests.AskInput; answer: Requests.AskAnswer };
  review: { input: { request: string } & Requests.ReviewInput; answer: Requests.ReviewAnswer };
  withdraw: { input: { request: string } & Requests.WithdrawInput; answer: Requests.WithdrawAnswer };
  "cancel-invitation": { input: { invitation: string } & Wire.InvitationActInput; answer: Wire.Done };
  "save-delegation": { input: SaveDelegation; answer: Delegations.DelegationSaved };
  "remove-delegation": {
    input: { delegation: string } & Delegations.RemoveDelegationInput;
    answer: Delegations.DelegationSaved;
  };
  "mark-meant": { input: Delegations.MarkMeantInput; answer: Delegations.MeantAnswer };
  "withdraw-mark": {
    input: { mark: string } & Delegations.WithdrawMarkInput;
    answer: Delegations.MeantAnswer;
  };
}
export type Act = keyof Acts;

/**
 * Before an act. `preventDefault()` stops it; `waitUntil(promise)` makes it wait, and stops it if the promise
 * rejects, whose message is then shown to the person.
 */
export class PermitBeforeEvent<Name extends Act = Act> extends Event {
  readonly #waiting: Promise<unknown>[] = [];

  constructor(
    readonly act: Name,
    /** What will be sent. */
    readonly input: Acts[Name]["input"],
  ) {
    super(`permit-before-${act}`, { bubbles: true, composed: true, cancelable: true });
  }

  waitUntil(promise: Promise<unknown>): void {
    this.#waiting.push(promise);
  }

  /** Settles when all that was waited for has; rejects with the first that failed. */
  async settled(): Promise<void> {
    await Promise.all(this.#waiting);
  }
}

/** After an act: the server has done it. */
export class PermitActEvent<Name extends Act = Act> extends Event {
  constructor(
    readonly act: Name,
    readonly input: Acts[Name]["input"],
    readonly answer: Acts[Name]["answer"],
    /** As in the audit trail; undefined where the answer names none. */
    readonly requestId: string | undefined,
  ) {
    super(`permit-${act}`, { bubbles: true, composed: true });
  }
}

type BeforeEvents = { [Name in Act as `permit-before-${Name}`]: PermitBeforeEvent<Name> };
type ActEvents = { [Name in Act as `permit-${Name}`]: PermitActEvent<Name> };

declare global {
  interface HTMLElementEventMap extends BeforeEvents, ActEvents {}
}
