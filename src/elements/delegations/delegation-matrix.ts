import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Cell } from "../../api/delegations/contract.js";
import { chipStyles } from "../ui/chip.styles.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { place } from "../ui/place.js";
import { limitsInShort, whyNot } from "./cell-words.js";
import { matrixStyles } from "./delegation-matrix.styles.js";
import type { DelegationMessages } from "./messages.js";
import { columnsOf, nameOf, saysSomething, type Shown, type ShownRole, type ShownRow } from "./names.js";
import { OpenRoleRequest } from "./requests.js";
import { walkCells, type At } from "./walk-cells.js";

/**
 * @summary Who may give what, as a grid: arrow keys walk, Enter tells all of a row or of a cell. Why something may not
 * be given is told beside its cell.
 *
 * @fires permit-open-role-request - Somebody wants to read all of a row, or of a cell.
 * @csspart matrix - The grid.
 * @csspart column-header - A role that may be given.
 * @csspart row-header - The role whose holders may give.
 * @csspart cell - Whether they may.
 */
@customElement("permit-delegation-matrix")
export class PermitDelegationMatrix extends LitElement {
  static override styles = [controlStyles, chipStyles, matrixStyles];

  /** Who may give what. */
  @property({ attribute: false }) shown!: Shown;

  /** The words. */
  @property({ attribute: false }) messages!: DelegationMessages;

  @state() private at: At = { row: 0, column: 0 };
  @state() private told = "";

  protected override render(): TemplateResult {
    const { matrix, list } = this.messages;
    const columns = columnsOf(this.shown);
    return html`<div class="scroller" @keydown=${this.walk} @focusin=${this.noteFocus} @focusout=${this.hush}>
        <table role="grid" part="matrix" aria-label=${list.title} aria-describedby="hint">
          <thead>
            <tr>
              <th class="corner" scope="col" role="columnheader">
                ${matrix.holders} <span class="muted">… ${matrix.mayGive}</span>
              </th>
              ${columns.map(
                ({ name, resource }) =>
                  html`<th scope="col" role="columnheader" part="column-header">
                    <bdi>${name}</bdi> ${resource ? html`<small>${matrix.on(resource)}</small>` : nothing}
                  </th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${repeat(
              this.#rows,
              ({ role }) => role,
              (row, index) => this.#row(row, index, columns),
            )}
          </tbody>
        </table>
      </div>
      <p id="hint" class="visually-hidden">${matrix.hint}</p>
      <div class="tip" popover="manual" aria-hidden="true">${this.told}</div>`;
  }

  get #rows(): ShownRow[] {
    return this.shown.rows.filter(saysSomething);
  }

  #row(row: ShownRow, index: number, columns: readonly ShownRole[]): TemplateResult {
    const { common, matrix } = this.messages;
    const cells = new Map(row.cells.map((cell) => [cell.role, cell]));
    const isWritten = row.delegations.some(({ source }) => source === "written");
    const isForTenant = row.delegations.some(({ is_for_tenant }) => is_for_tenant);
    return html`<tr>
      <th
        scope="row"
        role="rowheader"
        part="row-header"
        tabindex=${this.#tabIndex(index, 0)}
        data-at="${index} 0"
        @click=${() => this.#open(row.role, null)}
      >
        <bdi class="name">${nameOf(this.shown, row.role)}</bdi>
        <small>
          ${row.holders ? common.people(row.holders.total) : nothing}${
            isWritten ? nothing : html`${row.holders ? " · " : nothing}${matrix.fromLevels}`
          }${isForTenant && this.shown.tenant ? html` · ${matrix.own}` : nothing}
        </small>
      </th>
      ${columns.map(({ id }, column) => this.#cell(row, cells.get(id), id, { row: index, column: column + 1 }))}
    </tr>`;
  }

  #cell(row: ShownRow, cell: Cell | undefined, given: string, at: At): TemplateResult {
    const { matrix } = this.messages;
    const why = cell && !cell.may ? whyNot(cell, this.messages, this.shown.roles) : "";
    const leaks = this.shown.leaks.some(
      ({ role, via, is_meant }) => role === row.role && via === given && !is_meant,
    );
    return html`<td
      role="gridcell"
      part="cell"
      class=${cell?.may ? "may" : "not"}
      tabindex=${this.#tabIndex(at.row, at.column)}
      data-at="${at.row} ${at.column}"
      data-why=${why || nothing}
      aria-description=${why || nothing}
      @click=${() => this.#open(row.role, given)}
      @pointerenter=${this.tell}
      @pointerleave=${this.hush}
    >
      <span class="answer">${cell?.may ? matrix.yes : matrix.no}</span>
      ${cell?.may ? html`<small>${limitsInShort(cell, this.messages)}</small>` : nothing}
      ${leaks ? html`<small class="leaks">${matrix.suspended}</small>` : nothing}
    </td>`;
  }

  #tabIndex(row: number, column: number): number {
    return this.at.row === row && this.at.column === column ? 0 : -1;
  }

  #open(role: string, given: string | null): void {
    this.dispatchEvent(new OpenRoleRequest(role, given));
  }

  private walk(event: KeyboardEvent): void {
    const rows = this.#rows;
    const last = { row: rows.length - 1, column: this.shown.roles.length };
    const next = walkCells(event, this.at, last, getComputedStyle(this).direction === "rtl");
    if (next) {
      event.preventDefault();
      this.renderRoot.querySelector<HTMLElement>(`[data-at="${next.row} ${next.column}"]`)?.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      (event.target as HTMLElement).click();
    } else if (event.key === "Escape") this.hush();
  }

  private noteFocus(event: FocusEvent): void {
    const [row, column] = (event.target as HTMLElement).dataset["at"]?.split(" ").map(Number) ?? [];
    if (row === undefined || column === undefined) return;
    this.at = { row, column };
    void this.tell(event);
  }

  private async tell(event: Event): Promise<void> {
    const cell = event.target as HTMLElement;
    this.told = cell.dataset["why"] ?? "";
    if (!this.told) return this.hush();
    await this.updateComplete;
    const tip = this.renderRoot.querySelector<HTMLElement>(".tip");
    if (!tip || !this.told || !cell.isConnected) return;
    tip.showPopover();
    place(tip, cell, "start");
  }

  private hush(): void {
    const tip = this.renderRoot.querySelector<HTMLElement>(".tip");
    if (tip?.matches(":popover-open")) tip.hidePopover();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-delegation-matrix": PermitDelegationMatrix;
  }
}
