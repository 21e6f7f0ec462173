import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Session } from "../../api/wire.js";
import type { AttributeDefinition } from "../../api/user-management/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { attributeFormStyles } from "./attribute-form.styles.js";
import { kindOf, textOf, valueOf } from "./attribute-value.js";
import { errorCallout, justificationField } from "./dialog-parts.js";
import type { PermitJustificationField } from "./justification-field.js";
import type { Messages } from "./messages.js";
import { fieldErrors, refusalWords } from "./refusal.js";

/** Saves what was changed; answers false if it was not saved and whoever saves says why. */
export type SaveAttributes = (changed: Record<string, unknown>, justification: string) => Promise<boolean>;

/** What was typed, and what stood there when the typing began. */
interface Draft {
  text: string;
  base: string;
}

/**
 * @summary A form made from definitions. What can't be edited says why; what is wrong says so beside its field; what
 * was typed stays until it is saved.
 *
 * @fires permit-draft - Something was typed, or is typed no more.
 */
@customElement("permit-attribute-form")
export class PermitAttributeForm extends LitElement {
  static override styles = [controlStyles, attributeFormStyles];

  /** Above the fields. */
  @property() heading = "";

  /** What each field is, in the order to show them. */
  @property({ attribute: false }) definitions: readonly AttributeDefinition[] = [];

  /** The values as they are, by key. */
  @property({ attribute: false }) values: Readonly<Record<string, unknown>> = {};

  /** What stands before the key in the path of a field at fault. */
  @property() path = "";

  /** Saves what was changed. */
  @property({ attribute: false }) save!: SaveAttributes;

  /** Who edits. */
  @property({ attribute: false }) session!: Session;

  /** The words. */
  @property({ attribute: false }) messages!: Messages;

  @state() private drafts: ReadonlyMap<string, Draft> = new Map();
  @state() private faults: ReadonlyMap<string, string> = new Map();
  @state() private justification = "";
  @state() private error: unknown;
  @state() private isSaving = false;

  @query("permit-justification-field") private why!: PermitJustificationField | null;

  /** Something is typed and not saved. */
  get isDirty(): boolean {
    return this.drafts.size > 0;
  }

  /** Forgets what was typed. */
  reset(): void {
    this.drafts = new Map();
    this.faults = new Map();
    this.justification = "";
    this.error = undefined;
    this.dispatchEvent(new Event("permit-draft"));
  }

  override render(): TemplateResult {
    const { person } = this.messages;
    const common = this.#commonReason();
    return html`<form novalidate @submit=${this.submit}>
      <h3>${this.heading}</h3>
      ${common ? html`<p class="reason">${common}</p>` : nothing}
      ${this.definitions.map((definition) => this.#field(definition, common))}
      ${errorCallout(this.error, this.messages)}
      ${
        this.isDirty
          ? html`${justificationField(this.session, this.justification, this.messages, this.noteJustification)}
              <div class="buttons">
                <button class="button primary" aria-disabled=${this.isSaving}>
                  ${this.isSaving ? person.saving : this.messages.common.save}
                </button>
                <button type="button" class="button" @click=${this.reset}>${person.reset}</button>
              </div>`
          : nothing
      }
    </form>`;
  }

