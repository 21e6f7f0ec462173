import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Session } from "../../api/wire.js";
import type { Invitation, InvitationActInput } from "../../api/user-management/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { PermitDialog } from "../ui/dialog.js";
import "../ui/dialog.js";
import { errorCallout, justificationField, justified } from "../people/dialog-parts.js";
import { footerStyles } from "../people/footer.styles.js";
import type { InvitationAct } from "./invitation-row.js";
import type { PermitJustificationField } from "../people/justification-field.js";
import type { Messages } from "./messages.js";

/**
 * @summary Says what an act on an invitation means, and asks why where a reason must accompany it. What went wrong
 * is said here, and what was typed stays.
 */
@customElement("permit-invitation-act-dialog")
export class PermitInvitationActDialog extends LitElement {
  static override styles = [
    controlStyles,
    footerStyles,
    css`
      permit-dialog {
        --dialog-width: 28rem;
      }

      p {
        margin: 0;
      }
    `,
  ];

  /** Who acts, and whether a reason must accompany it. */
  @property({ attribute: false }) session!: Session;

  /** The words. */
  @property({ attribute: false }) messages!: Messages;

  /** Does it. */
  @property({ attribute: false }) run!: (
    act: InvitationAct,
    invitation: Invitation,
    input: InvitationActInput,
  ) => Promise<void>;

  @state() private act: InvitationAct = "cancel";
  @state() private invitation: Invitation | undefined;
  @state() private justification = "";
  @state() private error: unknown;
  @state() private isBusy = false;

  @query("permit-dialog") private dialog!: PermitDialog;
  @query("permit-justification-field") private why!: PermitJustificationField | null;

  /** Opens it for an act on this invitation. */
  async open(act: InvitationAct, invitation: Invitation): Promise<void> {
    this.act = act;
    this.invitation = invitation;
    this.justification = "";
    this.error = undefined;
    await this.updateComplete;
    await this.dialog.show();
  }

  /** Closes it, if it is open, and gives the focus back. */
  close(): void {
    this.dialog.close();
  }

  override render(): TemplateResult {
    return html`<permit-dialog
      heading=${this.messages.invitations.ask[this.act].title}
      .words=${this.messages.dialog}
      ?unsaved=${this.justification !== ""}
      @permit-closed=${() => (this.invitation = undefined)}
    >
      ${this.invitation ? this.#asking(this.invitation) : nothing}
    </permit-dialog>`;
  }

  #asking(invitation: Invitation): TemplateResult {
    const words = this.messages.invitations.ask[this.act];
    return html`<div class="stack">
        ${errorCallout(this.error, this.messages)}
        <p>${words.consequence(invitation.email)}</p>
        ${justificationField(this.session, this.justification, this.messages, (text) => {
          this.justification = text;
        })}
      </div>
      <div slot="footer" class="footer">
        <button type="button" class="button" @click=${() => this.dialog.requestClose()}>${words.back}</button>
        <button
          type="button"
          class="button ${this.act === "cancel" ? "danger" : "primary"}"
          aria-disabled=${this.isBusy}
          @click=${() => this.#do(invitation)}
        >
          ${words.button}
        </button>
      </div>`;
  }

  async #do(invitation: Invitation): Promise<void> {
    if (this.isBusy || (this.why && !this.why.isGiven())) return;
    this.isBusy = true;
    this.error = undefined;
    try {
      await this.run(this.act, invitation, justified(this.justification));
      this.close();
    } catch (error) {
      this.error = error;
    }
    this.isBusy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-invitation-act-dialog": PermitInvitationActDialog;
  }
}
