import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { controlStyles } from "./control.styles.js";
import { dateFieldStyles } from "./date-field.styles.js";
import { dayOf, endOfDay, today } from "./day.js";
import { customElement } from "./define.js";
import { icon } from "./icon.js";

/** What a date field says by itself. */
export interface DateFieldWords {
  none: string;
  clear: string;
  missing: string;
  past: string;
  earliest(moment: string): string;
  latest(moment: string): string;
}

/**
 * @summary A day until which something holds, or none. Says beside itself which days will do.
 *
 * @fires change - The day was changed by hand; `value` is the new one.
 */
@customElement("permit-date-field")
export class PermitDateField extends LitElement {
  static override styles = [controlStyles, dateFieldStyles];

  /** The end of the day as a moment, or null for none. */
  @property() value: string | null = null;

  /** The earliest moment that will do. Past days never do. */
  @property() min: string | null = null;

  /** The latest moment that will do. */
  @property() max: string | null = null;

  /** There must be a day. */
  @property({ type: Boolean }) required = false;

  /** What the day is for, read out. */
  @property() label = "";

  /** Shown in place of "none", when the value stands for several. */
  @property() placeholder = "";

  /** The field's own words. */
  @property({ attribute: false }) words!: DateFieldWords;

  @state() private isEditing = false;

  @query("input") private input!: HTMLInputElement | null;

  /** What is wrong with the day, in words, or an empty text. */
  get problem(): string {
    if (!this.value) return this.required ? this.words.missing : "";
    const day = dayOf(this.value);
    if (this.max && day > dayOf(this.max)) return this.words.latest(this.max);
    if (this.min && day < dayOf(this.min)) return this.words.earliest(this.min);
    return day < today() ? this.words.past : "";
  }

  override render(): TemplateResult {
    if (!this.value && !this.required && !this.isEditing) return this.#opener();
    const earliest = this.min && dayOf(this.min) > today() ? dayOf(this.min) : today();
    return html`<div class="line" @focusout=${this.leave}>
        <input
          class="field"
          type="date"
          aria-label=${this.label}
          aria-describedby="problem"
          aria-invalid=${this.problem !== ""}
          ?required=${this.required}
          min=${earliest}
          max=${this.max ? dayOf(this.max) : nothing}
          .value=${this.value ? dayOf(this.value) : ""}
          @change=${this.choose}
        />
        ${
          this.required
            ? nothing
            : html`<button
                type="button"
                class="button quiet icon"
                aria-label="${this.words.clear}: ${this.label}"
                @click=${this.clear}
              >
                ${icon("close")}
              </button>`
        }
      </div>
      <div id="problem" class="field-error" ?hidden=${!this.problem}>${this.problem}</div>`;
  }

  #opener(): TemplateResult {
    const text = this.placeholder || this.words.none;
    return html`<button
      type="button"
      class="button opener"
      aria-label="${this.label}: ${text}"
      @click=${this.edit}
    >
      ${text}${icon("chevron")}
    </button>`;
  }

  /** By the keyboard it is typed: an open calendar would swallow the digits. */
  private async edit(event: MouseEvent): Promise<void> {
    const isByKeyboard = event.detail === 0;
    this.isEditing = true;
    await this.updateComplete;
    this.input?.focus();
    if (isByKeyboard) return;
    try {
      this.input?.showPicker();
    } catch {
      // Some browsers and embedding pages forbid it; the day can be typed.
    }
  }

  private choose(event: Event): void {
    this.#change(endOfDay((event.target as HTMLInputElement).value, this.max));
  }

  private leave(event: FocusEvent): void {
    const stays = (event.currentTarget as Element).contains(event.relatedTarget as Node | null);
    if (!stays && !this.value) this.isEditing = false;
  }

  private async clear(): Promise<void> {
    this.isEditing = false;
    this.#change(null);
    await this.updateComplete;
    this.renderRoot.querySelector("button")?.focus();
  }

  #change(value: string | null): void {
    this.value = value;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-date-field": PermitDateField;
  }
}
