import { html, nothing, type TemplateResult } from "lit";
import { limitsInShort, whyNot } from "./cell-words.js";
import type { DelegationMessages } from "./messages.js";
import { columnsOf, nameOf, type Shown, type ShownRow } from "./names.js";
import { OpenRoleRequest } from "./requests.js";

/** One role's part of the matrix as a card: what may be given first, then why not more. */
export function roleCard(row: ShownRow, shown: Shown, words: DelegationMessages): TemplateResult {
  const { card, matrix, common } = words;
  const role = nameOf(shown, row.role);
  const cells = columnsOf(shown).flatMap(({ id }) => row.cells.filter((cell) => cell.role === id));
  const given = cells.filter(({ may }) => may);
  const masked = Math.max(0, ...row.delegations.map(({ masked_roles }) => masked_roles));
  const refused = reasons(row, shown, words);
  const open = (event: Event): boolean | undefined =>
    event.currentTarget?.dispatchEvent(new OpenRoleRequest(row.role));
  return html`<section class="card" part="card" aria-labelledby="card-${row.role}">
    <h3 id="card-${row.role}" dir="auto">
      ${shown.is_operator ? card.holdersMayGive(role) : card.youMayGive(role)}
      ${row.holders ? html`<small>${common.people(row.holders.total)}</small>` : nothing}
    </h3>
    <ul class="given">
      ${given.map((cell) => {
        const limits = limitsInShort(cell, words);
        return html`<li>
          <bdi class="name">${nameOf(shown, cell.role)}</bdi>
          ${limits ? html`<small>${limits}</small>` : nothing}
        </li>`;
      })}
      ${given.length === 0 ? html`<li class="muted">${card.nothing}</li>` : nothing}
    </ul>
    ${masked > 0 ? html`<p class="muted small">${matrix.masked(masked)}</p>` : nothing}
    ${
      refused.length > 0
        ? html`<details ?open=${!shown.is_operator}>
            <summary>${shown.is_operator ? card.not(cells.length - given.length) : card.whyNotMore}</summary>
            <dl>
              ${refused.map(
                ([why, roles]) =>
                  html`<div>
                    <dt dir="auto">${words.format.list(roles)}</dt>
                    <dd>${why}</dd>
                  </div>`,
              )}
            </dl>
          </details>`
        : nothing
    }
    ${
      row.delegations.length > 0
        ? html`<button
            type="button"
            class="button link"
            part="button"
            aria-label=${card.detailsOf(role)}
            @click=${open}
          >
            ${card.details}
          </button>`
        : nothing
    }
  </section>`;
}

/** What may not be given, gathered by the reason, which then is read once. */
function reasons(row: ShownRow, shown: Shown, words: DelegationMessages): [why: string, roles: string[]][] {
  const found = new Map<string, string[]>();
  for (const cell of row.cells.filter(({ may }) => !may)) {
    const isOutside = cell.why_not?.code === "role_out_of_reach" && !cell.why_not.people?.total;
    const { outside, outsideTheirs } = words.card;
    const why = !isOutside ? whyNot(cell, words, shown.roles) : shown.is_operator ? outsideTheirs : outside;
    found.set(why, [...(found.get(why) ?? []), nameOf(shown, cell.role)]);
  }
  return [...found];
}
