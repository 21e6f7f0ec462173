import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type {
  Delegation,
  DelegationLimits,
  DelegationSaved,
  Leak,
  LeakPath,
} from "../../api/delegations/contract.js";
import type { SaveDelegation } from "../people/events.js";
import { footerStyles } from "../people/footer.styles.js";
import { errorWords, fieldErrors, problemOf } from "../people/refusal.js";
import "../ui/callout.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { PermitDialog } from "../ui/dialog.js";
import "../ui/dialog.js";
import { LatestAnswer } from "../ui/latest-answer.js";
import { refusableButton, refusableStyles } from "../ui/refusable-button.js";
import { delegationEditorStyles } from "./delegation-editor.styles.js";
import type { DialogMessages } from "./dialog-messages.js";
import { fromLevels, nothingYet, onto, refusing, replacedBy, same, stillMeant, type Draft } from "./draft.js";
import { differences } from "./limit-words.js";
import type { PermitLimitsForm } from "./limits-form.js";
import "./limits-form.js";
import { nameOf, pathKey, pathOf, saysSomething, type Shown } from "./names.js";
import { staleLimits } from "./stale-limits.js";
import { whatIf } from "./what-if.js";
import { whatIfStyles } from "./what-if.styles.js";
import { whyField } from "./why-field.js";

/**
 * @summary Writes the limits of a role. What would follow stands beside the form: what leaks, what people could newly
 * come to give, what pending would end. It is not saved while something leaks that nobody says is meant.
 */
@customElement("permit-delegation-editor")
export class PermitDelegationEditor extends LitElement {
  static override styles = [
    controlStyles,
    footerStyles,
    refusableStyles,
    whatIfStyles,
    delegationEditorStyles,
  ];

  /** Who may give what now. */
  @property({ attribute: false }) shown!: Shown;

  /** The words. */
  @property({ attribute: false }) messages!: DialogMessages;

  /** Saves, or answers what would follow. */
  @property({ attribute: false }) save!: (
    input: SaveDelegation,
    signal?: AbortSignal,
  ) => Promise<DelegationSaved>;

  /** It is saved: from what, to what. */
  @property({ attribute: false }) saved!: (draft: Draft, answer: DelegationSaved) => void;

  @state() private draft: Draft | undefined;
  @state() private meant: ReadonlyMap<string, LeakPath> = new Map();
  @state() private why = "";
  @state() private isWhyMissing = false;
  @state() private isSaving = false;
  @state() private error: unknown;
  /** How it is now, once somebody else is known to have changed it; null if it was removed. */
  @state() private meanwhile: Delegation | null | undefined;
  @state() private closing: Leak | null = null;

  @query("permit-dialog") private dialog!: PermitDialog;

  #whatIf = new LatestAnswer<DelegationSaved>(this, 250);

  /** Opens it for a role, for one of its delegations, or for a role that is yet to be chosen. */
  async open(role: string | null, delegation: string | null, closing: Leak | null): Promise<void> {
    const base =
      this.shown.rows.flatMap(({ delegations }) => delegations).find(({ id }) => id === delegation) ?? null;
    this.closing = closing;
    this.#begin(base ? drafted(base) : role === null ? { ...unchosen } : this.#inPlaceOfLevels(role));
    await this.updateComplete;
    await this.dialog.show();
  }

