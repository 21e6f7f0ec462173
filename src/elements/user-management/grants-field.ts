import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import type { Role } from "../../api/wire.js";
import type { RoleGrant } from "../../api/people/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import type { PermitDateField } from "../ui/date-field.js";
import "../ui/date-field.js";
import { customElement } from "../ui/define.js";
import type { PermitPopup } from "../ui/popup.js";
import "../ui/popup.js";
import { endOf, endRangeOf, endsDiffer, inviteOptions, withEndOfAll, withRole } from "./invite-draft.js";
import type { Messages } from "./messages.js";
import "../people/role-picker.js";
import type { PermitRolePicker, RoleSwitchEvent } from "../people/role-picker.js";

/**
 * @summary Roles for one address and until when, as two fields beside each other.
 *
 * @fires change - `grants` was changed by hand.
 */
@customElement("permit-grants-field")
export class PermitGrantsField extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        display: contents;
      }

      [inert] {
        opacity: 0.6;
      }

      .done {
        position: sticky;
        inset-block-end: calc(var(--_space) * -1.5);
        display: flex;
        justify-content: end;
        margin-block-end: calc(var(--_space) * -1.5);
        padding-block: calc(var(--_space) * 2);
        background: var(--_raised);
      }
    `,
  ];

  /** The roles given, each with its end. */
  @property({ attribute: false }) grants: readonly RoleGrant[] = [];

  /** Roles to choose from. */
  @property({ attribute: false }) roles: readonly Role[] = [];

  /** Whom they are for, read out. */
  @property() subject = "";

  /** What is wrong with them, in words. */
  @property() problem = "";

  /** Nothing can be changed. */
  @property({ type: Boolean }) disabled = false;

  /** The words. */
  @property({ attribute: false }) messages!: Messages;

  @query("permit-popup") private popup!: PermitPopup;
  @query("permit-role-picker") private picker!: PermitRolePicker | null;

  override render(): TemplateResult {
    const { dateField, grants, rolePicker } = this.messages;
    const names = this.roles.filter((role) => this.grants.some((grant) => grant.role === role.id));
    const range = endRangeOf(this.grants, this.roles);
    return html`<permit-popup
        text=${names.length > 0 ? names.map((role) => role.name).join(", ") : grants.noRole}
        label=${grants.rolesFor(this.subject)}
        problem=${this.problem}
        ?inert=${this.disabled}
        @permit-toggle=${() => this.requestUpdate()}
        @permit-shown=${() => this.picker?.focus()}
        >${this.popup?.isOpen ? this.#picker() : nothing}</permit-popup
      >
      <permit-date-field
        label=${grants.endFor(this.subject)}
        placeholder=${endsDiffer(this.grants) ? rolePicker.endsDiffer : ""}
        .words=${dateField}
        .value=${endOf(this.grants)}
        .max=${range.max}
        ?required=${range.required}
        ?inert=${this.disabled}
        @change=${this.moveEnd}
      ></permit-date-field>`;
  }

  #picker(): TemplateResult {
    const { grants } = this.messages;
    return html`<permit-role-picker
        label=${grants.rolesFor(this.subject)}
        .options=${inviteOptions(this.roles, this.grants)}
        .messages=${this.messages}
        @permit-role-switch=${this.switchRole}
      ></permit-role-picker>
      <div class="done">
        <button type="button" class="button" @click=${() => this.popup.close()}>${grants.done}</button>
      </div>`;
  }

  private switchRole(event: RoleSwitchEvent): void {
    this.#change(withRole(this.grants, event.option.role, this.roles));
  }

  private moveEnd(event: Event): void {
    event.stopPropagation();
    this.#change(withEndOfAll(this.grants, (event.target as PermitDateField).value));
  }

  #change(grants: readonly RoleGrant[]): void {
    this.grants = grants;
    this.dispatchEvent(new Event("change"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-grants-field": PermitGrantsField;
  }
}
