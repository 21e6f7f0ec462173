import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { live } from "lit/directives/live.js";
import { controlStyles } from "../ui/control.styles.js";
import type { PermitDateField } from "../ui/date-field.js";
import "../ui/date-field.js";
import { customElement } from "../ui/define.js";
import type { ChangeMessages } from "./change-messages.js";
import { refusalWords } from "./refusal.js";
import { rolePickerStyles } from "./role-picker.styles.js";
import type { RoleOption } from "./role-plan.js";

/** A role was switched over by hand. */
export class RoleSwitchEvent extends Event {
  constructor(readonly option: RoleOption) {
    super("permit-role-switch", { bubbles: true });
  }
}

/** A role that can't be given is to be asked for. */
export class RoleAskEvent extends Event {
  constructor(readonly option: RoleOption) {
    super("permit-role-ask", { bubbles: true });
  }
}

/** The end of a role was chosen by hand. */
export class RoleEndEvent extends Event {
  constructor(
    readonly option: RoleOption,
    readonly endsAt: string | null,
  ) {
    super("permit-role-end", { bubbles: true });
  }
}

/** From so many roles on there is a field to search them. */
const searchFrom = 9;

/**
 * @summary Roles to choose from, each with what it is for. A role that can't be switched stays in reach of the
 * keyboard and says why, and who can.
 *
 * @fires permit-role-switch - A role was switched over.
 * @fires permit-role-ask - A role that can't be given is to be asked for.
 * @fires permit-role-end - The end of a role was chosen.
 */
@customElement("permit-role-picker")
export class PermitRolePicker extends LitElement {
  static override styles = [controlStyles, rolePickerStyles];

  /** The roles, in the order to show them. */
  @property({ attribute: false }) options: readonly RoleOption[] = [];

  /** Whether each role chosen can have an end. */
  @property({ type: Boolean }) ends = false;

  /** Whether a role that can't be given can be asked for. */
  @property({ type: Boolean }) asks = false;

  /** Whose roles they are, read out. */
  @property() label = "";

  /** The words. */
  @property({ attribute: false }) messages!: ChangeMessages;

  @state() private search = "";

  /** Puts the focus on the first role that can be switched, or on the search. */
  override focus(): void {
    const field = this.renderRoot.querySelector<HTMLElement>(".search, .checkbox[aria-disabled=false]");
    (field ?? this.renderRoot.querySelector("input"))?.focus();
  }

  override render(): TemplateResult {
    const { rolePicker } = this.messages;
    const wanted = this.search.trim().toLocaleLowerCase();
    const found = this.options.filter(({ role }) =>
      `${role.name}\n${role.description}`.toLocaleLowerCase().includes(wanted),
    );
    return html`${
        this.options.length < searchFrom
          ? nothing
          : html`<input
              class="field search"
              type="search"
              aria-label=${rolePicker.search}
              placeholder=${rolePicker.search}
              .value=${this.search}
              @input=${this.searchRoles}
            />`
      }
      <div role="group" aria-label=${this.label}>
        ${repeat(
          found,
          (option) => option.role.id,
          (option) => this.#option(option),
        )}
      </div>
      ${found.length === 0 ? html`<p class="muted none">${rolePicker.none}</p>` : nothing}`;
  }

  #option(option: RoleOption): TemplateResult {
    const { role, state, refusal } = option;
    return html`<div class="option ${refusal ? "refused" : ""}">
      <input
        id="role-${role.id}"
        class="checkbox"
        type="checkbox"
        .checked=${live(state === "on")}
        .indeterminate=${live(state === "some")}
        aria-disabled=${refusal ? "true" : "false"}
        aria-describedby="about-${role.id} why-${role.id}"
        @click=${(event: Event) => this.#switch(event, option)}
      />
      <div class="name">
        <label for="role-${role.id}">${role.name}</label>
        ${this.#change(option)}
      </div>
      ${this.ends ? html`<div class="end">${this.#end(option)}</div>` : nothing}
      <div class="about" id="about-${role.id}">${role.description}</div>
      <div class="reason" id="why-${role.id}">
        ${this.#why(option)}
        ${
          this.asks && option.canBeAskedFor
            ? html`<button
                type="button"
                class="button link"
                aria-label=${this.messages.asking.askFor(role.name)}
                @click=${() => this.dispatchEvent(new RoleAskEvent(option))}
              >
                ${this.messages.asking.askForIt}
              </button>`
            : nothing
        }
      </div>
    </div>`;
  }

  #why(option: RoleOption): string {
    const { refusal, approval } = option;
    if (refusal) return refusalWords(refusal, this.messages);
    const mustEnd = this.#mustEnd(option);
    return approval ? `${refusalWords(approval, this.messages)} ${mustEnd}` : mustEnd;
  }

  #change({ change }: RoleOption): TemplateResult | typeof nothing {
    if (!change) return nothing;
    return html`<span class="change ${change}">${this.messages.rolePicker.change[change]}</span>`;
  }

  #end(option: RoleOption): TemplateResult | typeof nothing {
    const { common, dateField, format, rolePicker } = this.messages;
    const { role, end, endsAt, state } = option;
    if (!end) {
      if (!endsAt || state !== "on") return nothing;
      return html`<span class="until">${common.until(format.day(endsAt))}</span>`;
    }
    return html`<permit-date-field
      label=${rolePicker.endOf(role.name)}
      placeholder=${option.endsDiffer ? rolePicker.endsDiffer : ""}
      .words=${dateField}
      .value=${endsAt}
      .min=${end.min}
      .max=${end.max}
      ?required=${end.required}
      @change=${(event: Event) => this.#moveEnd(event, option)}
    ></permit-date-field>`;
  }

  /** Why there must be an end, before anybody asks. */
  #mustEnd({ role, state, change }: RoleOption): string {
    const { rolePicker, format } = this.messages;
    const isGiven = this.ends ? change === "added" || change === "moved" : state === "on";
    if (!role.must_end || !isGiven) return "";
    return rolePicker.mustEnd(role.latest_end && format.day(role.latest_end));
  }

  #switch(event: Event, option: RoleOption): void {
    if (option.refusal) event.preventDefault();
    else this.dispatchEvent(new RoleSwitchEvent(option));
    this.requestUpdate();
  }

  #moveEnd(event: Event, option: RoleOption): void {
    event.stopPropagation();
    this.dispatchEvent(new RoleEndEvent(option, (event.target as PermitDateField).value));
  }

  private searchRoles(event: Event): void {
    this.search = (event.target as HTMLInputElement).value;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-role-picker": PermitRolePicker;
  }
}
