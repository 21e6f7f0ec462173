import { html, nothing, type TemplateResult } from "lit";
import type { Role, Session } from "../../api/wire.js";
import type { Person } from "../../api/people/contract.js";
import { icon } from "../ui/icon.js";
import { attributeWords } from "./attribute-words.js";
import { avatar } from "../ui/avatar.js";
import { warningMark } from "../ui/warning-mark.js";
import type { ListMessages } from "./messages.js";
import { roleChips } from "../people/role-chips.js";

export interface PersonRow {
  index: number;
  /** undefined while the row is on its way. */
  person: Person | undefined;
  session: Session;
  roles: ReadonlyMap<string, Role>;
  messages: ListMessages;
  /** The one row that Tab reaches. */
  isActive: boolean;
  isSelected: boolean;
  isSelectable: boolean;
  hasActions: boolean;
}

/** One row of the table of people; `data-deed` says what its controls are for. */
export function personRow(row: PersonRow): TemplateResult {
  const { index, person, isActive, isSelected, isSelectable } = row;
  return html`<div
    class="row line"
    part="row"
    role="row"
    aria-rowindex=${index + 2}
    aria-selected=${isSelectable && person ? isSelected : nothing}
    aria-busy=${person ? nothing : "true"}
    tabindex=${isActive ? 0 : -1}
    data-index=${index}
  >
    ${person ? cells(row, person) : skeletonCells(row)}
  </div>`;
}

function cells(row: PersonRow, person: Person): TemplateResult {
  const { messages, session, roles, isActive, isSelected, isSelectable, hasActions } = row;
  const { list, common, format } = messages;
  const name = person.name || person.email || person.key;
  const tabIndex = isActive ? 0 : -1;
  return html`
    ${
      isSelectable
        ? html`<div class="cell check" role="gridcell">
            <input
              type="checkbox"
              class="checkbox"
              data-deed="select"
              tabindex=${tabIndex}
              aria-label=${list.select(name)}
              .checked=${isSelected}
            />
          </div>`
        : nothing
    }
    <div class="cell who" role="gridcell">
      ${avatar(person.user, name)}
      <div class="words">
        <div class="name-line">
          <button class="name" part="name" data-deed="open" tabindex=${tabIndex}><bdi>${name}</bdi></button>
          ${person.you ? html`<span class="you">${common.you}</span>` : nothing}
        </div>
        <div class="email" part="email">
          ${person.mixed_script ? warningMark(common.mixedScript) : nothing}<bdi
            >${person.email ?? person.key}</bdi
          >
        </div>
      </div>
    </div>
    <div class="cell roles" role="gridcell">
      <div class="chips">${roleChips(person, roles, messages)}</div>
    </div>
    ${session.element.columns.map(
      ({ attribute }) =>
        html`<div class="cell attribute" role="gridcell">
          ${attributeWords(person.attributes[attribute], messages)}
        </div>`,
    )}
    <div class="cell status" role="gridcell">
      <span class="state ${person.status === "suspended" ? "off" : ""}" part="status"
        >${common.status[person.status]}</span
      >
    </div>
    <div class="cell changed muted" role="gridcell">
      <time dir="auto" datetime=${person.changed_at} title=${format.moment(person.changed_at)}
        >${format.relative(person.changed_at)}</time
      >
    </div>
    <div class="cell actions" role="gridcell">
      ${
        hasActions
          ? html`<button
              class="button quiet icon"
              data-deed="actions"
              tabindex=${tabIndex}
              aria-haspopup="menu"
              aria-label=${list.actionsFor(name)}
            >
              ${icon("more")}
            </button>`
          : nothing
      }
    </div>
  `;
}

function skeletonCells({ isSelectable, session }: PersonRow): TemplateResult {
  return html`
    ${isSelectable ? html`<div class="cell check" role="gridcell"></div>` : nothing}
    <div class="cell who" role="gridcell">
      <span class="avatar bone"></span>
      <div class="words"><span class="bone wide"></span><span class="bone"></span></div>
    </div>
    <div class="cell roles" role="gridcell"><span class="bone"></span></div>
    ${session.element.columns.map(() => html`<div class="cell attribute" role="gridcell"></div>`)}
    <div class="cell status" role="gridcell"></div>
    <div class="cell changed" role="gridcell"></div>
    <div class="cell actions" role="gridcell"></div>
  `;
}
