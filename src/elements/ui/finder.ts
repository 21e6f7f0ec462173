import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { avatarStyles } from "./avatar.js";
import { controlStyles } from "./control.styles.js";
import { customElement } from "./define.js";
import { icon } from "./icon.js";
import { LatestAnswer } from "./latest-answer.js";
import { place } from "./place.js";
import { finderStyles } from "./finder.styles.js";

/** Something that was found. */
export interface Found {
  id: string;
  /** How it is shown. */
  content: TemplateResult;
  /** Why it can't be chosen; it can still be reached, so that the reason is read. */
  reason?: string | undefined;
  choose: () => void;
}

/** What a finder says by itself. */
export interface FinderWords {
  searching: string;
  nobody: string;
  found(count: number): string;
  failed(error: unknown): string;
}

/**
 * @summary A field that suggests while one types. Arrow keys walk, Enter chooses, Escape closes the list.
 *
 * @csspart search - The field.
 */
@customElement("permit-finder")
export class PermitFinder extends LitElement {
  static override styles = [controlStyles, avatarStyles, finderStyles];

  /** What the field is for. */
  @property() label = "";

  /** What stands in it while it is empty. Default: the label. */
  @property() placeholder = "";

  /** Below what was found, or in place of it. */
  @property() hint = "";

  /** The words. */
  @property({ attribute: false }) words!: FinderWords;

  /** Looks for what was typed. */
  @property({ attribute: false }) find!: (text: string, signal: AbortSignal) => Promise<readonly Found[]>;

  @state() private text = "";
  @state() private isOpen = false;
  @state() private at = -1;

  @query("input") private input!: HTMLInputElement;
  @query(".list") private list!: HTMLElement;

  #answer = new LatestAnswer<readonly Found[]>(this, 200);

  override focus(): void {
    this.input.focus();
  }

  protected override updated(): void {
    if (this.list.matches(":popover-open") !== this.isOpen) this.list.togglePopover(this.isOpen);
    if (!this.isOpen) return;
    this.list.style.inlineSize = `${this.input.getBoundingClientRect().width}px`;
    place(this.list, this.input, "start");
    this.renderRoot.querySelector(".option.at")?.scrollIntoView({ block: "nearest" });
  }

  override render(): TemplateResult {
    const found = this.#found;
    const { isStale, error } = this.#answer;
    const said = isStale
      ? this.words.searching
      : error
        ? this.words.failed(error)
        : found.length > 0
          ? this.words.found(found.length)
          : this.words.nobody;
    return html`<div class="line" @focusout=${this.leave}>
      ${icon("search")}
      <input
        class="field"
        part="search"
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck="false"
        aria-label=${this.label}
        placeholder=${this.placeholder || this.label}
        aria-autocomplete="list"
        aria-expanded=${this.isOpen}
        aria-controls="list"
        maxlength="200"
        aria-activedescendant=${this.isOpen && this.at >= 0 ? `option-${this.at}` : nothing}
        .value=${this.text}
        @input=${this.search}
        @keydown=${this.walk}
        @focus=${() => (this.isOpen = this.text.trim() !== "")}
      />
      <span class="visually-hidden" role="status">${this.isOpen ? said : ""}</span>
      <div class="list" popover="manual">
        <div id="list" role="listbox" aria-label=${this.label} aria-busy=${isStale}>
          ${found.map((each, index) => this.#option(each, index))}
        </div>
        ${
          found.length === 0 || isStale
            ? html`<p class="said ${error ? "bad" : ""}" aria-hidden="true">${said}</p>`
            : nothing
        }
        ${this.hint && !isStale ? html`<p class="said small">${this.hint}</p>` : nothing}
      </div>
    </div>`;
  }

  #option({ content, reason, choose }: Found, index: number): TemplateResult {
    return html`<div
      id="option-${index}"
      class="option ${index === this.at ? "at" : ""} ${reason ? "refused" : ""}"
      role="option"
      aria-selected=${index === this.at}
      aria-disabled=${reason ? "true" : "false"}
      @pointerdown=${(event: Event) => event.preventDefault()}
      @click=${() => this.#choose(reason, choose)}
    >
      ${content} ${reason ? html`<span class="reason">${reason}</span>` : nothing}
    </div>`;
  }

  get #found(): readonly Found[] {
    return this.#answer.answer ?? [];
  }

  private search(): void {
    this.text = this.input.value;
    this.at = -1;
    const text = this.text.trim();
    this.isOpen = text !== "";
    if (!text) return this.#answer.forget();
    this.#answer.ask(async (signal) => {
      const found = await this.find(text, signal);
      this.at = found.findIndex(({ reason }) => !reason);
      return found;
    });
  }

  private walk(event: KeyboardEvent): void {
    const { length } = this.#found;
    if (event.key === "Escape" && this.isOpen) {
      this.isOpen = false;
    } else if (event.key === "Enter") {
      const chosen = this.isOpen && !this.#answer.isStale ? this.#found[this.at] : undefined;
      if (chosen) this.#choose(chosen.reason, chosen.choose);
    } else if (length > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (this.isOpen) this.at = (Math.max(this.at, step > 0 ? -1 : 0) + step + length) % length;
      this.isOpen = true;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private leave(): void {
    this.isOpen = false;
  }

  #choose(reason: string | undefined, choose: () => void): void {
    if (reason) return;
    this.text = "";
    this.isOpen = false;
    this.#answer.forget();
    choose();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-finder": PermitFinder;
  }
}
