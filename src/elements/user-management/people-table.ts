import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Role, Session } from "../../api/wire.js";
import type { Person } from "../../api/people/contract.js";
import { chipStyles } from "../ui/chip.styles.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { icon } from "../ui/icon.js";
import { RowGrid, rowAround, type GridRows } from "../ui/row-grid.js";
import { rowGridStyles } from "../ui/row-grid.styles.js";
import { avatarStyles } from "../ui/avatar.js";
import {
  ActionsRequest,
  OpenPersonRequest,
  SelectionRequest,
  SortRequest,
  type Sort,
} from "./list-events.js";
import type { ListMessages } from "./messages.js";
import { peopleTableStyles } from "./people-table.styles.js";
import { personRow } from "./person-row.js";

/** The rows as the table reads them: most are not here, and are asked for when they come in sight. */
export interface People extends GridRows {
  readonly isPending: boolean;
  row(index: number): Person | undefined;
  rows(): Iterable<Person>;
}

/**
 * @summary The table of people: only the rows in sight are there, however many there are. A small screen gets cards.
 *
 * @fires permit-sort-request - A header was chosen.
 * @fires permit-open-person-request - A person is to be opened.
 * @fires permit-actions-request - The menu of a person's actions is wanted.
 * @fires permit-selection-request - The selection is to be another.
 */
@customElement("permit-people-table")
export class PermitPeopleTable extends LitElement {
  static override styles = [controlStyles, chipStyles, avatarStyles, rowGridStyles, peopleTableStyles];