  /** One reason for every field is said once. */
  #commonReason(): string | null {
    const [first, ...others] = this.definitions.map(({ cannot_edit }) => cannot_edit?.message);
    const isCommon = first !== undefined && others.length > 0 && others.every((message) => message === first);
    const reason = this.definitions[0]?.cannot_edit;
    return isCommon && reason ? refusalWords(reason, this.messages) : null;
  }

  #field(definition: AttributeDefinition, commonReason: string | null): TemplateResult {
    const { key, label, description, cannot_edit } = definition;
    const text = this.drafts.get(key)?.text ?? textOf(definition, this.values[key]);
    const fault = this.faults.get(key) ?? "";
    return html`<div class="row">
      <label class="label" for="field-${key}">${label}</label>
      ${cannot_edit ? this.#readonly(definition, text) : this.#control(definition, text, fault !== "")}
      ${fault ? html`<div class="field-error" id="fault-${key}">${fault}</div>` : nothing}
      ${this.#meanwhile(definition)}
      <div class="small muted" id="about-${key}">
        ${description}
        ${cannot_edit && !commonReason ? html`<span>${refusalWords(cannot_edit, this.messages)}</span>` : nothing}
      </div>
    </div>`;
  }

  #readonly({ key, type }: AttributeDefinition, text: string): TemplateResult {
    const { common } = this.messages;
    const words =
      type === "bool" && text !== "" ? common[text === "true" ? "yes" : "no"] : text || common.none;
    return html`<input
      id="field-${key}"
      class="field"
      readonly
      aria-disabled="true"
      aria-describedby="about-${key}"
      .value=${words}
    />`;
  }

  #control(definition: AttributeDefinition, text: string, isInvalid: boolean): TemplateResult {
    const { key } = definition;
    const change = (event: Event): void => this.#draft(definition, (event.target as HTMLInputElement).value);
    const kind = kindOf(definition, this.values[key]);
    const describedBy = `fault-${key} about-${key}`;
    if (kind === "choice") {
      return html`<select
        id="field-${key}"
        class="field"
        aria-describedby=${describedBy}
        aria-invalid=${isInvalid}
        @change=${change}
      >
        ${this.#choices(definition, text).map(
          ([value, words]) => html`<option value=${value} .selected=${value === text}>${words}</option>`,
        )}
      </select>`;
    }
    if (kind === "json") {
      return html`<textarea
        id="field-${key}"
        class="field json"
        rows=${Math.min(10, Math.max(3, text.split("\n").length))}
        spellcheck="false"
        dir="ltr"
        aria-describedby=${describedBy}
        aria-invalid=${isInvalid}
        .value=${live(text)}
        @input=${change}
      ></textarea>`;
    }
    return html`<input
      id="field-${key}"
      class="field"
      type=${kind === "day" ? "date" : kind === "moment" ? "datetime-local" : "text"}
      inputmode=${kind === "number" ? "decimal" : "text"}
      maxlength="2000"
      autocomplete="off"
      aria-describedby=${describedBy}
      aria-invalid=${isInvalid}
      .value=${live(text)}
      @input=${change}
    />`;
  }

  #choices({ type, choices }: AttributeDefinition, text: string): [string, string][] {
    const { common } = this.messages;
    const named: [string, string][] =
      type === "bool"
        ? [
            ["true", common.yes],
            ["false", common.no],
          ]
        : (choices ?? []).map((choice) => [choice, choice]);
    const isKnown = text === "" || named.some(([value]) => value === text);
    return [["", common.none], ...named, ...(isKnown ? [] : ([[text, text]] satisfies [string, string][]))];
  }

  /** Somebody else has changed what is being edited here. */
  #meanwhile(definition: AttributeDefinition): TemplateResult | typeof nothing {
    const draft = this.drafts.get(definition.key);
    const now = textOf(definition, this.values[definition.key]);
    if (!draft || draft.base === now) return nothing;
    return html`<div class="meanwhile" role="status">${this.messages.person.meanwhileField(now)}</div>`;
  }

  #draft(definition: AttributeDefinition, text: string): void {
    const { key } = definition;
    const now = textOf(definition, this.values[key]);
    const drafts = new Map(this.drafts).set(key, { text, base: this.drafts.get(key)?.base ?? now });
    if (text === now) drafts.delete(key);
    this.drafts = drafts;
    this.faults = without(this.faults, key);
    this.error = undefined;
    this.dispatchEvent(new Event("permit-draft"));
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.isSaving || !this.isDirty) return;
    const changed = this.#read();
    if (!changed) return this.#focusFault();
    if (this.why && !this.why.isGiven()) return;
    this.isSaving = true;
    this.error = undefined;
    try {
      if (await this.save(changed, this.justification)) this.reset();
    } catch (error) {
      await this.#place(error);
    }
    this.isSaving = false;
  }

  /** What was changed, or null if something typed is no value. */
  #read(): Record<string, unknown> | null {
    const changed: Record<string, unknown> = {};
    const faults = new Map<string, string>();
    for (const definition of this.definitions) {
      const draft = this.drafts.get(definition.key);
      if (!draft) continue;
      const read = valueOf(definition, draft.text, this.values[definition.key]);
      if ("fault" in read) faults.set(definition.key, this.messages.person.faults[read.fault]);
      else changed[definition.key] = read.value;
    }
    this.faults = faults;
    return faults.size === 0 ? changed : null;
  }

  /** Puts what went wrong beside its field, where the server says which one it is. */
  async #place(error: unknown): Promise<void> {
    const errors = fieldErrors(error);
    const faults = this.definitions.flatMap(({ key }): [string, string][] => {
      const message = errors.get(`${this.path}${key}`);
      return message ? [[key, message]] : [];
    });
    this.faults = new Map(faults);
    if (faults.length === 0) this.error = error;
    else await this.#focusFault();
  }

  async #focusFault(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  private noteJustification = (text: string): void => {
    this.justification = text;
  };
}

function without<Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-attribute-form": PermitAttributeForm;
  }
}
