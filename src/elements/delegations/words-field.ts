import { LitElement, html, type PropertyValues, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";

/**
 * @summary Several words in one field, with commas between them.
 *
 * @fires change - The words were changed by hand.
 */
@customElement("permit-words-field")
export class PermitWordsField extends LitElement {
  static override styles = [controlStyles];

  /** What the field is for. */
  @property() label = "";

  /** How to write them. */
  @property() hint = "";

  /** What is wrong with them. */
  @property() problem = "";

  /** The words. */
  @property({ attribute: false }) value: readonly string[] = [];

  @query("input") private input!: HTMLInputElement;

  /** What is typed stays as it is typed: only other words than those in the field replace it. */
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("value") && this.#typed.join("\n") !== this.value.join("\n"))
      this.input.value = this.value.join(", ");
  }

  protected override render(): TemplateResult {
    return html`<label class="label" for="words">${this.label}</label>
      <input
        id="words"
        class="field"
        type="text"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="hint problem"
        aria-invalid=${this.problem !== ""}
        @input=${this.note}
      />
      <div id="problem" class="field-error" ?hidden=${!this.problem}>${this.problem}</div>
      <div id="hint" class="small muted">${this.hint}</div>`;
  }

  get #typed(): string[] {
    const words = this.input.value.split(/[,;\n]/).map((word) => word.trim());
    return [...new Set(words.filter(Boolean))];
  }

  private note(): void {
    this.value = this.#typed;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-words-field": PermitWordsField;
  }
}
