import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { live } from "lit/directives/live.js";
import type { Role } from "../../api/wire.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { icon } from "../ui/icon.js";
import { type AnswerRow, type Fault, type InviteRow } from "./invite-draft.js";
import { inviteRowsStyles } from "./invite-rows.styles.js";
import "./grants-field.js";
import type { PermitGrantsField } from "./grants-field.js";
import type { Messages } from "./messages.js";
import { refusalsWords } from "../people/refusal.js";

const rowsOnPage = 50;

/** A row was changed by hand. */
export class RowChangeEvent extends Event {
  constructor(readonly row: InviteRow) {
    super("permit-row-change");
  }
}

/** A row was taken out by hand. */
export class RowRemoveEvent extends Event {
  constructor(readonly row: InviteRow) {
    super("permit-row-remove");
  }
}

/**
 * @summary Addresses to invite, each with its roles, its end and what will happen.
 *
 * @fires permit-row-change - A row was changed.
 * @fires permit-row-remove - A row was taken out.
 */
@customElement("permit-invite-rows")
export class PermitInviteRows extends LitElement {
  static override styles = [controlStyles, inviteRowsStyles];

  /** The rows to show. */
  @property({ attribute: false }) rows: readonly InviteRow[] = [];

  /** Roles to choose from. */
  @property({ attribute: false }) roles: readonly Role[] = [];

  /** What is wrong with rows, by id. */
  @property({ attribute: false }) faults: ReadonlyMap<number, Fault> = new Map();

  /** What will happen to each row, or has. */
  @property({ attribute: false }) answers: ReadonlyMap<InviteRow, AnswerRow> = new Map();

  /** Rows are being sent: nothing can be changed. */
  @property({ type: Boolean }) busy = false;

  /** The words. */
  @property({ attribute: false }) messages!: Messages;

  @state() private page = 0;
  @state() private onlyRefused = false;

  #places = new Map<number, number>();

  /** Puts the focus near where a row was; false if there is no row left. */
  async focusNear(id: number): Promise<boolean> {
    const place = this.#places.get(id) ?? 0;
    await this.updateComplete;
    const buttons = this.renderRoot.querySelectorAll<HTMLElement>(".remove");
    const button = buttons[Math.min(place, buttons.length - 1)];
    button?.focus();
    return button !== undefined;
  }

  override render(): TemplateResult {
    const { columns } = this.messages.invite;
    const refused = this.rows.filter((row) => this.#isRefused(row));
    const shown = this.onlyRefused && refused.length > 0 ? refused : this.rows;
    const pages = Math.ceil(shown.length / rowsOnPage);
    const page = Math.min(this.page, pages - 1);
    const onPage = shown.slice(page * rowsOnPage, (page + 1) * rowsOnPage);
    this.#places = new Map(onPage.map((row, place) => [row.id, place]));
    return html`${this.rows.length > rowsOnPage ? this.#pager(page, pages, shown.length, refused.length) : nothing}
      <div class="row head" aria-hidden="true">
        <span>${columns.email}</span><span>${columns.roles}</span><span>${columns.until}</span>
        <span>${columns.verdict}</span><span></span>
      </div>
      <ol>
        ${repeat(
          onPage,
          (row) => row.id,
          (row) => this.#row(row),
        )}
      </ol>`;
  }

  /** Rows have fields and reasons of any height: pages stay smooth where one long list would not. */
  #pager(page: number, pages: number, count: number, refused: number): TemplateResult {
    const { pager } = this.messages;
    const first = page * rowsOnPage;
    return html`<div class="pager">
      <span role="status">${pager.range(first + 1, Math.min(first + rowsOnPage, count), count)}</span>
      <button type="button" class="button" ?disabled=${page === 0} @click=${() => (this.page = page - 1)}>
        ${pager.previous}
      </button>
      <button
        type="button"
        class="button"
        ?disabled=${page >= pages - 1}
        @click=${() => (this.page = page + 1)}
      >
        ${pager.next}
      </button>
      ${
        refused > 0
          ? html`<label class="only">
              <input
                class="checkbox"
                type="checkbox"
                .checked=${this.onlyRefused}
                @change=${() => (this.onlyRefused = !this.onlyRefused)}
              />
              ${pager.onlyRefused(refused)}
            </label>`
          : nothing
      }
    </div>`;
  }

  #isRefused(row: InviteRow): boolean {
    return this.faults.has(row.id) || this.answers.get(row)?.outcome === "refused";
  }

  #row(row: InviteRow): TemplateResult {
    const { invite } = this.messages;
    const fault = this.faults.get(row.id);
    const atAddress = fault !== undefined && fault.kind !== "roles" && fault.kind !== "end";
    return html`<li class="row">
      <input
        class="field email"
        type="email"
        dir="auto"
        autocomplete="off"
        aria-label=${invite.columns.email}
        aria-describedby="verdict-${row.id}"
        aria-invalid=${atAddress}
        ?disabled=${this.busy}
        .value=${live(row.email)}
        @change=${(event: Event) => this.#changeEmail(event, row)}
      />
      <permit-grants-field
        subject=${row.email || invite.noAddress}
        .grants=${row.roles}
        .roles=${this.roles}
        .messages=${this.messages}
        ?disabled=${this.busy}
        problem=${fault && !atAddress ? invite.faults[fault.kind as "roles" | "end"] : ""}
        @change=${(event: Event) => this.#changeGrants(event, row)}
      ></permit-grants-field>
      <div class="verdict" id="verdict-${row.id}">${this.#verdict(row, fault)}</div>
      <button
        type="button"
        class="button quiet icon remove"
        aria-label=${invite.removeRow(row.email || invite.noAddress)}
        ?disabled=${this.busy}
        @click=${() => this.dispatchEvent(new RowRemoveEvent(row))}
      >
        ${icon("close")}
      </button>
    </li>`;
  }

  #verdict(row: InviteRow, fault: Fault | undefined): TemplateResult {
    const { invite, common } = this.messages;
    if (fault) {
      const words = fault.kind === "twice" ? invite.faults.twice(fault.of) : invite.faults[fault.kind];
      return sign("no", "✕", words);
    }
    const answer = this.answers.get(row);
    if (!answer) return sign("wait", "…", invite.checking);
    const mixed = answer.mixed_script ? sign("ask", "!", common.mixedScript) : nothing;
    if (answer.outcome === "refused") {
      return html`${sign("no", "✕", refusalsWords(answer.reasons, this.messages, this.roles))}${mixed}`;
    }
    const names = this.roles.filter((role) => row.roles.some((grant) => grant.role === role.id));
    const words =
      answer.outcome === "granted" ? invite.willGrant(names.map((role) => role.name)) : invite.willInvite;
    return html`${sign("ok", "✓", words)}${mixed}`;
  }

  #changeEmail(event: Event, row: InviteRow): void {
    const email = (event.target as HTMLInputElement).value.trim();
    this.dispatchEvent(new RowChangeEvent({ ...row, email }));
  }

  #changeGrants(event: Event, row: InviteRow): void {
    this.dispatchEvent(new RowChangeEvent({ ...row, roles: (event.target as PermitGrantsField).grants }));
  }
}

function sign(kind: "ok" | "no" | "ask" | "wait", mark: string, words: string): TemplateResult {
  return html`<div class=${kind}><span aria-hidden="true">${mark}</span> <span>${words}</span></div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-invite-rows": PermitInviteRows;
  }
}
