import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { DialogMessages } from "./dialog-messages.js";

/** Asks why something is meant. */
export function whyField(
  { acts, form }: DialogMessages,
  value: string,
  isMissing: boolean,
  note: (value: string) => void,
): TemplateResult {
  return html`<div>
    <label class="label" for="why">${acts.why}</label>
    <textarea
      id="why"
      class="field"
      rows="2"
      maxlength="2000"
      aria-describedby="why-hint why-error"
      aria-invalid=${isMissing}
      .value=${live(value)}
      @input=${(event: Event) => note((event.target as HTMLTextAreaElement).value)}
    ></textarea>
    <div id="why-error" class="field-error" ?hidden=${!isMissing}>${form.missingWhy}</div>
    <div id="why-hint" class="small muted" ?hidden=${isMissing}>${acts.whyHint}</div>
  </div>`;
}
