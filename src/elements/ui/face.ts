import { html, nothing, type TemplateResult } from "lit";

/** What a list shows in place of rows. */
export interface Face {
  title: string;
  hint?: string | undefined;
  action?: { label: string; run: () => void } | undefined;
  isError?: boolean;
}

/** What stands where the rows would: a few words, and the way on. */
export function face({ title, hint, action, isError = false }: Face): TemplateResult {
  return html`<div class="face" part="face" role=${isError ? "alert" : nothing}>
    <h3>${title}</h3>
    ${hint ? html`<p>${hint}</p>` : nothing}
    ${
      action
        ? html`<button class="button" part="button" @click=${action.run}>${action.label}</button>`
        : nothing
    }
  </div>`;
}

/** The shape of a list before there is one. */
export function skeleton(rows: number): TemplateResult {
  return html`<div class="skeleton" aria-hidden="true">
    ${Array.from(
      { length: rows },
      () =>
        html`<div class="bone-row">
          <span class="bone round"></span>
          <span class="bones"><span class="bone wide"></span><span class="bone"></span></span>
          <span class="bone chip-bone"></span>
        </div>`,
    )}
  </div>`;
}
