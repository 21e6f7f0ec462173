import { LitElement, css, html, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { ChangeMessages } from "./change-messages.js";

/**
 * @summary Why a change is made, where a reason must accompany it.
 *
 * @fires input - The text was changed by hand.
 */
@customElement("permit-justification-field")
export class PermitJustificationField extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        display: block;
      }

      textarea {
        resize: vertical;
      }
    `,
  ];

  /** The reason in words. */
  @property() value = "";

  /** The words of the element. */
  @property({ attribute: false }) messages!: ChangeMessages;

  @state() private isMissing = false;

  @query("textarea") private textarea!: HTMLTextAreaElement;

  /** Whether there is a reason; if not, says so beside the field and puts the focus there. */
  isGiven(): boolean {
    this.isMissing = this.value.trim() === "";
    if (this.isMissing) this.textarea.focus();
    return !this.isMissing;
  }

  override render(): TemplateResult {
    const { common, justification } = this.messages;
    return html`<label class="label" for="why">${common.justification}</label>
      <textarea
        id="why"
        class="field"
        rows="2"
        maxlength="1000"
        required
        aria-describedby="hint error"
        aria-invalid=${this.isMissing}
        .value=${live(this.value)}
        @input=${this.note}
      ></textarea>
      <div id="error" class="field-error" ?hidden=${!this.isMissing}>${justification.missing}</div>
      <div id="hint" class="small muted" ?hidden=${this.isMissing}>${common.justificationHint}</div>`;
  }

  private note(): void {
    this.value = this.textarea.value;
    this.isMissing = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-justification-field": PermitJustificationField;
  }
}
