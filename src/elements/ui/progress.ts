import { LitElement, css, html, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { controlStyles } from "./control.styles.js";
import { customElement } from "./define.js";

/**
 * @summary How far a long job is, and a button that stops it.
 *
 * @fires permit-stop - It should stop after what is under way.
 */
@customElement("permit-progress")
export class PermitProgress extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        display: flex;
        gap: calc(var(--_space) * 3);
        align-items: center;
      }

      progress {
        flex: 1;
        min-inline-size: 4rem;
        accent-color: var(--_accent);
      }
    `,
  ];

  /** How many are done. */
  @property({ type: Number }) done = 0;

  /** How many there are. */
  @property({ type: Number }) total = 0;

  /** How far it is, in words. */
  @property() text = "";

  /** What the button says. */
  @property() stop = "Stop";

  override render(): TemplateResult {
    return html`<progress max=${this.total} .value=${this.done} aria-label=${this.text}></progress>
      <span role="status">${this.text}</span>
      <button type="button" class="button" @click=${this.askToStop}>${this.stop}</button>`;
  }

  private askToStop(): void {
    this.dispatchEvent(new Event("permit-stop"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-progress": PermitProgress;
  }
}
