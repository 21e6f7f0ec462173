import { html, nothing, type TemplateResult } from "lit";
import type { HeldRole, PersonDetail } from "../../api/people/contract.js";
import type { Role } from "../../api/wire.js";
import { icon } from "../ui/icon.js";
import { nameOfRole, rolesHeld, termOf, wayWords } from "./held-words.js";
import type { AssignmentMessages } from "./messages.js";

export interface InstanceRowParts {
  section: PersonDetail["instances"][number];
  roles: readonly Role[];
  words: AssignmentMessages;
  /** Opens or closes the form; null where nothing is offered. */
  toggle: (() => void) | null;
  /** The form, if it is open. */
  editor: TemplateResult | null;
}

/** One instance with the roles that a person holds on it directly. */
export function instanceRow({ section, roles, words, toggle, editor }: InstanceRowParts): TemplateResult {
  const { instance, choices } = section;
  const { person, share, format } = words;
  const held = choices.flatMap((choice) => choice.held ?? []);
  const names = rolesHeld(held, roles);
  const text = names.length > 0 ? format.list(names) : share.noRole;
  return html`<div class="row instance" part="row" role="listitem" data-instance=${instance.key}>
    <div class="who">
      <div class="name" part="name" dir="auto">${instance.name}</div>
      <div class="email">${instance.type_name}</div>
    </div>
    <div class="has">
      ${
        toggle
          ? html`<button
              type="button"
              class="button quiet roles-button"
              part="button"
              aria-label=${person.change(instance.name, text)}
              aria-expanded=${editor !== null}
              @click=${toggle}
            >
              <span>${text}</span>${icon("chevron")}
            </button>`
          : html`<div class="held">${text}</div>`
      }
      <div class="ways">
        ${held.map((one) => {
          const term = termOf(one, words);
          if (term === nothing) return nothing;
          return html`<div>${held.length > 1 ? html`${nameOfRole(one.role, roles)} ` : nothing}${term}</div>`;
        })}
      </div>
    </div>
    ${editor ? html`<div class="editor" part="editor">${editor}</div>` : nothing}
  </div>`;
}

/** Roles that can only be looked at, each with its end. */
export function heldChips(
  held: readonly HeldRole[],
  roles: readonly Role[],
  words: AssignmentMessages,
): TemplateResult {
  if (held.length === 0) return html`<p class="muted">${words.share.noRole}</p>`;
  return html`<p class="chips">
    ${held.map((one) => html`<span class="chip" part="chip">${nameOfRole(one.role, roles)} ${termOf(one, words)}</span>`)}
  </p>`;
}

/** What follows from other roles, and can only be changed there. */
export function alsoHeld(
  { held }: PersonDetail,
  roles: readonly Role[],
  words: AssignmentMessages,
): TemplateResult | typeof nothing {
  const derived = held.filter(({ how }) => how !== "direct");
  if (derived.length === 0) return nothing;
  const { person } = words;
  return html`<section class="section" aria-labelledby="also-held">
    <h3 id="also-held">${person.also}</h3>
    <ul class="also">
      ${derived.map(
        (way) =>
          html`<li>
            <span class="chip">${nameOfRole(way.role, roles)}</span>
            ${way.instance ? html`<span>${person.on(way.instance)}</span>` : nothing}
            <span class="muted">${wayWords(way, words)}</span> ${termOf(way, words)}
          </li>`,
      )}
    </ul>
  </section>`;
}
