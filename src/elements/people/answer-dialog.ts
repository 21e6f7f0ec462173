import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import "../ui/callout.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { PermitDialog } from "../ui/dialog.js";
import "../ui/dialog.js";
import { footerStyles } from "./footer.styles.js";
import { errorWords, problemOf } from "./refusal.js";
import type { RequestMessages } from "./request-messages.js";

/** What somebody is asked before an act that can't be taken back. */
export interface Answer {
  title: string;
  /** What will happen, in sentences. */
  said: readonly string[];
  /** On the button that does it. */
  label: string;
  isDestructive?: boolean;
  /** Whether a reason must be given, or may. */
  needsWhy: boolean;
  run: (why: string) => Promise<void>;
}

/**
 * @summary Names what an answer will do before it is given, and asks for a reason.
 *
 * @fires permit-closed - The dialog has closed.
 */
@customElement("permit-answer-dialog")
export class PermitAnswerDialog extends LitElement {
  static override styles = [
    controlStyles,
    footerStyles,
    css`
      p {
        margin: 0;
        overflow-wrap: anywhere;
      }

      textarea {
        resize: vertical;
      }

      permit-dialog {
        --dialog-width: 30rem;
      }
    `,
  ];

  /** The words. */
  @property({ attribute: false }) messages!: RequestMessages;

  /** What was asked about has ended meanwhile: how, in words. Nothing can be answered then. */
  @property() ended = "";

  @state() private answer: Answer | undefined;
  @state() private why = "";
  @state() private isMissing = false;
  @state() private isRunning = false;
  @state() private error: unknown;

  @query("permit-dialog") private dialog!: PermitDialog;
  @query("textarea") private field!: HTMLTextAreaElement | null;

  /** Opens it. */
  async open(answer: Answer): Promise<void> {
    this.answer = answer;
    this.why = "";
    this.error = undefined;
    this.isMissing = this.isRunning = false;
    await this.updateComplete;
    await this.dialog.show();
  }

  override render(): TemplateResult {
    const { answer, messages, ended } = this;
    const isOver = ended !== "" || problemOf(this.error)?.error_code === "stale";
    return html`<permit-dialog
      heading=${answer?.title ?? ""}
      .words=${messages.dialog}
      ?unsaved=${this.why.trim() !== "" && !isOver}
      @permit-closed=${() => this.dispatchEvent(new Event("permit-closed"))}
    >
      <div class="stack">
        ${ended ? html`<permit-callout tone="warn">${ended}</permit-callout>` : this.#error()}
        ${isOver ? nothing : html`${answer?.said.map((words) => html`<p>${words}</p>`)} ${this.#why()}`}
      </div>
      <div slot="footer" class="footer">
        <button type="button" class="button" part="button" @click=${() => this.dialog.requestClose()}>
          ${isOver ? messages.common.close : messages.common.cancel}
        </button>
        ${isOver ? nothing : this.#button()}
      </div>
    </permit-dialog>`;
  }

  #button(): TemplateResult {
    const { answer } = this;
    return html`<button
      type="button"
      class="button ${answer?.isDestructive ? "danger" : "primary"}"
      part="primary-button"
      aria-disabled=${this.isRunning}
      @click=${this.run}
    >
      ${answer?.label}
    </button>`;
  }

  #error(): TemplateResult | typeof nothing {
    if (this.error === undefined) return nothing;
    return html`<permit-callout tone="bad">${errorWords(this.error, this.messages)}</permit-callout>`;
  }

  #why(): TemplateResult {
    const { why } = this.messages;
    return html`<div>
      <label class="label" for="why">${this.answer?.needsWhy ? why.label : why.optional}</label>
      <textarea
        id="why"
        class="field"
        rows="2"
        maxlength="1000"
        ?required=${this.answer?.needsWhy}
        aria-describedby="hint error"
        aria-invalid=${this.isMissing}
        .value=${this.why}
        @input=${this.note}
      ></textarea>
      <div id="error" class="field-error" ?hidden=${!this.isMissing}>${why.missing}</div>
      <div id="hint" class="small muted" ?hidden=${this.isMissing}>${why.hint}</div>
    </div>`;
  }

  private note(): void {
    this.why = this.field?.value ?? "";
    this.isMissing = false;
  }

  private async run(): Promise<void> {
    const { answer } = this;
    if (!answer || this.isRunning) return;
    this.isMissing = answer.needsWhy && this.why.trim() === "";
    if (this.isMissing) return this.field?.focus();
    this.isRunning = true;
    this.error = undefined;
    try {
      await answer.run(this.why.trim());
      this.dialog.close();
    } catch (error) {
      this.error = error;
    }
    this.isRunning = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-answer-dialog": PermitAnswerDialog;
  }
}
