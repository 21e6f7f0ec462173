import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Cell, Delegation } from "../../api/delegations/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { PermitDialog } from "../ui/dialog.js";
import "../ui/dialog.js";
import { whyNot } from "./cell-words.js";
import type { DialogMessages } from "./dialog-messages.js";
import { isSet } from "./form-groups.js";
import { groups, sentencesOf } from "./limit-words.js";
import { nameOf, rowOf, type Shown, type ShownRow } from "./names.js";
import { EditRequest, RemoveRequest } from "./requests.js";

/** @summary All limits of a role in plain sentences: where they come from, who changed them last. */
@customElement("permit-delegation-detail")
export class PermitDelegationDetail extends LitElement {
  static override styles = [
    controlStyles,
    css`
      section {
        padding-block: calc(var(--_space) * 4);
        border-block-start: 1px solid var(--_line);
      }

      h3 {
        margin: 0;
        font-size: inherit;
        font-weight: 650;
      }

      p {
        margin: var(--_space) 0 0;
      }

      .held {
        margin-block: 0 calc(var(--_space) * 3);
      }

      dl {
        display: grid;
        grid-template-columns: minmax(6rem, auto) minmax(0, 1fr);
        gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
        margin: calc(var(--_space) * 3) 0;
      }

      dt {
        color: var(--_muted);
      }

      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }

      dd + dd {
        grid-column: 2;
      }

      ul {
        margin: var(--_space) 0 0;
        padding-inline-start: 1.2rem;
      }

      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: calc(var(--_space) * 2);
      }
    `,
  ];

  /** Who may give what. */
  @property({ attribute: false }) shown!: Shown;

  /** The words. */
  @property({ attribute: false }) messages!: DialogMessages;

  /** Offers to edit and to remove. */
  @property({ type: Boolean }) edits = false;

  @state() private about = "";
  @state() private given: string | null = null;

  @query("permit-dialog") private dialog!: PermitDialog;

  async open(role: string, given: string | null): Promise<void> {
    this.about = role;
    this.given = given;
    await this.updateComplete;
    await this.dialog.show();
  }

  close(): void {
    this.dialog.close();
  }

  protected override render(): TemplateResult {
    const { detail, dialog } = this.messages;
    const row = rowOf(this.shown, this.about);
    const name = nameOf(this.shown, this.about);
    return html`<permit-dialog
      variant="side"
      .heading=${this.shown.is_operator ? detail.title(name) : detail.ownTitle(name)}
      .words=${dialog}
    >
      ${row ? this.#row(row) : nothing}
    </permit-dialog>`;
  }

  #row(row: ShownRow): TemplateResult {
    const { detail } = this.messages;
    const cell = row.cells.find(({ role }) => role === this.given);
    const hasOwn = row.delegations.some(({ may_edit }) => may_edit);
    return html`${row.holders ? html`<p class="held">${detail.holders(row.holders.names, row.holders.total)}</p>` : nothing}
    ${cell ? this.#cell(cell) : nothing}
    ${row.delegations.length === 0 ? html`<p class="muted">${detail.none}</p>` : nothing}
    ${row.delegations.map((delegation) => this.#delegation(delegation))}
    ${
      this.edits && !hasOwn
        ? html`<section>
            <button type="button" class="button" @click=${() => this.#ask(new EditRequest(row.role, null))}>
              ${detail.replace}
            </button>
          </section>`
        : nothing
    }`;
  }

  #cell(cell: Cell): TemplateResult {
    const { detail } = this.messages;
    const name = nameOf(this.shown, cell.role);
    const ways = cell.by.map(({ limits }) => limits.map(({ words }) => words).join(", "));
    return html`<section>
      <h3>${cell.may ? detail.may(name) : detail.mayNot(name)}</h3>
      ${
        cell.may
          ? html`<ul>
              ${[...new Set(ways)].filter(Boolean).map((way) => html`<li>${way}</li>`)}
            </ul>`
          : html`<p class="muted">${whyNot(cell, this.messages, this.shown.roles)}</p>`
      }
    </section>`;
  }

  #delegation(delegation: Delegation): TemplateResult {
    const { detail, groups: titles, limits: said } = this.messages;
    const { limits, masked_roles: masked, may_edit: mayEdit } = delegation;
    const told = groups.filter((group) => isSet[group](limits) || group === "places");
    return html`<section>
      ${this.#source(delegation)}
      <dl>
        ${told.map((group) => {
          const sentences = sentencesOf(group, limits, this.messages, this.shown);
          const all = group === "roles" && masked > 0 ? [...sentences, said.masked(masked)] : sentences;
          return html`<dt>${titles[group]}</dt>
            ${all.map((sentence) => html`<dd dir="auto">${sentence}</dd>`)}`;
        })}
      </dl>
      ${
        this.edits && mayEdit
          ? html`<div class="acts">
              <button
                type="button"
                class="button"
                @click=${() => this.#ask(new EditRequest(delegation.role, delegation.id))}
              >
                ${detail.edit}
              </button>
              <button
                type="button"
                class="button"
                @click=${() => this.#ask(new RemoveRequest(delegation.id))}
              >
                ${detail.remove}
              </button>
            </div>`
          : nothing
      }
    </section>`;
  }

  #source({ source, element, is_for_tenant: isForTenant, may_edit, changed }: Delegation): TemplateResult {
    const { detail, format } = this.messages;
    const { tenant } = this.shown;
    if (source === "levels")
      return html`<h3>${detail.levels(element ?? "")}</h3>
        ${this.edits ? html`<p class="small muted">${detail.levelsHint}</p>` : nothing}`;
    return html`<h3>${isForTenant && tenant ? detail.forTenant(tenant.name) : detail.written}</h3>
      ${
        changed
          ? html`<p class="small muted" title=${format.moment(changed.at)}>
              ${detail.changed(changed.by, format.relative(changed.at))}
            </p>`
          : nothing
      }
      ${this.edits && !may_edit ? html`<p class="small muted">${detail.elsewhere}</p>` : nothing}`;
  }

  #ask(request: Event): void {
    this.close();
    this.dispatchEvent(request);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-delegation-detail": PermitDelegationDetail;
  }
}
