import { html, type TemplateResult } from "lit";
import { icon } from "./icon.js";

/** A small sign that something is suspicious: why stands beside it for whoever hears the page, and under the pointer. */
export const warningMark = (why: string): TemplateResult =>
  html`<span class="suspicious" title=${why}
    >${icon("warning")}<span class="visually-hidden">${why}</span></span
  >`;
