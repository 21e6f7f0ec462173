import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { controlStyles } from "./control.styles.js";
import { customElement } from "./define.js";
import { dialogStyles } from "./dialog.styles.js";
import { icon } from "./icon.js";

/** What a dialog says by itself. */
export interface DialogWords {
  close: string;
  lossQuestion: string;
  keep: string;
  discard: string;
}

/**
 * @summary A modal dialog with a title, a body and a footer. Escape, the close button and a click beside it close
 * it, unless something typed would be lost: then it asks. It covers a small screen and gives the focus back.
 *
 * @slot - The body.
 * @slot heading - Small text beside the title.
 * @slot footer - The buttons.
 * @fires permit-closed - It has closed, for whatever reason.
 * @cssproperty --dialog-width - How wide it is where there is room.
 */
@customElement("permit-dialog")
export class PermitDialog extends LitElement {
  static override styles = [controlStyles, dialogStyles];

  /** The title. */
  @property() heading = "";

  /** In the middle, or along the side. */
  @property() variant: "center" | "side" = "center";

  /** Something typed would be lost by closing. */
  @property({ type: Boolean }) unsaved = false;

  /** The dialog's own words. */
  @property({ attribute: false }) words: DialogWords = {
    close: "Close",
    lossQuestion: "Close without saving?",
    keep: "Keep editing",
    discard: "Discard",
  };

  @state() private isOpen = false;
  @state() private isAsking = false;
  @state() private hasFooter = false;
  @state() private scrolls = false;

  @query("dialog.main") private main!: HTMLDialogElement;
  @query("dialog.question") private question!: HTMLDialogElement | null;
  @query("h2") private headline!: HTMLElement;
  @query(".body") private body!: HTMLElement;

  #opener: HTMLElement | null = null;
  #pressedBeside = false;
  #sizes: ResizeObserver | undefined;

  /** Opens it with the focus on the title, so that a screen reader starts there. */
  async show(): Promise<void> {
    if (this.isOpen) return;
    this.#opener = deepActiveElement();
    this.isOpen = true;
    await this.updateComplete;
    this.main.showModal();
    this.focus();
    this.#sizes = new ResizeObserver(() => requestAnimationFrame(() => this.#noteScroll()));
    this.#sizes.observe(this.body);
    for (const part of this.children) this.#sizes.observe(part);
  }

  /** Closes it, if nothing typed would be lost or whoever is asked agrees. */
  requestClose(): void {
    if (this.unsaved) void this.#ask();
    else this.close();
  }

  /** Closes it without asking. */
  close(): void {
    this.question?.close();
    if (this.main.open) this.main.close();
    this.finish();
  }

  /** Puts the focus on the title and shows the beginning of the body. */
  override focus(): void {
    this.body.scrollTop = 0;
    this.headline.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes?.disconnect();
    if (this.hasUpdated) this.close();
    this.isOpen = false;
    this.isAsking = false;
  }

  override render(): TemplateResult {
    return html`<dialog
        class="main ${this.variant}"
        aria-labelledby="heading"
        @keydown=${this.closeOnEscape}
        @cancel=${this.closeByPlatform}
        @close=${this.finish}
        @pointerdown=${this.notePress}
        @click=${this.closeFromBeside}
      >
        ${this.isOpen ? this.#sheet() : nothing}
      </dialog>
      ${this.isAsking ? this.#lossQuestion() : nothing}`;
  }

  #noteScroll(): void {
    if (this.isOpen) this.scrolls = this.body.scrollHeight > this.body.clientHeight + 1;
  }

  #sheet(): TemplateResult {
    return html`<div class="sheet ${this.scrolls ? "scrolls" : ""}">
      <header>
        <div class="title">
          <h2 id="heading" tabindex="-1">${this.heading}</h2>
          <slot name="heading"></slot>
        </div>
        <button
          type="button"
          class="button quiet icon close"
          aria-label=${this.words.close}
          @click=${this.requestClose}
        >
          ${icon("close")}
        </button>
      </header>
      <div class="body" tabindex=${this.variant === "side" ? "0" : nothing}><slot></slot></div>
      <footer class=${this.hasFooter ? "" : "empty"}>
        <slot name="footer" @slotchange=${this.noteFooter}></slot>
      </footer>
    </div>`;
  }

  #lossQuestion(): TemplateResult {
    return html`<dialog
      class="question"
      role="alertdialog"
      aria-labelledby="question"
      @keydown=${this.keepOnEscape}
      @cancel=${this.keepOnEscape}
    >
      <div class="sheet">
        <p id="question">${this.words.lossQuestion}</p>
        <div class="choices">
          <button type="button" class="button" @click=${this.close}>${this.words.discard}</button>
          <button type="button" class="button primary" autofocus @click=${this.keep}>
            ${this.words.keep}
          </button>
        </div>
      </div>
    </dialog>`;
  }

  async #ask(): Promise<void> {
    this.isAsking = true;
    await this.updateComplete;
    this.question?.showModal();
  }

  private keep(): void {
    this.question?.close();
    this.isAsking = false;
  }

  private keepOnEscape(event: Event): void {
    if (event instanceof KeyboardEvent && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.keep();
  }

  /** Before the platform does: a browser lets `cancel` be prevented only once between two clicks. */
  private closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const inPopover = event
      .composedPath()
      .some((node) => node instanceof Element && node.matches(":popover-open"));
    if (inPopover) return;
    event.preventDefault();
    event.stopPropagation();
    this.requestClose();
  }

  private closeByPlatform(event: Event): void {
    if (event.target !== this.main) return;
    event.preventDefault();
    this.requestClose();
  }

  /** A press inside that ends outside, as when selecting text, is no wish to close. */
  private notePress(event: PointerEvent): void {
    this.#pressedBeside = event.target === this.main;
  }

  private closeFromBeside(event: MouseEvent): void {
    if (event.target === this.main && this.#pressedBeside) this.requestClose();
  }

  private noteFooter(event: Event): void {
    this.hasFooter = (event.target as HTMLSlotElement).assignedElements().length > 0;
  }

  /** At once, not with the platform's own event, which comes later: it may be opened again by then. */
  private finish(): void {
    if (!this.isOpen || this.main.open) return;
    this.#sizes?.disconnect();
    this.isOpen = false;
    this.isAsking = false;
    if (this.#opener?.isConnected && deepActiveElement() !== this.#opener) this.#opener.focus();
    this.dispatchEvent(new Event("permit-closed"));
  }
}

function deepActiveElement(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement && active !== document.body ? active : null;
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-dialog": PermitDialog;
  }
}
