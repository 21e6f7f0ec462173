import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { ApprovalsRoutes } from "../../api/approvals/contract.js";
import type { RoleAssignmentRoutes } from "../../api/role-assignment/contract.js";
import { ElementConnection } from "../connection/element-connection.js";
import { LazyElement } from "../connection/lazy-element.js";
import type { SessionAbout } from "../connection/session.js";
import { customElement } from "../ui/define.js";
import type { AssignmentMessagesOverride } from "./catalogue.js";
import type { AssignmentView } from "./assignment-view.js";

/**
 * Who has which role on one thing of the app, by which way, to share it and to take that back; or all roles of one
 * person, in the tenant and on single instances. What a change gives and takes stands there before it is saved; what
 * may not be given is grey, with the reason. Name one of `resource-instance` and `user`.
 *
 * It stands in the page as a panel. With `dialog` it is a modal dialog instead, opened by whatever is in the slot
 * `opener`, or by `show()`; it asks the server nothing until then.
 *
 * ```html
 * <permit-role-assignment dialog resource-instance="document:42"><button slot="opener">Share</button></permit-role-assignment>
 * ```
 *
 * @summary Share one thing, or assign the roles of one person.
 *
 * @slot header - In place of the title; not in a dialog.
 * @slot toolbar - Beside the field that adds people.
 * @slot empty - In place of what is said while nobody has a role on it.
 * @slot footer - At the end of the footer.
 * @slot opener - With `dialog`: the host's own button, a click on which opens it.
 *
 * @fires permit-ready - The first rows are on the screen.
 * @fires permit-error - Something could not be shown or done; `error` says what.
 * @fires permit-closed - With `dialog`: it has closed.
 * @fires permit-before-change-roles - Before roles are given, moved or taken. It can be cancelled, or made to wait by `waitUntil(promise)`.
 * @fires permit-before-invite - Before somebody new is invited. It can be cancelled, or made to wait.
 * @fires permit-before-ask - Before others are asked for their agreement, or to give a role. It can be cancelled, or made to wait.
 * @fires permit-ask - Others were asked.
 * @fires permit-change-roles - Roles were changed. Like every event after an act it has `input`, `answer` and `requestId`.
 * @fires permit-invite - Somebody new was invited.
 *
 * @csspart frame - All of it.
 * @csspart header - The title and what stands beside it.
 * @csspart title - The title.
 * @csspart toolbar - The field that adds people, or instances.
 * @csspart search - That field.
 * @csspart button - A button.
 * @csspart primary-button - The button that saves, or that closes the dialog.
 * @csspart banner - What is said above the list when the connection is lost.
 * @csspart row - Somebody who has access, or an instance.
 * @csspart avatar - Their initials.
 * @csspart name - Their name.
 * @csspart email - Their address.
 * @csspart chip - A role.
 * @csspart editor - The form below a row.
 * @csspart summary - Who has access through a role in the tenant.
 * @csspart face - What is said in place of rows.
 * @csspart footer - The footer.
 *
 * @cssproperty --permit-accent - The one accent. All other colours are `--permit-*` too, by the names in the theme.
 * @cssproperty --permit-font - The font. Default: the page's.
 * @cssproperty --permit-border - The border around the element. Default: none.
 * @cssproperty --permit-max-height - How tall the element grows before the list scrolls.
 */
@customElement("permit-role-assignment")
export class PermitRoleAssignment extends LazyElement<AssignmentView> {
  /** What is shared: type and key of one resource instance, `document:42`. */
  @property({ attribute: "resource-instance" }) resourceInstance: string | undefined;

  /** Whose roles are assigned: the host's key of a user, or the id. */
  @property() user: string | undefined;

  /** It is a modal dialog, closed at first, instead of a panel. */
  @property({ type: Boolean, reflect: true }) dialog = false;

  /** Words of your own, or of another language: any part of the catalogue. */
  @property({ attribute: false }) messages: AssignmentMessagesOverride = {};

  @state() private isOpen = false;

  #connection = new ElementConnection<RoleAssignmentRoutes & ApprovalsRoutes>(this, "role-assignment");

  /** @internal What a session is opened for; null while there is none to open. */
  get about(): SessionAbout | null {
    const { user, resourceInstance: instance } = this;
    if (this.dialog && !this.isOpen) return null;
    if (Boolean(user) === Boolean(instance)) return null;
    if (instance && !/^[^:]+:.+$/.test(instance)) return null;
    return user ? { user } : { instance };
  }

  /** Opens the dialog. */
  async show(): Promise<void> {
    this.isOpen = true;
    await this.load();
    await this.updateComplete;
    await this.view?.showDialog();
  }

  /** Closes the dialog, whatever is picked in it. */
  close(): void {
    this.view?.closeDialog();
  }

  protected override render(): TemplateResult {
    if (!this.dialog) return super.render();
    return html`<slot name="opener" @click=${() => void this.show()}></slot>
      ${this.isOpen ? this.view?.renderDialog() : nothing}`;
  }

  protected override async makeView(): Promise<AssignmentView> {
    const { AssignmentView } = await import("./assignment-view.js");
    return new AssignmentView(this, this.#connection, () => (this.isOpen = false));
  }
}

declare global {
  interface HTMLElementEventMap {
    "permit-closed": Event;
  }
  interface HTMLElementTagNameMap {
    "permit-role-assignment": PermitRoleAssignment;
  }
}
