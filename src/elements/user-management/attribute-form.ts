import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Session } from "../../api/wire.js";
import type { AttributeDefinition } from "../../api/people/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { attributeControl, readonlyControl, valueWords } from "./attribute-control.js";
import { attributeFormStyles } from "./attribute-form.styles.js";
import { textOf, valueOf } from "./attribute-value.js";
import { errorCallout, justificationField } from "../people/dialog-parts.js";
import type { PermitJustificationField } from "../people/justification-field.js";
import type { Messages } from "./messages.js";
import { fieldErrors, refusalWords, refusalsWords } from "../people/refusal.js";

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
    if (this.definitions.every(({ cannot_edit }) => cannot_edit)) return this.#reading();
    return html`<form novalidate @submit=${this.submit}>
      <h3>${this.heading}</h3>
      ${this.definitions.map((definition) => this.#field(definition))}
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

  /** Where nothing can be edited there are no fields; a reason for several is said once. */
  #reading(): TemplateResult {
    const reasons = this.definitions.flatMap(({ cannot_edit }) => cannot_edit ?? []);
    return html`<section>
      <h3>${this.heading}</h3>
      <dl>
        ${this.definitions.map(
          (definition) =>
            html`<dt>${definition.label}</dt>
              <dd>
                ${valueWords(definition, textOf(definition, this.values[definition.key]), this.messages)}
              </dd>`,
        )}
      </dl>
      <p class="reason">${refusalsWords(reasons, this.messages)}</p>
    </section>`;
  }

  #field(definition: AttributeDefinition): TemplateResult {
    const { key, label, description, cannot_edit } = definition;
    const text = this.drafts.get(key)?.text ?? textOf(definition, this.values[key]);
    const fault = this.faults.get(key) ?? "";
    return html`<div class="row">
      <label class="label" for="field-${key}">${label}</label>
      ${
        cannot_edit
          ? readonlyControl(definition, text, this.messages)
          : attributeControl({
              definition,
              text,
              was: this.values[key],
              isInvalid: fault !== "",
              messages: this.messages,
              change: (typed) => this.#draft(definition, typed),
            })
      }
      ${fault ? html`<div class="field-error" id="fault-${key}">${fault}</div>` : nothing}
      ${this.#meanwhile(definition)}
      <div class="small muted" id="about-${key}">
        ${description}
        ${cannot_edit ? html`<span>${refusalWords(cannot_edit, this.messages)}</span>` : nothing}
      </div>
    </div>`;
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
