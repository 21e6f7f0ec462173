import { html, type TemplateResult } from "lit";
import type { DelegationLimits } from "../../api/delegations/contract.js";
import type { DialogMessages } from "./dialog-messages.js";
import { wordsField } from "./form-parts.js";

type Match = NonNullable<DelegationLimits["targets"]["attributes"]>[number];
type Value = Match["in"][number];

/** Attributes and the values they must have: equality only, and all of them must fit. */
export function matchFields(
  matches: readonly Match[],
  attributes: readonly (readonly [key: string, label: string])[],
  { form }: DialogMessages,
  note: (matches: Match[]) => void,
): TemplateResult {
  const unused = attributes.filter(([key]) => !matches.some(({ attribute }) => attribute === key));
  return html`<div class="matches">
    ${matches.map(
      (match, index) =>
        html`<div class="match" role="group" aria-label=${labelOf(match.attribute, attributes)}>
          ${wordsField(
            `${labelOf(match.attribute, attributes)} ${form.values}`,
            form.hints.values,
            match.in.map(String),
            "",
            (values) => note(matches.with(index, { ...match, in: values.map(valueOf) })),
          )}
          <button
            type="button"
            class="button link"
            @click=${() => note(matches.filter((_, each) => each !== index))}
          >
            ${form.removeMatch(labelOf(match.attribute, attributes))}
          </button>
        </div>`,
    )}
    ${
      unused.length > 0
        ? html`<select
            class="field"
            aria-label=${form.addMatch}
            @change=${(event: Event) => {
              const select = event.target as HTMLSelectElement;
              note([...matches, { attribute: select.value, in: [] }]);
              select.value = "";
            }}
          >
            <option value="">${form.addMatch}</option>
            ${unused.map(([key, label]) => html`<option value=${key}>${label}</option>`)}
          </select>`
        : ""
    }
  </div>`;
}

const labelOf = (key: string, attributes: readonly (readonly [string, string])[]): string =>
  attributes.find(([each]) => each === key)?.[1] ?? key;

/** As an attribute holds it: a number or yes and no where it is written like one. */
function valueOf(text: string): Value {
  if (text === "true" || text === "false") return text === "true";
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
