import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { AttributeDefinition } from "../../api/people/contract.js";
import { kindOf } from "./attribute-value.js";
import type { Messages } from "./messages.js";

interface AttributeControl {
  definition: AttributeDefinition;
  text: string;
  /** The value that is being replaced. */
  was: unknown;
  isInvalid: boolean;
  messages: Messages;
  change: (typed: string) => void;
}

/** The control that fits the kind of an attribute. Its label, fault and description carry its key in their ids. */
export function attributeControl(control: AttributeControl): TemplateResult {
  const { definition, text, was, isInvalid } = control;
  const { key } = definition;
  const kind = kindOf(definition, was);
  const describedBy = `fault-${key} about-${key}`;
  const change = (event: Event): void => control.change((event.target as HTMLInputElement).value);
  if (kind === "choice") {
    return html`<select
      id="field-${key}"
      class="field"
      aria-describedby=${describedBy}
      aria-invalid=${isInvalid}
      @change=${change}
    >
      ${choicesOf(control).map(
        ([value, words]) => html`<option value=${value} .selected=${value === text}>${words}</option>`,
      )}
    </select>`;
  }
  if (kind === "json") {
    return html`<textarea
      id="field-${key}"
      class="field json"
      rows=${Math.min(10, Math.max(3, text.split("\n").length))}
      spellcheck="false"
      dir="ltr"
      aria-describedby=${describedBy}
      aria-invalid=${isInvalid}
      .value=${live(text)}
      @input=${change}
    ></textarea>`;
  }
  return html`<input
    id="field-${key}"
    class="field"
    type=${kind === "day" ? "date" : kind === "moment" ? "datetime-local" : "text"}
    inputmode=${kind === "number" ? "decimal" : "text"}
    maxlength="2000"
    autocomplete="off"
    aria-describedby=${describedBy}
    aria-invalid=${isInvalid}
    .value=${live(text)}
    @input=${change}
  />`;
}

/** What can't be edited stays in reach of the keyboard, so that the reason is read. */
export function readonlyControl(
  definition: AttributeDefinition,
  text: string,
  messages: Messages,
): TemplateResult {
  return html`<input
    id="field-${definition.key}"
    class="field"
    readonly
    aria-disabled="true"
    aria-describedby="about-${definition.key}"
    .value=${valueWords(definition, text, messages)}
  />`;
}

export function valueWords({ type }: AttributeDefinition, text: string, { common }: Messages): string {
  if (text === "") return common.none;
  return type === "bool" ? common[text === "true" ? "yes" : "no"] : text;
}

/** A value that is no longer among the choices stays until another is chosen. */
function choicesOf({ definition, text, messages }: AttributeControl): (readonly [string, string])[] {
  const named = definition.type === "bool" ? ["true", "false"] : (definition.choices ?? []);
  const values = ["", ...named, ...(text === "" || named.includes(text) ? [] : [text])];
  return values.map((value) => [value, valueWords(definition, value, messages)] as const);
}
