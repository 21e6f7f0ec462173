import { LitElement, html, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { AuditEntry } from "../../api/audit-log/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { RowGrid, rowAround, type GridRows } from "../ui/row-grid.js";
import { rowGridStyles } from "../ui/row-grid.styles.js";
import { FilterRequest, OpenEntryRequest } from "./audit-events.js";
import { auditTableStyles } from "./audit-table.styles.js";
import { entryRow } from "./entry-row.js";
import type { AuditMessages } from "./messages.js";

/** The entries as the table reads them: most are not here, and are asked for when they come in sight. */
export interface Entries extends GridRows {
  readonly isPending: boolean;
  row(index: number): AuditEntry | undefined;
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

  #grid = new RowGrid(this, () => this.entries);

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
          @focusin=${(event: FocusEvent) => this.#grid.noteFocus(event)}
        >
          <div class="head" role="rowgroup">${this.#header()}</div>
          <div class="canvas" role="rowgroup">
            ${repeat(
              this.#grid.indices(),
              (index) => index,
              (index) =>
                entryRow({
                  index,
                  entry: this.entries.row(index),
                  messages: this.messages,
                  isActive: index === this.#grid.active,
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

  private walk(event: KeyboardEvent): void {
    const isOnRow = this.#grid.walk(event);
    const entry = this.entries.row(this.#grid.active);
    if (entry && isOnRow && event.key === "Enter") this.dispatchEvent(new OpenEntryRequest(entry));
  }

  private act(event: MouseEvent): void {
    const index = rowAround(event);
    const entry = index === undefined ? undefined : this.entries.row(index);
    if (!entry) return;
    const deed = (event.target as HTMLElement).closest<HTMLElement>("[data-deed]")?.dataset["deed"];
    if (deed === "open") this.dispatchEvent(new OpenEntryRequest(entry));
    if (deed === "actor") this.dispatchEvent(new FilterRequest({ actor: entry.actor.id }));
    if (deed === "target") this.dispatchEvent(new FilterRequest({ target: entry.target?.id ?? null }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-audit-table": PermitAuditTable;
  }
}