  /** Somebody may have changed something: what would follow is asked anew. */
  lookAgain(): void {
    if (this.draft && !this.isSaving && this.#isUnsaved) this.#judge();
  }

  protected override render(): TemplateResult {
    const { form, dialog } = this.messages;
    const { draft } = this;
    const role = draft?.role ? nameOf(this.shown, draft.role) : "";
    return html`<permit-dialog
      .heading=${role ? form.title(role) : form.newTitle}
      .words=${dialog}
      ?unsaved=${this.#isUnsaved}
      @permit-closed=${this.finish}
    >
      ${draft ? this.#body(draft) : nothing}
      ${draft ? html`<div slot="footer" class="footer">${this.#foot(draft)}</div>` : nothing}
    </permit-dialog>`;
  }

  get #isUnsaved(): boolean {
    return this.draft !== undefined && !same(this.draft.start, this.draft.limits);
  }

  #body(draft: Draft): TemplateResult {
    const { form, whatIf: said } = this.messages;
    const replaced = draft.base ? [] : replacedBy(this.shown, draft.role);
    return html`<div class="sides">
      <div class="stack">
        ${
          this.closing
            ? html`<permit-callout tone="warn">${form.closing(this.closing.words)}</permit-callout>`
            : nothing
        }
        ${draft.base ? nothing : this.#chooseRole(draft)}
        ${replaced.length > 0 ? html`<permit-callout>${form.replaces(replaced)}</permit-callout>` : nothing}
        ${
          draft.role
            ? html`<permit-limits-form
                .limits=${draft.limits}
                .subject=${`${draft.role} ${draft.base?.id ?? ""} ${draft.base?.version ?? ""}`}
                .shown=${this.shown}
                .messages=${this.messages}
                .problems=${fieldErrors(this.error ?? this.#whatIf.error)}
                @change=${this.note}
              ></permit-limits-form>`
            : html`<p class="muted">${form.chooseFirst}</p>`
        }
      </div>
      <aside class="what-if" aria-label=${said.title} aria-busy=${this.#whatIf.isStale}>
        <h3>${said.title}</h3>
        <p class="visually-hidden" role="status">${this.#status()}</p>
        ${this.#consequences(draft)}
      </aside>
    </div>`;
  }

  #status(): string {
    const { whatIf: said } = this.messages;
    if (this.#whatIf.isStale) return said.checking;
    const [leak] = this.#leaks;
    return leak ? `${said.leaks}: ${leak.words}` : "";
  }

  #chooseRole(draft: Draft): TemplateResult {
    const { form } = this.messages;
    const choices = this.shown.roles.filter(({ id }) => id === draft.role || !this.#written(id));
    return html`<div>
      <label class="label" for="role">${form.role}</label>
      <select id="role" class="field" @change=${this.chooseRole}>
        ${draft.role ? nothing : html`<option value="">${form.chooseRole}</option>`}
        ${choices.map(
          ({ id, name }) => html`<option value=${id} ?selected=${id === draft.role}>${name}</option>`,
        )}
      </select>
    </div>`;
  }

  #consequences(draft: Draft): TemplateResult {
    const { form, whatIf: said } = this.messages;
    const { answer, error, isStale } = this.#whatIf;
    if (this.meanwhile !== undefined)
      return staleLimits(draft, this.meanwhile, this.messages, this.shown, {
        keepMine: () => this.#rebase(this.meanwhile ?? null),
        showTheirs: () => this.#showTheirs(),
      });
    if (error) return html`<permit-callout tone="bad">${errorWords(error, this.messages)}</permit-callout>`;
    if (!this.#mayAsk(draft)) return html`<p class="muted">${form.unchanged}</p>`;
    if (!answer) return html`<p class="muted">${said.checking}</p>`;
    return html`<div class="what-if ${isStale ? "stale" : ""}">
      ${whatIf({
        effects: answer.effects,
        shown: this.shown,
        words: this.messages,
        leaks: this.#leaks,
        isMeant: (leak) => this.meant.has(pathKey(leak)),
        mean: this.#mean,
      })}
      ${
        stillMeant(this.meant, this.#leaks).length > 0
          ? whyField(this.messages, this.why, this.isWhyMissing, (why) => {
              this.why = why;
              this.isWhyMissing = false;
            })
          : nothing
      }
    </div>`;
  }

  #foot(draft: Draft): TemplateResult {
    const { form, common } = this.messages;
    const changes = differences(draft.start, draft.limits, this.messages, this.shown).length;
    return html`<div class="sum" role="status">
        ${
          this.error
            ? html`<span class="field-error">${errorWords(this.error, this.messages)}</span>`
            : changes > 0
              ? form.changed(changes)
              : nothing
        }
      </div>
      <button type="button" class="button" @click=${() => this.dialog.requestClose()}>
        ${common.cancel}
      </button>
      ${refusableButton({
        label: this.isSaving ? form.saving : form.save,
        look: "primary",
        part: "primary-button",
        reason: this.#reason(draft),
        run: () => void this.#save(),
      })}`;
  }

  /** Why it can't be saved as it is. */
  #reason(draft: Draft): string | undefined {
    const { form, whatIf: said } = this.messages;
    const { answer, error, isStale } = this.#whatIf;
    if (!draft.role) return form.chooseFirst;
    if (!this.#mayAsk(draft)) return form.unchanged;
    if (this.isSaving) return form.saving;
    if (this.meanwhile !== undefined) return form.stale(this.meanwhile?.changed?.by ?? "");
    if (error) return said.failed;
    if (!answer || isStale) return said.checking;
    return this.#leaks.every((leak) => this.meant.has(pathKey(leak))) ? undefined : form.refused;
  }

  get #leaks(): Leak[] {
    const { answer } = this.#whatIf;
    return answer && this.draft ? refusing(this.draft.role, answer.effects.leaks) : [];
  }

  #written(role: string): boolean {
    const row = this.shown.rows.find((each) => each.role === role);
    return row !== undefined && saysSomething(row) && row.delegations.some(({ may_edit }) => may_edit);
  }

  #inPlaceOfLevels(role: string): Draft {
    const limits = fromLevels(this.shown, role);
    return { role, base: null, start: limits, limits };
  }

  #begin(draft: Draft): void {
    this.draft = draft;
    this.meant = new Map();
    this.why = "";
    this.isWhyMissing = false;
    this.error = undefined;
    this.meanwhile = undefined;
    this.#whatIf.forget();
  }

  #mayAsk(draft: Draft): boolean {
    return draft.role !== "" && (this.#isUnsaved || draft.base === null);
  }

  private chooseRole(event: Event): void {
    this.#begin(this.#inPlaceOfLevels((event.target as HTMLSelectElement).value));
    this.#judge();
  }

  private note(event: Event): void {
    if (!this.draft) return;
    this.draft = { ...this.draft, limits: (event.target as PermitLimitsForm).limits };
    this.#judge();
  }

  #mean = (leak: Leak, isMeant: boolean): void => {
    const meant = new Map(this.meant);
    if (isMeant) meant.set(pathKey(leak), pathOf(leak));
    else meant.delete(pathKey(leak));
    this.meant = meant;
  };

  #judge(): void {
    const { draft } = this;
    this.error = undefined;
    if (!draft || !this.#mayAsk(draft)) return this.#whatIf.forget();
    this.#whatIf.ask(async (signal) => {
      try {
        return await this.save({ ...inputOf(draft), dry_run: true }, signal);
      } catch (error) {
        this.#noteStale(error);
        throw error;
      }
    });
  }

  async #save(): Promise<void> {
    const { draft } = this;
    if (!draft) return;
    const meant = stillMeant(this.meant, this.#leaks);
    const why = this.why.trim();
    if (meant.length > 0 && !why) {
      this.isWhyMissing = true;
      this.renderRoot.querySelector<HTMLElement>("#why")?.focus();
      return;
    }
    this.isSaving = true;
    this.error = undefined;
    try {
      const answer = await this.save({ ...inputOf(draft), meant, ...(why && { justification: why }) });
      this.dialog.close();
      this.saved(draft, answer);
    } catch (error) {
      this.error = error;
      this.#noteStale(error);
      if (this.meanwhile === undefined) this.#judgeKeeping(error);
    }
    this.isSaving = false;
  }

  /** What leaks may have changed since it was asked for; what was refused stays in sight. */
  #judgeKeeping(error: unknown): void {
    this.#judge();
    this.error = error;
  }

  #noteStale(error: unknown): void {
    const problem = problemOf(error);
    if (problem?.error_code === "stale") {
      this.meanwhile = problem.current as Delegation;
      this.error = undefined;
    } else if (this.draft?.base && problem?.error_code === "not_found") {
      this.meanwhile = null;
      this.error = undefined;
    }
  }

  /** What was typed stays, on top of what somebody else has changed. */
  #rebase(now: Delegation | null): void {
    if (!this.draft) return;
    this.meanwhile = undefined;
    const { draft } = this;
    this.draft = now
      ? { ...draft, base: now, start: now.limits, limits: onto(draft, now.limits) }
      : { ...draft, base: null };
    this.#judge();
  }

  #showTheirs(): void {
    const { meanwhile, draft } = this;
    if (meanwhile) this.#begin(drafted(meanwhile));
    else if (draft) this.#begin(this.#inPlaceOfLevels(draft.role));
  }

  private finish(): void {
    this.draft = undefined;
    this.#whatIf.forget();
  }
}

const unchosen: Draft = { role: "", base: null, start: nothingYet, limits: nothingYet };

const drafted = (base: Delegation): Draft => ({
  role: base.role,
  base,
  start: base.limits,
  limits: base.limits,
});

const inputOf = ({ role, base, limits }: Draft): SaveDelegation & { limits: DelegationLimits } => ({
  delegation: base?.id ?? null,
  role,
  version: base?.version ?? 0,
  limits,
});

declare global {
  interface HTMLElementTagNameMap {
    "permit-delegation-editor": PermitDelegationEditor;
  }
}
