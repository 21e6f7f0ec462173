import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Role, Session } from "../../api/wire.js";
import type { Person } from "../../api/people/contract.js";
import { chipStyles } from "../ui/chip.styles.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { icon } from "../ui/icon.js";
import { rowGridStyles } from "../ui/row-grid.styles.js";
import { RowWindow } from "../ui/row-window.js";
import { walkRows } from "../ui/walk-rows.js";
import { avatarStyles } from "../people/avatar.js";
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
export interface People {
  readonly length: number;
  readonly generation: number;
  readonly isPending: boolean;
  row(index: number): Person | undefined;
  rows(): Iterable<Person>;
  inSight(first: number, last: number): void;
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

  @query(".scroller") private scroller!: HTMLElement;
  @query(".canvas") private canvas!: HTMLElement;
  @query(".head") private head!: HTMLElement;
  @query(".probe") private probe!: HTMLElement;

  #window = new RowWindow(this, () => this.people.inSight(this.#window.first, this.#window.last));
  #active = 0;
  #generation = 0;
  #lastSelected: number | undefined;
  #roles: ReadonlyMap<string, Role> = new Map();
  #clock: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#clock = setInterval(() => this.requestUpdate(), 60_000);
    if (this.hasUpdated) this.#window.watch(this.scroller, this.probe, this.head);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("session")) this.#roles = new Map(this.session.roles.map((role) => [role.id, role]));
    this.#window.setCount(this.people.length);
    if (this.people.generation !== this.#generation) {
      this.#generation = this.people.generation;
      this.#active = 0;
      this.#lastSelected = undefined;
      this.#window.toTop();
      this.people.inSight(this.#window.first, this.#window.last);
    }
  }

  /** After the update, since measuring leads to the next one. */
  protected override firstUpdated(): void {
    void this.updateComplete.then(() => this.#window.watch(this.scroller, this.probe, this.head));
  }

  /** Goes to the row that Tab would reach. */
  override focus(): void {
    void this.#goTo(this.#active);
  }

  /** By hand, since the element must work where no inline style is allowed. */
  protected override updated(): void {
    // The line below the last row would stand beside that of the footer.
    this.canvas.style.blockSize = `${this.#window.height - 1}px`;
    for (const row of this.canvas.querySelectorAll<HTMLElement>(".row")) {
      row.style.transform = `translateY(${this.#window.top(Number(row.dataset["index"]))}px)`;
    }
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
          @focusin=${this.noteFocus}
        >
          <div class="head" role="rowgroup">${this.#header()}</div>
          <div class="canvas" role="rowgroup">
            ${repeat(
              this.#indices(),
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
      isActive: index === this.#active,
      isSelected: person !== undefined && this.selection.has(person.user),
      isSelectable: this.selectable,
      hasActions: person !== undefined && this.hasActions(person),
    });
  }

  /** The rows in the window, and the one with the focus: it must not vanish while scrolled away. */
  #indices(): number[] {
    const { first, last } = this.#window;
    this.#active = Math.max(0, Math.min(this.#active, this.people.length - 1));
    const indices = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    if (this.people.length === 0 || (this.#active >= first && this.#active <= last)) return indices;
    return this.#active < first ? [this.#active, ...indices] : [...indices, this.#active];
  }

  private walk(event: KeyboardEvent): void {
    const index = walkRows(event, {
      active: this.#active,
      last: this.people.length - 1,
      page: this.#window.rowsInSight,
    });
    if (index !== undefined) void this.#goTo(index);
    const person = this.people.row(this.#active);
    if (!person || !isRow(event.target)) return;
    if (event.key === " " && this.selectable) {
      event.preventDefault();
      this.#toggle(this.#active, event.shiftKey);
    }
    if (event.key === "Enter") this.dispatchEvent(new OpenPersonRequest(person));
  }

  async #goTo(index: number): Promise<void> {
    this.#active = index;
    this.#window.reveal(index);
    this.requestUpdate();
    await this.updateComplete;
    this.canvas.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true });
  }

  private act(event: MouseEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>(".row");
    const control = (event.target as HTMLElement).closest<HTMLElement>("[data-deed]");
    const index = Number(row?.dataset["index"]);
    const person = row ? this.people.row(index) : undefined;
    if (!person || !control) return;
    const deed = control.dataset["deed"];
    if (deed === "select") this.#toggle(index, event.shiftKey);
    if (deed === "open") this.dispatchEvent(new OpenPersonRequest(person));
    if (deed === "actions") this.dispatchEvent(new ActionsRequest(person, control));
  }

  private noteFocus(event: FocusEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>(".row");
    if (!row || Number(row.dataset["index"]) === this.#active) return;
    this.#active = Number(row.dataset["index"]);
    this.requestUpdate();
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

function isRow(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.classList.contains("row");
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-people-table": PermitPeopleTable;
  }
}
