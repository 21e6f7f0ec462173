import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { AuditPeople } from "../../api/audit-log/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { icon } from "../ui/icon.js";
import { LatestAnswer } from "../ui/latest-answer.js";
import { place } from "../ui/place.js";
import { popupStyles } from "../ui/popup.styles.js";
import { FilterRequest } from "./audit-events.js";
import { auditSearchStyles } from "./audit-search.styles.js";
import { actionLabel } from "./entry-words.js";
import type { Filter } from "./filter.js";
import type { AuditMessages } from "./messages.js";

interface Suggestion {
  label: string;
  change: Partial<Filter>;
}

/**
 * @summary What is typed finds people by name and kinds of action; choosing one filters by it. Arrow keys walk what was
 * found, Enter chooses, Escape closes.
 *
 * @fires permit-filter-request - Somebody or something was chosen to filter by.
 */
@customElement("permit-audit-search")
export class PermitAuditSearch extends LitElement {
  static override styles = [controlStyles, popupStyles, auditSearchStyles];

  @property({ attribute: false }) messages!: AuditMessages;
  /** The actions filtered by already: another is added to them. */
  @property({ attribute: false }) actions: readonly string[] = [];
  @property({ attribute: false }) find!: (search: string, signal: AbortSignal) => Promise<AuditPeople>;

  @state() private typed = "";
  @state() private active = 0;

  @query("input") private field!: HTMLInputElement;
  @query(".panel") private panel!: HTMLElement;

  #people = new LatestAnswer<AuditPeople>(this, 150);

  protected override render(): TemplateResult {
    const { search } = this.messages.filter;
    const found = this.#found();
    const isOpen = this.typed !== "";
    const { isStale, error } = this.#people;
    const isNone = isOpen && found.length === 0 && !isStale && error === undefined;
    return html`<div class="box">
        ${icon("search")}
        <input
          type="search"
          class="field"
          role="combobox"
          aria-label=${search.label}
          placeholder=${search.hint}
          aria-autocomplete="list"
          aria-expanded=${isOpen}
          aria-controls="found"
          aria-activedescendant=${isOpen && found.length > 0 ? `found-${this.active}` : nothing}
          maxlength="200"
          autocomplete="off"
          spellcheck="false"
          .value=${this.typed}
          @input=${this.ask}
          @keydown=${this.walk}
          @blur=${this.clear}
        />
      </div>
      <div class="panel" popover="manual" @pointerdown=${(event: Event) => event.preventDefault()}>
        <div id="found" role="listbox" aria-label=${search.label}>
          ${found.map(
            ({ label, change }, index) =>
              html`<div
                id="found-${index}"
                role="option"
                dir="auto"
                aria-selected=${index === this.active}
                @click=${() => this.#choose(change)}
              >
                ${label}
              </div>`,
          )}
        </div>
        <p class="none muted" role="status" ?hidden=${!isNone}>${isNone ? search.none : nothing}</p>
      </div>`;
  }

  protected override updated(): void {
    if (!this.isConnected) return;
    const isWanted = this.typed !== "" && (this.#found().length > 0 || !this.#people.isStale);
    this.panel.togglePopover(isWanted);
    if (!isWanted) return;
    place(this.panel, this.field, "start");
    this.renderRoot.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  /** People first, by what they did and what was done to them; then actions. */
  #found(): Suggestion[] {
    const typed = this.typed.trim().toLocaleLowerCase();
    if (!typed) return [];
    const { messages, actions } = this;
    const { by, about, search } = messages.filter;
    const people = (this.#people.answer?.people ?? []).flatMap(
      ({ id, name, did, was_done_to }): Suggestion[] => [
        ...(did ? [{ label: by(name), change: { actor: id } }] : []),
        ...(was_done_to ? [{ label: about(name), change: { target: id } }] : []),
      ],
    );
    const kinds = Object.keys(messages.actions)
      .map((action): [string, string] => [action, actionLabel(action, messages)])
      .filter(([action, label]) => label.toLocaleLowerCase().includes(typed) && !actions.includes(action))
      .map(([action, label]) => ({ label: search.action(label), change: { actions: [...actions, action] } }));
    return [...people, ...kinds];
  }

  private ask(): void {
    this.typed = this.field.value;
    this.active = 0;
    const search = this.typed.trim();
    if (search) this.#people.ask((signal) => this.find(search, signal));
    else this.#people.forget();
  }

  private walk(event: KeyboardEvent): void {
    const chosen = this.#found()[this.active];
    const to = { ArrowDown: this.active + 1, ArrowUp: this.active - 1 }[event.key];
    if (this.typed === "" || (to === undefined && event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    if (to !== undefined) this.active = Math.max(0, Math.min(to, this.#found().length - 1));
    else if (event.key === "Escape") this.clear();
    else if (chosen) this.#choose(chosen.change);
  }

  private clear(): void {
    this.typed = "";
    this.#people.forget();
  }

  #choose(change: Partial<Filter>): void {
    this.clear();
    this.dispatchEvent(new FilterRequest(change));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-audit-search": PermitAuditSearch;
  }
}
