import { LitElement, html, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { AuditEntry } from "../../api/audit-log/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { rowGridStyles } from "../ui/row-grid.styles.js";
import { RowWindow } from "../ui/row-window.js";
import { walkRows } from "../ui/walk-rows.js";
import { FilterRequest, OpenEntryRequest } from "./audit-events.js";
import { auditTableStyles } from "./audit-table.styles.js";
import { entryRow } from "./entry-row.js";
import type { AuditMessages } from "./messages.js";

/** The entries as the table reads them: most are not here, and are asked for when they come in sight. */
export interface Entries {
  readonly length: number;
  readonly generation: number;
  readonly isPending: boolean;
  row(index: number): AuditEntry | undefined;
  inSight(first: number, last: number): void;
}

/**
 * @summary The table of entries: only the rows in sight are there. A small screen gets cards.
 *
 * @fires permit-filter-request - A name was chosen to filter by.
 * @fires permit-open-entry-request - All of an entry is wanted.
 */
@customElement("permit-audit-table")
export class PermitAuditTable extends LitElement {
  static override styles = [controlStyles, rowGridStyles, auditTableStyles];

  @property({ attribute: false }) entries!: Entries;
  /** Of `entries`: it changes within. */
  @property({ attribute: false }) revision = 0;
  @property({ attribute: false }) messages!: AuditMessages;
  /** How many there are; undefined while that is not known. */
  @property({ attribute: false }) total: number | undefined;
  @property({ reflect: true }) density: "comfortable" | "compact" = "comfortable";

  @state() private isExact = false;

  @query(".scroller") private scroller!: HTMLElement;
  @query(".canvas") private canvas!: HTMLElement;
  @query(".head") private head!: HTMLElement;
  @query(".probe") private probe!: HTMLElement;

  #window = new RowWindow(this, () => this.entries.inSight(this.#window.first, this.#window.last));
  #active = 0;
  #generation = 0;
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

  protected override willUpdate(): void {
    this.#window.setCount(this.entries.length);
    if (this.entries.generation === this.#generation) return;
    this.#generation = this.entries.generation;
    this.#active = 0;
    this.#window.toTop();
    this.entries.inSight(this.#window.first, this.#window.last);
  }

  /** After the update, since measuring leads to the next one. */
  protected override firstUpdated(): void {
    void this.updateComplete.then(() => this.#window.watch(this.scroller, this.probe, this.head));
  }

  /** By hand, since the element must work where no inline style is allowed. */
  protected override updated(): void {
    this.canvas.style.blockSize = `${this.#window.height}px`;
    for (const row of this.canvas.querySelectorAll<HTMLElement>(".row")) {
      row.style.transform = `translateY(${this.#window.top(Number(row.dataset["index"]))}px)`;
    }
  }

  protected override render(): TemplateResult {
    const { list } = this.messages;
    return html`<div class="scroller" part="table">
        <div
          class="grid"
          role="grid"
          aria-label=${list.title}
          aria-rowcount=${this.total === undefined ? -1 : this.total + 1}
          aria-busy=${this.entries.isPending}
          @keydown=${this.walk}
          @click=${this.act}
          @focusin=${this.noteFocus}
        >
          <div class="head" role="rowgroup">${this.#header()}</div>
          <div class="canvas" role="rowgroup">
            ${repeat(
              this.#indices(),
              (index) => index,
              (index) =>
                entryRow({
                  index,
                  entry: this.entries.row(index),
                  messages: this.messages,
                  isActive: index === this.#active,
                  isExact: this.isExact,
                }),
            )}
          </div>
        </div>
      </div>
      <div class="probe" aria-hidden="true"></div>`;
  }

  #header(): TemplateResult {
    const { columns, exactTimes } = this.messages.list;
    const { when, who, what, result } = columns;
    return html`<div class="line" role="row" aria-rowindex="1">
      <div class="cell when" role="columnheader" part="column-header">
        ${when}
        <button class="exact" aria-pressed=${this.isExact} @click=${() => (this.isExact = !this.isExact)}>
          ${exactTimes}
        </button>
      </div>
      <div class="cell who" role="columnheader" part="column-header">${who}</div>
      <div class="cell what" role="columnheader" part="column-header">${what}</div>
      <div class="cell result" role="columnheader" part="column-header">${result}</div>
    </div>`;
  }

  /** The rows in the window, and the one with the focus: it must not vanish while scrolled away. */
  #indices(): number[] {
    const { first, last } = this.#window;
    this.#active = Math.max(0, Math.min(this.#active, this.entries.length - 1));
    const indices = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    if (this.entries.length === 0 || (this.#active >= first && this.#active <= last)) return indices;
    return this.#active < first ? [this.#active, ...indices] : [...indices, this.#active];
  }

  private walk(event: KeyboardEvent): void {
    const last = this.entries.length - 1;
    const index = walkRows(event, { active: this.#active, last, page: this.#window.rowsInSight });
    if (index !== undefined) void this.#goTo(index);
    const entry = this.entries.row(this.#active);
    const isOnRow = event.target instanceof HTMLElement && event.target.matches(".canvas .row");
    if (entry && isOnRow && event.key === "Enter") this.dispatchEvent(new OpenEntryRequest(entry));
  }

  async #goTo(index: number): Promise<void> {
    this.#active = index;
    this.#window.reveal(index);
    this.requestUpdate();
    await this.updateComplete;
    this.canvas.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true });
  }

  private act(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>(".row");
    const entry = row ? this.entries.row(Number(row.dataset["index"])) : undefined;
    if (!entry) return;
    const deed = target.closest<HTMLElement>("[data-deed]")?.dataset["deed"];
    if (deed === "open") this.dispatchEvent(new OpenEntryRequest(entry));
    if (deed === "actor") this.dispatchEvent(new FilterRequest({ actor: entry.actor.id }));
    if (deed === "target") this.dispatchEvent(new FilterRequest({ target: entry.target?.id ?? null }));
  }

  private noteFocus(event: FocusEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>(".canvas .row");
    if (!row || Number(row.dataset["index"]) === this.#active) return;
    this.#active = Number(row.dataset["index"]);
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-audit-table": PermitAuditTable;
  }
}
