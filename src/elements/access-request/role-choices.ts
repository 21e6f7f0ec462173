import { html, nothing, type TemplateResult } from "lit";
import type { RequestableRoles } from "../../api/access-request/contract.js";
import { refusalWords } from "../people/refusal.js";
import type { AccessRequestMessages } from "./messages.js";

type Choice = RequestableRoles["roles"][number];

export interface RoleChoices {
  choices: readonly Choice[];
  chosen: string | undefined;
  words: AccessRequestMessages;
  choose: (role: string) => void;
}

/** The roles there are, each with what it gives; what can't be asked for stays in reach and says why. */
export function roleChoices({ choices, chosen, words, choose }: RoleChoices): TemplateResult {
  return html`<div class="choices" role="radiogroup" aria-label=${words.ask.roles}>
    ${choices.map((choice) => roleChoice(choice, chosen === choice.role.id, words, choose))}
  </div>`;
}

function roleChoice(
  { role, held, asked, cannot_ask: refusal }: Choice,
  isChosen: boolean,
  words: AccessRequestMessages,
  choose: (role: string) => void,
): TemplateResult {
  const { ask, format } = words;
  const isHeld = held !== null && refusal !== null;
  const state = isHeld
    ? held.ends_at
      ? ask.youHaveItUntil(format.day(held.ends_at))
      : ask.youHaveIt
    : asked
      ? ask.asked
      : "";
  const isOffered = refusal === null && asked === null;
  const why = refusal && !state ? refusalWords(refusal, words) : "";
  return html`<div class="role ${isOffered ? "" : "grey"}" part="role">
    <input
      type="radio"
      name="role"
      id="role-${role.id}"
      class="radio"
      .checked=${isChosen}
      aria-disabled=${!isOffered}
      aria-describedby="gives-${role.id}"
      @click=${(event: Event) => {
        if (!isOffered) event.preventDefault();
      }}
      @change=${() => isOffered && choose(role.id)}
    />
    <label for="role-${role.id}">${role.name}</label>
    ${state ? html`<span class="held ${asked && !isHeld ? "waiting" : ""}">${state}</span>` : nothing}
    <div class="gives" id="gives-${role.id}">
      ${role.description ? html`<div>${role.description}</div>` : nothing}
      ${role.permissions.length > 0 ? html`<div>${ask.gives(role.permissions)}</div>` : nothing}
      ${why ? html`<div class="reason">${why}</div>` : nothing}
    </div>
  </div>`;
}
