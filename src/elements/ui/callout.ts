import { LitElement, css, html, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "./define.js";

/**
 * @summary A few words set apart: what happened, what went wrong and what helps. It is announced when it appears.
 *
 * @slot - The words.
 * @slot action - Buttons that help.
 */
@customElement("permit-callout")
export class PermitCallout extends LitElement {
  static override styles = css`
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
      align-items: center;
      padding: calc(var(--_space) * 2.5) calc(var(--_space) * 3.5);
      border-radius: var(--_radius);
      background: var(--_sunken);
      color: var(--_text);
    }

    :host([hidden]) {
      display: none;
    }

    :host([tone="good"]) {
      background: var(--_good-surface);
      color: var(--_good);
    }

    :host([tone="warn"]) {
      background: var(--_warn-surface);
      color: var(--_warn);
    }

    :host([tone="bad"]) {
      background: var(--_bad-surface);
      color: var(--_bad);
    }

    .words {
      flex: 1 1 14rem;
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }
  `;

  /** How it is meant. */
  @property({ reflect: true }) tone: "plain" | "good" | "warn" | "bad" = "plain";

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", this.tone === "bad" ? "alert" : "status");
  }

  override render(): TemplateResult {
    return html`<div class="words"><slot></slot></div>
      <slot name="action"></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-callout": PermitCallout;
  }
}