  @property({ attribute: false }) people!: People;
  /** Of `people`: it changes within. */
  @property({ attribute: false }) revision = 0;
  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) messages!: ListMessages;
  @property({ attribute: false }) sort!: Sort;
  @property({ attribute: false }) selection: ReadonlyMap<string, Person> = new Map();
  /** Checkboxes to select people with. */
  @property({ type: Boolean, reflect: true }) selectable = false;
  /** Whether there is anything in a person's menu beyond opening them. */
  @property({ attribute: false }) hasActions: (person: Person) => boolean = () => false;
  @property({ reflect: true }) density: "comfortable" | "compact" = "comfortable";

  #grid = new RowGrid(
    this,
    () => this.people,
    () => (this.#lastSelected = undefined),
  );
  #lastSelected: number | undefined;
  #roles: ReadonlyMap<string, Role> = new Map();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("session")) this.#roles = new Map(this.session.roles.map((role) => [role.id, role]));
  }

  /** Goes to the row that Tab would reach. */
  override focus(): void {
    void this.#grid.goTo(this.#grid.active);
  }

  /** By hand, since the element must work where no inline style is allowed. */
  protected override updated(): void {
    const columns = this.session.element.columns.length;
    this.style.setProperty("--_attributes", String(columns));
    this.toggleAttribute("with-attributes", columns > 0);
  }

  protected override render(): TemplateResult {
    const { list } = this.messages;
    return html`<div class="scroller" part="table">
        <div
          class="grid"
          role="grid"
          aria-label=${list.title}
          aria-rowcount=${this.people.length + 1}
          aria-multiselectable=${this.selectable ? "true" : nothing}
          aria-busy=${this.people.isPending}
          @keydown=${this.walk}
          @click=${this.act}
          @focusin=${(event: FocusEvent) => this.#grid.noteFocus(event)}
        >
          <div class="head" role="rowgroup">${this.#header()}</div>
          <div class="canvas" role="rowgroup">
            ${repeat(
              this.#grid.indices(),
              (index) => index,
              (index) => this.#row(index),
            )}
          </div>
        </div>
      </div>
      <div class="probe" aria-hidden="true"></div>`;
  }

  #header(): TemplateResult {
    const { columns, selectShown } = this.messages.list;
    const all = this.selection.size > 0 ? [...this.people.rows()] : [];
    const some = all.some((person) => this.selection.has(person.user));
    const every = some && all.every((person) => this.selection.has(person.user));
    return html`<div class="line" role="row" aria-rowindex="1">
      ${
        this.selectable
          ? html`<div class="cell check" role="columnheader">
              <input
                type="checkbox"
                class="checkbox"
                aria-label=${selectShown}
                .checked=${every}
                .indeterminate=${some && !every}
                @change=${this.selectAll}
              />
            </div>`
          : nothing
      }
      ${this.#columnHeader(columns.person, "who", "name")} ${this.#columnHeader(columns.roles, "roles")}
      ${this.session.element.columns.map(({ label }) => this.#columnHeader(label, "attribute"))}
      ${this.#columnHeader(columns.status, "status", "status")}
      ${this.#columnHeader(columns.changed, "changed", "changed")}
      <div class="cell actions" role="columnheader">
        <span class="visually-hidden">${columns.actions}</span>
      </div>
    </div>`;
  }

  #columnHeader(label: string, look: string, sort?: Sort["sort"]): TemplateResult {
    if (!sort) {
      return html`<div class="cell ${look}" role="columnheader" part="column-header">${label}</div>`;
    }
    const isSorted = this.sort.sort === sort;
    const ascending = this.sort.direction === "asc";
    const sorted = ascending ? "ascending" : "descending";
    const first = sort === "changed" ? "desc" : "asc";
    const turned = ascending ? "desc" : "asc";
    const next: Sort = { sort, direction: isSorted ? turned : first };
    return html`<div
      class="cell ${look}"
      role="columnheader"
      part="column-header"
      aria-sort=${isSorted ? sorted : "none"}
    >
      <button class="sort" @click=${() => this.dispatchEvent(new SortRequest(next))}>
        ${label} ${isSorted ? icon(ascending ? "up" : "down") : nothing}
      </button>
    </div>`;
  }

  #row(index: number): TemplateResult {
    const person = this.people.row(index);
    return personRow({
      index,
      person,
      session: this.session,
      roles: this.#roles,
      messages: this.messages,
      isActive: index === this.#grid.active,
      isSelected: person !== undefined && this.selection.has(person.user),
      isSelectable: this.selectable,
      hasActions: person !== undefined && this.hasActions(person),
    });
  }

  private walk(event: KeyboardEvent): void {
    const isOnRow = this.#grid.walk(event);
    const { active } = this.#grid;
    const person = this.people.row(active);
    if (!person || !isOnRow) return;
    if (event.key === " " && this.selectable) {
      event.preventDefault();
      this.#toggle(active, event.shiftKey);
    }
    if (event.key === "Enter") this.dispatchEvent(new OpenPersonRequest(person));
  }

  private act(event: MouseEvent): void {
    const index = rowAround(event);
    const control = (event.target as HTMLElement).closest<HTMLElement>("[data-deed]");
    const person = index === undefined ? undefined : this.people.row(index);
    if (index === undefined || !person || !control) return;
    const deed = control.dataset["deed"];
    if (deed === "select") this.#toggle(index, event.shiftKey);
    if (deed === "open") this.dispatchEvent(new OpenPersonRequest(person));
    if (deed === "actions") this.dispatchEvent(new ActionsRequest(person, control));
  }

  /** With Shift, all between the last one chosen and this one, as far as they are here. */
  #toggle(index: number, range: boolean): void {
    const selection = new Map(this.selection);
    const person = this.people.row(index);
    if (!person) return;
    const select = !selection.has(person.user);
    const from = range ? (this.#lastSelected ?? index) : index;
    for (let at = Math.min(from, index); at <= Math.max(from, index); at++) {
      const one = this.people.row(at);
      if (one && select) selection.set(one.user, one);
      else if (one) selection.delete(one.user);
    }
    this.#lastSelected = index;
    this.dispatchEvent(new SelectionRequest(selection));
  }

  private selectAll(event: Event): void {
    const selection = new Map(this.selection);
    for (const person of this.people.rows()) {
      if ((event.target as HTMLInputElement).checked) selection.set(person.user, person);
      else selection.delete(person.user);
    }
    this.dispatchEvent(new SelectionRequest(selection));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-people-table": PermitPeopleTable;
  }
}
