import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Reason, Session } from "../../api/wire.js";
import type { Invitation } from "../../api/user-management/contract.js";
import { chipStyles } from "../ui/chip.styles.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { InvitationNote } from "./invitation-list.js";
import { invitationRowStyles } from "./invitation-row.styles.js";
import type { Messages } from "./messages.js";
import { refusalWords } from "../people/refusal.js";
import { roleChips } from "../people/role-chips.js";

export type InvitationAct = "resend" | "copy-link" | "cancel" | "issue-again";

/** Something is to be done about an invitation. */
export class InvitationActEvent extends Event {
  constructor(
    readonly act: InvitationAct,
    readonly invitation: Invitation,
  ) {
    super("permit-invitation-act");
  }
}

/**
 * @summary One pending invitation, and what can be done about it. What is refused stays, grey, with the reason.
 *
 * @fires permit-invitation-act - Something is to be done about it.
 */
@customElement("permit-invitation-row")
export class PermitInvitationRow extends LitElement {
  static override styles = [controlStyles, chipStyles, invitationRowStyles];

  /** The invitation. */
  @property({ attribute: false }) invitation!: Invitation;

  /** Who looks, and which roles there are. */
  @property({ attribute: false }) session!: Session;

  /** The words. */
  @property({ attribute: false }) messages!: Messages;

  /** What came of the last act. */
  @property({ attribute: false }) note: InvitationNote | undefined;

  /** Something is being done. */
  @property({ type: Boolean }) busy = false;

  override render(): TemplateResult {
    const { common, invitations } = this.messages;
    const { email, mixed_script, invited_by, why_dead, status } = this.invitation;
    const refusals = this.#refusals();
    return html`<div class="row">
        <div class="who">
          <div class="email" id="email">${email}</div>
          <div class="small muted">${invitations.invitedBy(invited_by)}</div>
          ${mixed_script ? html`<div class="small mixed">${common.mixedScript}</div>` : nothing}
        </div>
        <div class="roles">${this.#roles()}</div>
        <div class="status">
          <span class="state ${{ open: "waiting", expired: "off", dead: "bad" }[status]}"
            >${invitations.status[status]}</span
          >
          <div class="small muted">${this.#expiry()}</div>
        </div>
        <div class="acts">${this.#acts().map((act) => this.#button(act, refusals))}</div>
      </div>
      ${
        status === "dead" && why_dead
          ? html`<div class="note">${invitations.whyDead(refusalWords(why_dead, this.messages))}</div>`
          : nothing
      }
      ${[...refusals].map(([reason, acts]) => html`<div class="note reason" id="why-${acts[0]}">${reason}</div>`)}
      <div role="status">${this.note && !this.note.isError ? this.#note(this.note) : nothing}</div>
      ${this.note?.isError ? html`<div class="note bad" role="alert">${this.note.text}</div>` : nothing}`;
  }

  #roles(): TemplateResult | typeof nothing {
    const { roles, masked_roles } = this.invitation;
    return roleChips(
      { roles: roles.map((role) => ({ ...role, begins_at: null })), masked_roles, instance_roles: [] },
      new Map(this.session.roles.map((role) => [role.id, role])),
      this.messages,
    );
  }

  #expiry(): string {
    const { invitations, format } = this.messages;
    const { expires_at } = this.invitation;
    const when = format.relative(expires_at);
    return new Date(expires_at) < new Date() ? invitations.expired(when) : invitations.expires(when);
  }

  #acts(): InvitationAct[] {
    if (this.invitation.status === "open") return ["resend", "copy-link", "cancel"];
    // What has run out needs no cancelling; it is offered only where it clears the list.
    return this.#refusal("cancel") ? ["issue-again"] : ["issue-again", "cancel"];
  }

  /** Reasons in words with the acts they refuse: one that refuses several is said once. */
  #refusals(): Map<string, InvitationAct[]> {
    const refusals = new Map<string, InvitationAct[]>();
    for (const act of this.#acts()) {
      const reason = this.#refusal(act);
      if (!reason) continue;
      const words = refusalWords(reason, this.messages);
      refusals.set(words, [...(refusals.get(words) ?? []), act]);
    }
    return refusals;
  }

  #refusal(act: InvitationAct): Reason | undefined {
    const refused = { ...this.session.refused, ...this.invitation.refused };
    switch (act) {
      case "cancel":
        return refused["invitation.cancel"];
      case "issue-again":
        return (
          refused["user.invite"] ??
          (this.invitation.status === "dead" ? refused["invitation.cancel"] : undefined)
        );
      default:
        return refused["invitation.resend"];
    }
  }

  #button(act: InvitationAct, refusals: Map<string, InvitationAct[]>): TemplateResult {
    const { invitations } = this.messages;
    const why = [...refusals.values()].find((acts) => acts.includes(act))?.[0];
    return html`<button
      type="button"
      class="button quiet"
      aria-label=${invitations.actOn(invitations.acts[act], this.invitation.email)}
      aria-disabled=${why !== undefined || this.busy}
      aria-describedby=${why ? `why-${why}` : nothing}
      @click=${() => (why ? undefined : this.dispatchEvent(new InvitationActEvent(act, this.invitation)))}
    >
      ${invitations.acts[act]}
    </button>`;
  }

  #note({ text, link }: InvitationNote): TemplateResult {
    return html`<div class="note good">${text}</div>
      ${
        link
          ? html`<input
              class="field link"
              readonly
              dir="ltr"
              aria-label=${this.messages.invitations.link}
              .value=${link}
              @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
            />`
          : nothing
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-invitation-row": PermitInvitationRow;
  }
}
