import { LitElement, html, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { DelegationLimits } from "../../api/delegations/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { DialogMessages } from "./dialog-messages.js";
import { fieldsOf, isSet } from "./form-groups.js";
import type { Form } from "./form-parts.js";
import { groups, sentencesOf, type Group } from "./limit-words.js";
import { limitsFormStyles } from "./limits-form.styles.js";
import type { Shown } from "./names.js";

/**
 * @summary A form for every limit of a delegation, in groups: what is set stands open, the others say what holds
 * without them.
 *
 * @fires change - A limit was changed by hand.
 */
@customElement("permit-limits-form")
export class PermitLimitsForm extends LitElement {
  static override styles = [controlStyles, limitsFormStyles];

  /** The limits as they stand in the form. */
  @property({ attribute: false }) limits!: DelegationLimits;

  /** Whose limits they are; with another, what is set stands open anew. */
  @property() subject = "";

  /** Roles, attributes and resource types to choose from. */
  @property({ attribute: false }) shown!: Shown;

  /** The words. */
  @property({ attribute: false }) messages!: DialogMessages;

  /** What is wrong with a field, by its path in the limits. */
  @property({ attribute: false }) problems: ReadonlyMap<string, string> = new Map();

  @state() private open: ReadonlySet<Group> = new Set();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("subject")) this.open = new Set(groups.filter((group) => isSet[group](this.limits)));
  }

  protected override render(): TemplateResult {
    const form: Form = {
      limits: this.limits,
      shown: this.shown,
      words: this.messages,
      change: (part) => this.#change(part),
      problem: (path) => this.problems.get(`limits.${path}`) ?? "",
    };
    return html`${groups.map((group) => this.#group(group, form))}`;
  }

  #group(group: Group, form: Form): TemplateResult {
    const isOpen = this.open.has(group);
    const said = sentencesOf(group, this.limits, this.messages, this.shown);
    return html`<details ?open=${isOpen} @toggle=${(event: ToggleEvent) => this.#note(group, event)}>
      <summary>
        <span class="title">${this.messages.groups[group]}</span>
        ${isOpen ? "" : html`<span class="muted small">${said.join(" · ")}</span>`}
      </summary>
      ${isOpen ? html`<div class="fields">${fieldsOf[group](form)}</div>` : ""}
    </details>`;
  }

  #note(group: Group, event: ToggleEvent): void {
    const open = new Set(this.open);
    if (event.newState === "open") open.add(group);
    else open.delete(group);
    this.open = open;
  }

  #change(part: Partial<DelegationLimits>): void {
    this.limits = { ...this.limits, ...part };
    this.dispatchEvent(new Event("change"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-limits-form": PermitLimitsForm;
  }
}
