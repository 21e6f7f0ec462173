import { svg, html, type TemplateResult } from "lit";

/** Small drawings in the colour of the text around them; always decoration, the words stand beside them. */
const drawings = {
  search: svg`<circle cx="7" cy="7" r="4.5" /><path d="m10.5 10.5 3.5 3.5" />`,
  more: svg`<path d="M3 8h.01M8 8h.01M13 8h.01" stroke-width="2.4" />`,
  close: svg`<path d="m4 4 8 8M12 4l-8 8" />`,
  up: svg`<path d="M8 13V3M4 7l4-4 4 4" />`,
  down: svg`<path d="M8 3v10M4 9l4 4 4-4" />`,
  chevron: svg`<path d="m4 6 4 4 4-4" />`,
  warning: svg`<path d="M8 2.5 14.5 13.5h-13zM8 7v3M8 11.9v.1" />`,
};

export function icon(name: keyof typeof drawings): TemplateResult {
  return html`<svg
    class="glyph"
    viewBox="0 0 16 16"
    width="16"
    height="16"
    aria-hidden="true"
    focusable="false"
  >
    <g fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">
      ${drawings[name]}
    </g>
  </svg>`;
}
