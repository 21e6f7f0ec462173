import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Effects } from "../../api/delegations/contract.js";
import type { Reason } from "../../api/wire.js";
import { footerStyles } from "../people/footer.styles.js";
import { errorWords, refusalWords } from "../people/refusal.js";
import "../ui/callout.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { PermitDialog } from "../ui/dialog.js";
import "../ui/dialog.js";
import { LatestAnswer } from "../ui/latest-answer.js";
import type { DialogMessages } from "./dialog-messages.js";
import type { Shown } from "./names.js";
import { whatIf } from "./what-if.js";
import { whatIfStyles } from "./what-if.styles.js";
import { whyField } from "./why-field.js";

/** What follows, and why it would be refused. */
export interface Outcome {
  effects: Effects;
  refused?: Reason | null;
}

/** What is about to be done: named, with what it does, before it is done. */
export interface Proposal {
  title: string;
  /** What it is about: paths, or what is lost. */
  about: readonly string[];
  hint: string;
  button: string;
  isDangerous: boolean;
  /** A reason must come with it. */
  needsWhy: boolean;
  /** Does it, or answers what would follow. */
  run: (options: { dry_run?: true; justification?: string }, signal?: AbortSignal) => Promise<Outcome>;
}

/** @summary Asks before something is said to be meant, taken back or removed; what would follow stands there first. */
@customElement("permit-delegation-act-dialog")
export class PermitDelegationActDialog extends LitElement {
  static override styles = [
    controlStyles,
    footerStyles,
    whatIfStyles,
    css`
      permit-dialog {
        --dialog-width: 36rem;
      }

      ul {
        margin: 0;
        padding-inline-start: 1.2rem;
      }

      p {
        margin: 0;
      }
    `,
  ];

  /** Who may give what now. */
  @property({ attribute: false }) shown!: Shown;

  /** The words. */
  @property({ attribute: false }) messages!: DialogMessages;

  @state() private proposal: Proposal | undefined;
  @state() private why = "";
  @state() private isWhyMissing = false;
  @state() private isRunning = false;
  @state() private error: unknown;

  @query("permit-dialog") private dialog!: PermitDialog;

  #whatIf = new LatestAnswer<Outcome>(this, 0);

  async open(proposal: Proposal): Promise<void> {
    this.proposal = proposal;
    this.why = "";
    this.isWhyMissing = false;
    this.error = undefined;
    this.#whatIf.forget();
    const stand = proposal.needsWhy ? { justification: "…" } : {};
    this.#whatIf.ask((signal) => proposal.run({ dry_run: true, ...stand }, signal));
    await this.updateComplete;
    await this.dialog.show();
  }

  protected override render(): TemplateResult {
    const { proposal } = this;
    return html`<permit-dialog
      .heading=${proposal?.title ?? ""}
      .words=${this.messages.dialog}
      ?unsaved=${this.why.trim() !== ""}
    >
      ${proposal ? this.#body(proposal) : nothing}
    </permit-dialog>`;
  }

  #body(proposal: Proposal): TemplateResult {
    const { common, whatIf: said } = this.messages;
    const { answer, error } = this.#whatIf;
    const wrong = this.error ?? error;
    const refused = answer?.refused;
    return html`<div class="stack">
        ${proposal.isDangerous ? html`<p>${proposal.hint}</p>` : nothing}
        <ul>
          ${proposal.about.map((line) => html`<li dir="auto">${line}</li>`)}
        </ul>
        ${proposal.isDangerous ? nothing : html`<p class="muted">${proposal.hint}</p>`}
        <div class="what-if">
          <h3>${said.title}</h3>
          ${
            answer
              ? whatIf({
                  effects: answer.effects,
                  shown: this.shown,
                  words: this.messages,
                  leaks: [],
                  isMeant: () => false,
                  mean: null,
                })
              : nothing
          }
          ${!answer && !error ? html`<p class="muted">${said.checking}</p>` : nothing}
        </div>
        ${
          proposal.needsWhy
            ? whyField(this.messages, this.why, this.isWhyMissing, (why) => {
                this.why = why;
                this.isWhyMissing = false;
              })
            : nothing
        }
        ${
          wrong || refused
            ? html`<permit-callout tone="bad"
                >${refused ? refusalWords(refused, this.messages, this.shown.roles) : errorWords(wrong, this.messages)}</permit-callout
              >`
            : nothing
        }
      </div>
      <div slot="footer" class="footer">
        <button type="button" class="button" @click=${() => this.dialog.requestClose()}>
          ${common.cancel}
        </button>
        <button
          type="button"
          class="button ${proposal.isDangerous ? "danger" : "primary"}"
          ?disabled=${this.isRunning || Boolean(error ?? refused)}
          @click=${() => void this.#run(proposal)}
        >
          ${proposal.button}
        </button>
      </div>`;
  }

  async #run(proposal: Proposal): Promise<void> {
    const why = this.why.trim();
    if (proposal.needsWhy && !why) {
      this.isWhyMissing = true;
      this.renderRoot.querySelector<HTMLElement>("#why")?.focus();
      return;
    }
    this.isRunning = true;
    this.error = undefined;
    try {
      await proposal.run(why ? { justification: why } : {});
      this.why = "";
      this.dialog.close();
    } catch (error) {
      this.error = error;
    }
    this.isRunning = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-delegation-act-dialog": PermitDelegationActDialog;
  }
}
