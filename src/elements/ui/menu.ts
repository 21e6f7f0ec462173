import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { controlStyles } from "./control.styles.js";
import { customElement } from "./define.js";
import { menuStyles } from "./menu.styles.js";
import { place } from "./place.js";

export interface MenuItem {
  label: string;
  /** Why it can't be chosen; it can still be reached, so that the reason is read. */
  reason?: string | undefined;
  /** Destroys something. */
  danger?: boolean;
  run: () => void;
}

/**
 * @summary A menu beside whatever opened it. Arrow keys walk, Enter chooses, Escape closes and gives the focus back.
 *
 * @slot - Further items, after the menu's own.
 * @csspart menu - The panel.
 * @csspart menu-item - One item.
 */
@customElement("permit-menu")
export class PermitMenu extends LitElement {
  static override styles = [controlStyles, menuStyles];

  /** What the menu is about. */
  @property() label = "";

  @state() private items: readonly MenuItem[] = [];

  @query(".menu") private panel!: HTMLElement;
  @query("slot") private slotted!: HTMLSlotElement;

  #anchor: HTMLElement | undefined;

  async open(anchor: HTMLElement, label: string, items: readonly MenuItem[]): Promise<void> {
    this.#anchor = anchor;
    this.label = label;
    this.items = items;
    await this.updateComplete;
    for (const item of this.slotted.assignedElements({ flatten: true })) {
      item.setAttribute("role", "menuitem");
      item.setAttribute("tabindex", "-1");
    }
    this.panel.showPopover();
    place(this.panel, anchor, "end");
    this.#focus(0);
  }

  close(): void {
    if (this.panel.matches(":popover-open")) this.panel.hidePopover();
  }

  override render(): TemplateResult {
    return html`<div
      class="menu"
      part="menu"
      popover
      role="menu"
      aria-label=${this.label}
      @keydown=${this.walk}
      @beforetoggle=${this.giveFocusBack}
    >
      ${this.items.map(
        (item, index) => html`
          <button
            class="item ${item.danger ? "danger" : ""}"
            part="menu-item"
            role="menuitem"
            tabindex="-1"
            aria-disabled=${item.reason ? "true" : nothing}
            aria-description=${(!this.#saysReason(index) && item.reason) || nothing}
            @click=${() => this.choose(item)}
          >
            ${item.label}${this.#saysReason(index) ? html` <span class="reason">${item.reason}</span>` : nothing}
          </button>
        `,
      )}
      <slot @click=${this.close}></slot>
    </div>`;
  }

  /** A reason that several items in a row share is shown once, below the last of them. */
  #saysReason(index: number): boolean {
    const reason = this.items[index]?.reason;
    return reason !== undefined && reason !== this.items[index + 1]?.reason;
  }

  private choose(item: MenuItem): void {
    if (item.reason) return;
    this.close();
    item.run();
  }

  private walk(event: KeyboardEvent): void {
    const items = this.#all();
    const at = items.findIndex((item) => item.matches(":focus"));
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Tab") this.close();
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#focus((next + items.length) % items.length);
  }

  private giveFocusBack(event: ToggleEvent): void {
    if (event.newState === "closed" && this.panel.matches(":focus-within")) this.#anchor?.focus();
  }

  #focus(index: number): void {
    this.#all()[index]?.focus();
  }

  #all(): HTMLElement[] {
    const own = this.renderRoot.querySelectorAll<HTMLElement>(".item");
    const further = this.slotted.assignedElements({ flatten: true });
    return [...own, ...further.filter((item) => item instanceof HTMLElement)];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-menu": PermitMenu;
  }
}
