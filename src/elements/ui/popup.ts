import { LitElement, html, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { controlStyles } from "./control.styles.js";
import { customElement } from "./define.js";
import { icon } from "./icon.js";
import { place } from "./place.js";
import { popupStyles } from "./popup.styles.js";

/**
 * @summary A button that opens a panel beside it. Escape and a click elsewhere close it.
 *
 * @slot - What the panel holds; render it only while it is open.
 * @fires permit-toggle - It opens or closes; `isOpen` says which.
 * @fires permit-shown - The panel has come into sight and can take the focus.
 * @cssproperty --popup-width - How wide the panel is where there is room.
 */
@customElement("permit-popup")
export class PermitPopup extends LitElement {
  static override styles = [controlStyles, popupStyles];

  /** What the button shows. */
  @property() text = "";

  /** What the button is for, read out before what it shows. */
  @property() label = "";

  /** Read out with the button: why what it holds will not do. */
  @property() problem = "";

  /** Whether the panel is open. */
  @state() isOpen = false;

  @query("button") private toggle!: HTMLElement;
  @query(".panel") private panel!: HTMLElement;

  /** Closes the panel and gives the focus back to the button. */
  close(): void {
    this.panel.hidePopover();
    this.toggle.focus();
  }

  override focus(): void {
    this.toggle.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this.closeOnEscape);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.isOpen = false;
  }

  override render(): TemplateResult {
    return html`<button
        type="button"
        class="button toggle ${this.problem ? "invalid" : ""}"
        popovertarget="panel"
        aria-haspopup="dialog"
        aria-expanded=${this.isOpen}
        aria-label="${this.label}: ${this.text}"
        aria-description=${this.problem}
      >
        <span class="text">${this.text}</span>${icon("chevron")}
      </button>
      <div
        id="panel"
        class="panel"
        popover
        role="dialog"
        aria-label=${this.label}
        @beforetoggle=${this.prepare}
        @toggle=${this.follow}
      >
        <slot @slotchange=${this.place}></slot>
      </div>`;
  }

  /** Itself, so that a dialog around it hears nothing of this Escape. */
  private closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.isOpen) return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  private prepare(event: ToggleEvent): void {
    if (event.target !== this.panel) return;
    this.isOpen = event.newState === "open";
    this.dispatchEvent(new Event("permit-toggle"));
  }

  private follow(event: ToggleEvent): void {
    if (event.target !== this.panel || event.newState !== "open") return;
    this.place();
    this.dispatchEvent(new Event("permit-shown"));
  }

  private place(): void {
    if (this.panel.matches(":popover-open")) place(this.panel, this.toggle, "start");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-popup": PermitPopup;
  }
}
