import { LitElement, css, html, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { addressesIn, looksLikeAddress } from "../people/addresses.js";
import type { Messages } from "./messages.js";

/** Addresses were typed or pasted. */
export class AddressesEvent extends Event {
  constructor(readonly addresses: readonly string[]) {
    super("permit-addresses");
  }
}

/**
 * @summary One field for one address or many, typed or pasted. Enter, a comma or leaving the field takes what is
 * typed; what is no address stays, with the reason beside it.
 *
 * @fires permit-addresses - Addresses were entered.
 */
@customElement("permit-address-entry")
export class PermitAddressEntry extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        display: block;
      }

      form {
        display: flex;
        gap: calc(var(--_space) * 2);
      }

      .hint {
        margin-block-start: var(--_space);
      }
    `,
  ];

  /** Nothing more needs to be entered. */
  @property({ type: Boolean }) optional = false;

  /** Nothing can be entered. */
  @property({ type: Boolean }) disabled = false;

  /** The words. */
  @property({ attribute: false }) messages!: Messages;

  @state() private error = "";

  @query("input") private input!: HTMLInputElement | null;

  /** What is typed and not yet taken. */
  get text(): string {
    return this.input?.value ?? "";
  }

  override focus(): void {
    this.input?.focus();
  }

  override render(): TemplateResult {
    const { entry } = this.messages;
    return html`<form novalidate @submit=${this.takeAll}>
        <input
          id="addresses"
          class="field"
          type="text"
          inputmode="email"
          dir="auto"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          aria-label=${entry.label}
          aria-describedby="hint error"
          aria-invalid=${this.error !== ""}
          placeholder=${entry.placeholder}
          ?disabled=${this.disabled}
          @input=${this.takeFinished}
          @paste=${this.takePasted}
          @blur=${this.takeLeft}
        />
        <button class="button" ?disabled=${this.disabled}>${entry.add}</button>
      </form>
      <div id="error" class="field-error" ?hidden=${!this.error}>${this.error}</div>
      <div id="hint" class="hint small muted" ?hidden=${this.error !== ""}>${entry.hint}</div>`;
  }

  private takeAll(event: Event): void {
    event.preventDefault();
    const addresses = addressesIn(this.text);
    const [only] = addresses;
    if (only === undefined && this.optional) this.focus();
    else if (only === undefined) this.error = this.messages.entry.blank;
    else if (addresses.length === 1 && !looksLikeAddress(only))
      this.error = this.messages.entry.noAddress(only);
    else this.#take(addresses);
  }

  /** A separator after a whole address ends it. Within `Name <address>` a space or comma does not. */
  private takeFinished(): void {
    this.error = "";
    const typed = /^\s*(\S+?)[\s,;]$/.exec(this.text)?.[1];
    if (typed && looksLikeAddress(typed)) this.#take([typed]);
  }

  /** A field of one line would lose the line breaks of a pasted list. */
  private takePasted(event: ClipboardEvent): void {
    const addresses = addressesIn(event.clipboardData?.getData("text") ?? "");
    if (this.text.trim() !== "" || !addresses.some(looksLikeAddress)) return;
    event.preventDefault();
    this.#take(addresses);
  }

  private takeLeft(): void {
    const addresses = addressesIn(this.text);
    if (addresses.length > 0 && addresses.every(looksLikeAddress)) this.#take(addresses);
  }

  #take(addresses: readonly string[]): void {
    this.error = "";
    if (this.input) this.input.value = "";
    this.dispatchEvent(new AddressesEvent(addresses));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-address-entry": PermitAddressEntry;
  }
}
