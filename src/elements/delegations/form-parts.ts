import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { DelegationLimits } from "../../api/delegations/contract.js";
import type { DialogMessages } from "./dialog-messages.js";
import { columnsOf, type Shown } from "./names.js";
import type { PermitWordsField } from "./words-field.js";
import "./words-field.js";

/** What each part of the form of limits works with. */
export interface Form {
  limits: DelegationLimits;
  shown: Shown;
  words: DialogMessages;
  change: (part: Partial<DelegationLimits>) => void;
  /** What is wrong with a field, by its path in the limits. */
  problem: (path: string) => string;
}

export function tick(label: string, isOn: boolean, note: (isOn: boolean) => void): TemplateResult {
  return html`<label class="choice">
    <input
      class="checkbox"
      type="checkbox"
      .checked=${live(isOn)}
      @change=${(event: Event) => note((event.target as HTMLInputElement).checked)}
    />
    <span dir="auto">${label}</span>
  </label>`;
}

/** Several to tick, of which the list in the limits holds the keys. */
export function ticks<Key extends string>(
  label: string,
  choices: readonly (readonly [Key, string])[],
  chosen: readonly Key[],
  note: (chosen: Key[]) => void,
  isTitled = false,
): TemplateResult {
  return html`<fieldset>
    <legend class=${isTitled ? "visually-hidden" : "label"}>${label}</legend>
    <div class="ticks">
      ${choices.map(([key, text]) =>
        tick(text, chosen.includes(key), (isOn) =>
          note(choices.map(([each]) => each).filter((each) => (each === key ? isOn : chosen.includes(each)))),
        ),
      )}
    </div>
  </fieldset>`;
}

export function roleTicks(
  label: string,
  { shown, words }: Form,
  chosen: readonly string[],
  note: (chosen: string[]) => void,
  isTitled = false,
): TemplateResult {
  const choices = columnsOf(shown).map(
    ({ id, name, resource }) => [id, resource ? `${name}, ${words.matrix.on(resource)}` : name] as const,
  );
  return ticks(label, choices, chosen, note, isTitled);
}

export function numberField(
  label: string,
  value: number | null,
  least: number,
  problem: string,
  note: (value: number | null) => void,
): TemplateResult {
  return html`<label class="number">
    <span class="label">${label}</span>
    <input
      class="field"
      type="number"
      min=${least}
      step="1"
      aria-invalid=${problem !== ""}
      .value=${live(value === null ? "" : String(value))}
      @change=${(event: Event) => {
        const { value: typed, valueAsNumber } = event.target as HTMLInputElement;
        note(typed === "" ? null : Math.max(least, valueAsNumber));
      }}
    />
    ${problem ? html`<span class="field-error">${problem}</span>` : nothing}
  </label>`;
}

export function wordsField(
  label: string,
  hint: string,
  value: readonly string[],
  problem: string,
  note: (value: string[]) => void,
): TemplateResult {
  return html`<permit-words-field
    label=${label}
    hint=${hint}
    problem=${problem}
    .value=${value}
    @change=${(event: Event) => {
      event.stopPropagation();
      note([...(event.target as PermitWordsField).value]);
    }}
  ></permit-words-field>`;
}

/** A list that narrows: off it narrows nothing, on and empty it is nobody. */
export function narrowing(
  label: string,
  value: readonly string[] | null,
  field: (value: readonly string[]) => TemplateResult,
  note: (value: string[] | null) => void,
): TemplateResult {
  return html`<div class="narrowing">
    ${tick(label, value !== null, (isOn) => note(isOn ? [] : null))}
    ${value === null ? nothing : field(value)}
  </div>`;
}
