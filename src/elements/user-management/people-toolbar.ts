import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Session } from "../../api/wire.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { icon } from "../ui/icon.js";
import "../ui/popup.js";
import { refusableButton, refusableStyles } from "../ui/refusable-button.js";
import { everybody, NarrowRequest, type Narrowing } from "./list-events.js";
import type { ListMessages } from "./messages.js";
import { peopleToolbarStyles } from "./people-toolbar.styles.js";

interface Choice {
  value: string;
  label: string;
}

const searchDelay = 150;

/**
 * @summary Search, filters and the way to invite. `/` goes to the search from anywhere on the page.
 *
 * @slot - Further controls of the host's.
 * @fires permit-narrow-request - Search or filters are to be others.
 * @fires permit-invite-request - Somebody is to be invited.
 */
@customElement("permit-people-toolbar")
export class PermitPeopleToolbar extends LitElement {
  static override styles = [controlStyles, refusableStyles, peopleToolbarStyles];

  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) messages!: ListMessages;
  @property({ attribute: false }) narrowing: Narrowing = everybody;
  /** Why nobody can be invited; null leaves the button out. */
  @property({ attribute: false }) whyNoInvite: string | null | undefined = null;

  @state() private typed = "";
  @query("input[type=search]") private search!: HTMLInputElement;

  #delay: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("keydown", this.#focusOnSlash);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#delay);
    document.removeEventListener("keydown", this.#focusOnSlash);
  }

  /** Goes to the search. */
  override focus(): void {
    this.search.focus();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("narrowing") || this.narrowing.search === this.typed.trim()) return;
    this.typed = this.narrowing.search;
  }

  protected override render(): TemplateResult {
    const { list, common } = this.messages;
    const roles = this.#roles();
    const statuses = this.#statuses();
    return html`<div class="bar" part="toolbar" role="search">
        <div class="search">
          ${icon("search")}
          <input
            type="search"
            class="field"
            part="search"
            aria-label=${list.search}
            placeholder=${list.searchHint}
            maxlength="200"
            autocomplete="off"
            spellcheck="false"
            aria-keyshortcuts="/"
            .value=${this.typed}
            @input=${this.type}
            @keydown=${this.clearOnEscape}
          />
          ${
            this.typed === ""
              ? html`<kbd aria-hidden="true">/</kbd>`
              : html`<button class="clear" aria-label=${list.clearSearch} @click=${this.clearSearch}>
                  ${icon("close")}
                </button>`
          }
        </div>
        ${this.#filter(list.filterByRole, list.roleFilter, roles, this.narrowing.roles, this.filterRoles)}
        ${this.#filter(
          list.filterByStatus,
          list.statusFilter,
          statuses,
          this.narrowing.statuses,
          this.filterStatuses,
        )}
        <slot></slot>
        ${
          this.whyNoInvite === null
            ? nothing
            : refusableButton({
                label: list.invite,
                look: "primary",
                part: "button primary-button",
                reason: this.whyNoInvite,
                run: () => this.dispatchEvent(new Event("permit-invite-request")),
              })
        }
      </div>
      ${this.#activeFilters([...roles, ...statuses], common.clear)}`;
  }

  #filter(
    label: string,
    text: string,
    choices: readonly Choice[],
    chosen: readonly string[],
    change: (event: Event) => void,
  ): TemplateResult {
    const count = chosen.length > 0 ? ` · ${this.messages.format.number(chosen.length)}` : "";
    return html`<permit-popup class="filter" part="filter" .label=${label} .text=${text + count}>
      <div class="choices">
        ${choices.map(
          ({ value, label }) => html`
            <label class="choice">
              <input
                type="checkbox"
                class="checkbox"
                value=${value}
                .checked=${chosen.includes(value)}
                @change=${change}
              />
              <span>${label}</span>
            </label>
          `,
        )}
      </div>
    </permit-popup>`;
  }

  #activeFilters(choices: readonly Choice[], clear: string): TemplateResult | typeof nothing {
    const { list } = this.messages;
    const { roles, statuses } = this.narrowing;
    const active = [...roles, ...statuses].map((value) => choices.find((one) => one.value === value));
    if (active.length === 0) return nothing;
    return html`<ul class="active">
      ${active.map((choice) =>
        choice
          ? html`<li>
              <button
                class="button small active-filter"
                aria-label=${list.removeFilter(choice.label)}
                @click=${() => this.#drop(choice.value)}
              >
                ${choice.label} ${icon("close")}
              </button>
            </li>`
          : nothing,
      )}
      <li>
        <button class="button link" aria-label=${list.clearFilters} @click=${this.clearFilters}>
          ${clear}
        </button>
      </li>
    </ul>`;
  }

  #roles(): Choice[] {
    const inTenant = this.session.roles.filter((role) => role.resource === null);
    return inTenant.map(({ id, name }) => ({ value: id, label: name }));
  }

  #statuses(): Choice[] {
    const { active, suspended } = this.messages.common.status;
    return [
      { value: "active", label: active },
      { value: "suspended", label: suspended },
    ];
  }

  private type(): void {
    this.typed = this.search.value;
    clearTimeout(this.#delay);
    this.#delay = setTimeout(() => this.#narrow({ search: this.typed.trim() }), searchDelay);
  }

  private clearSearch(): void {
    clearTimeout(this.#delay);
    this.typed = "";
    this.#narrow({ search: "" });
    this.search.focus();
  }

  private clearOnEscape(event: KeyboardEvent): void {
    if (event.key !== "Escape" || this.typed === "") return;
    event.preventDefault();
    this.clearSearch();
  }

  private filterRoles(event: Event): void {
    this.#narrow({ roles: changed(this.narrowing.roles, event.target as HTMLInputElement) });
  }

  private filterStatuses(event: Event): void {
    const statuses = changed(this.narrowing.statuses, event.target as HTMLInputElement);
    this.#narrow({ statuses: statuses as Narrowing["statuses"] });
  }

  private clearFilters(): void {
    this.#narrow({ roles: [], statuses: [] });
    this.search.focus();
  }

  #drop(value: string): void {
    this.#narrow({
      roles: this.narrowing.roles.filter((one) => one !== value),
      statuses: this.narrowing.statuses.filter((one) => one !== value),
    });
    this.search.focus();
  }

  #narrow(part: Partial<Narrowing>): void {
    this.dispatchEvent(new NarrowRequest({ ...this.narrowing, ...part }));
  }

  #focusOnSlash = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0];
    const isTyping =
      target instanceof HTMLElement &&
      (target.isContentEditable || target.matches("input, textarea, select"));
    const inDialog = event
      .composedPath()
      .some((node) => node instanceof Element && node.matches("dialog, :popover-open"));
    if (event.key !== "/" || event.defaultPrevented || isTyping || inDialog) return;
    if (event.ctrlKey || event.metaKey || event.altKey || !this.checkVisibility()) return;
    event.preventDefault();
    this.search.focus();
    this.search.select();
  };
}

function changed(values: readonly string[], { value, checked }: HTMLInputElement): string[] {
  const others = values.filter((one) => one !== value);
  return checked ? [...others, value] : others;
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-people-toolbar": PermitPeopleToolbar;
  }
}
