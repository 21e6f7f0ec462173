import { html, nothing, type TemplateResult } from "lit";
import type { AccessRow } from "../../api/role-assignment/contract.js";
import type { Reason, Role } from "../../api/wire.js";
import { avatar } from "../ui/avatar.js";
import { refusalWords } from "../people/refusal.js";
import { icon } from "../ui/icon.js";
import { warningMark } from "../ui/warning-mark.js";
import { rolesHeld, termOf, wayWords } from "./held-words.js";
import type { AssignmentMessages } from "./messages.js";

export interface AccessRowParts {
  row: AccessRow;
  roles: readonly Role[];
  words: AssignmentMessages;
  /** Why no role of this person can be changed. */
  whyNot: Reason | undefined;
  /** Opens or closes the form; null where nothing is offered. */
  toggle: (() => void) | null;
  /** The form, if it is open. */
  editor: TemplateResult | null;
}

/** One person with the roles they hold here, each with the way it is held by and its end. */
export function accessRow(parts: AccessRowParts): TemplateResult {
  const { row, roles, words, editor } = parts;
  const { person, ways } = row;
  return html`<div class="row" part="row" role="listitem" data-user=${person.user}>
    ${avatar(person.user, person.name)}
    <div class="who">
      <div class="name" part="name">
        <bdi>${person.name}</bdi
        >${person.you ? html` <span class="muted">(${words.common.you})</span>` : nothing}
      </div>
      <div class="email" part="email">
        <bdi>${person.email}</bdi> ${person.mixed_script ? warningMark(words.common.mixedScript) : nothing}
        ${
          person.status === "suspended"
            ? html`<span class="state off">${words.common.status.suspended}</span>`
            : nothing
        }
      </div>
    </div>
    <div class="has">
      ${button(parts, rolesHeld(ways, roles))}
      <div class="ways">
        ${ways.map((way) => {
          const via = wayWords(way, words);
          const term = termOf(way, words);
          if (!via && term === nothing) return nothing;
          const [name] = rolesHeld([way], roles);
          return html`<div>${ways.length > 1 ? html`${name} ` : nothing}${via} ${term}</div>`;
        })}
      </div>
    </div>
    ${editor ? html`<div class="editor" part="editor">${editor}</div>` : nothing}
  </div>`;
}

function button(
  { row: { person }, roles, words, whyNot, toggle, editor }: AccessRowParts,
  held: readonly string[],
): TemplateResult {
  const { share, format } = words;
  const text = held.length > 0 ? format.list(held) : share.noRole;
  if (!toggle) return html`<div class="held">${text}</div>`;
  if (whyNot) {
    return html`<div class="held">${text}</div>
      <div class="why">${refusalWords(whyNot, words, roles)}</div>`;
  }
  return html`<button
    type="button"
    class="button quiet roles-button"
    part="button"
    aria-label=${share.change(person.name, text)}
    aria-expanded=${editor !== null}
    @click=${toggle}
  >
    <span>${text}</span>${icon("chevron")}
  </button>`;
}
