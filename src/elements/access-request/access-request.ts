import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { AccessRequestRoutes } from "../../api/access-request/contract.js";
import type { ApprovalsRoutes } from "../../api/approvals/contract.js";
import { ElementConnection } from "../connection/element-connection.js";
import { LazyElement } from "../connection/lazy-element.js";
import type { SessionAbout } from "../connection/session.js";
import { customElement } from "../ui/define.js";
import type { AccessRequestView } from "./access-request-view.js";
import type { AccessRequestMessagesOverride } from "./catalogue.js";

/**
 * The roles that the person at the screen could ask for, what each gives, which they have and which they have asked for
 * already; they pick one, say why, and follow what becomes of it. With `resource-instance` the roles are those on one
 * thing of the app.
 *
 * It stands in the page as a panel. With `dialog` it is a modal dialog instead, opened by whatever is in the slot
 * `opener`, or by `show()`; it asks the server nothing until then.
 *
 * ```html
 * <permit-access-request dialog resource-instance="document:42"><button slot="opener">Ask for access</button></permit-access-request>
 * ```
 *
 * @summary Ask for a role of one's own.
 *
 * @slot header - In place of the title; not in a dialog.
 * @slot empty - In place of what is said where there is no role to ask for.
 * @slot footer - At the end of the footer.
 * @slot opener - With `dialog`: the host's own button, a click on which opens it.
 *
 * @fires permit-ready - The roles are on the screen.
 * @fires permit-error - Something could not be shown or done; `error` says what.
 * @fires permit-closed - With `dialog`: it has closed.
 * @fires permit-before-ask - Before a role is asked for. It can be cancelled, or made to wait by `waitUntil(promise)`.
 * @fires permit-ask - A role was asked for. Like every event after an act it has `input`, `answer` and `requestId`.
 * @fires permit-before-withdraw - Before a request is withdrawn. It can be cancelled, or made to wait.
 * @fires permit-withdraw - A request was withdrawn.
 *
 * @csspart frame - All of it.
 * @csspart header - The title.
 * @csspart title - The title.
 * @csspart banner - What is said above the roles when the connection is lost.
 * @csspart role - A role that could be asked for.
 * @csspart row - A request.
 * @csspart avatar - The initials of whom a request is for.
 * @csspart status - What became of a request.
 * @csspart button - A button.
 * @csspart primary-button - The button that asks.
 * @csspart face - What is said in place of roles.
 * @csspart footer - The footer.
 *
 * @cssproperty --permit-accent - The one accent. All other colours are `--permit-*` too, by the names in the theme.
 * @cssproperty --permit-font - The font. Default: the page's.
 * @cssproperty --permit-border - The border around the element. Default: none.
 * @cssproperty --permit-max-height - How tall the element grows before the list scrolls.
 */
@customElement("permit-access-request")
export class PermitAccessRequest extends LazyElement<AccessRequestView> {
  /** Type and key of one resource instance, `document:42`, to ask for roles on it instead of the tenant's. */
  @property({ attribute: "resource-instance" }) resourceInstance: string | undefined;

  /** It is a modal dialog, closed at first, instead of a panel. */
  @property({ type: Boolean, reflect: true }) dialog = false;

  /** Words of your own, or of another language: any part of the catalogue. */
  @property({ attribute: false }) messages: AccessRequestMessagesOverride = {};

  @state() private isOpen = false;

  #connection = new ElementConnection<ApprovalsRoutes & AccessRequestRoutes>(this, "access-request");

  /** @internal A session is opened for the tenant; null while there is none to open. */
  get about(): SessionAbout | null {
    return this.dialog && !this.isOpen ? null : {};
  }

  /** Opens the dialog. */
  async show(): Promise<void> {
    this.isOpen = true;
    await this.load();
    await this.updateComplete;
    await this.view?.showDialog();
  }

  /** Closes the dialog, whatever is typed in it. */
  close(): void {
    this.view?.closeDialog();
  }

  protected override render(): TemplateResult {
    if (!this.dialog) return super.render();
    return html`<slot name="opener" @click=${() => void this.show()}></slot>
      ${this.isOpen ? this.view?.renderDialog() : nothing}`;
  }

  protected override async makeView(): Promise<AccessRequestView> {
    const { AccessRequestView } = await import("./access-request-view.js");
    return new AccessRequestView(this, this.#connection, () => (this.isOpen = false));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-access-request": PermitAccessRequest;
  }
}
