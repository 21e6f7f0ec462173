import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { PersonRow } from "../../api/people/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { ChangeMessages } from "./change-messages.js";
import { refusalsWords } from "./refusal.js";

const shownAtFirst = 10;

/** @summary The people to whom something can't be done, each with the reason. */
@customElement("permit-outcome-list")
export class PermitOutcomeList extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        display: block;
      }

      h3 {
        margin: 0 0 var(--_space);
        color: var(--_bad);
        font-size: var(--_size-small);
        font-weight: 550;
      }

      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        padding-block: var(--_space);
        overflow-wrap: anywhere;
      }

      strong {
        font-weight: 550;
      }
    `,
  ];

  /** One row a person; those that are not refused are left out. */
  @property({ attribute: false }) rows: readonly PersonRow[] = [];

  /** Above the rows. */
  @property() heading = "";

  /** The words. */
  @property({ attribute: false }) messages!: ChangeMessages;

  @state() private showsAll = false;

  override render(): TemplateResult | typeof nothing {
    const refused = this.rows.filter((row) => row.outcome === "refused");
    if (refused.length === 0) return nothing;
    const shown = this.showsAll ? refused : refused.slice(0, shownAtFirst);
    return html`<h3>${this.heading}</h3>
      <ul>
        ${shown.map(
          (row) =>
            html`<li>
              <strong>${row.name}</strong>
              <span class="reason">${refusalsWords(row.reasons, this.messages)}</span>
            </li>`,
        )}
      </ul>
      ${
        shown.length < refused.length
          ? html`<button type="button" class="button link" @click=${() => (this.showsAll = true)}>
              ${this.messages.outcomes.showAll(refused.length)}
            </button>`
          : nothing
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-outcome-list": PermitOutcomeList;
  }
}
