import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Closure, ClosureQuery, DelegationPeople } from "../../api/delegations/contract.js";
import { errorWords } from "../people/refusal.js";
import { avatar, avatarStyles } from "../ui/avatar.js";
import "../ui/callout.js";
import { chipStyles } from "../ui/chip.styles.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { PermitDialog } from "../ui/dialog.js";
import "../ui/dialog.js";
import type { Found } from "../ui/finder.js";
import "../ui/finder.js";
import { icon } from "../ui/icon.js";
import { LatestAnswer } from "../ui/latest-answer.js";
import type { DialogMessages } from "./dialog-messages.js";
import { columnsOf, nameOf, type Shown } from "./names.js";

interface Chosen {
  id: string;
  name: string;
  kind: "person" | "role";
}

/** @summary What people, alone or together, could ever come to hold or give, each with the shortest way there. */
@customElement("permit-closure-panel")
export class PermitClosurePanel extends LitElement {
  static override styles = [
    controlStyles,
    chipStyles,
    avatarStyles,
    css`
      .stack {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: calc(var(--_space) * 3);
      }

      p,
      h3 {
        margin: 0;
        font-size: inherit;
      }

      ul {
        display: grid;
        gap: calc(var(--_space) * 2);
        margin: 0;
        padding: 0;
        list-style: none;
      }

      .chosen {
        display: flex;
        flex-wrap: wrap;
      }

      .chip .button {
        min-block-size: 1.5rem;
        inline-size: 1.5rem;
      }

      small {
        display: block;
        color: var(--_muted);
        font-size: var(--_size-small);
      }

      .stale {
        opacity: 0.6;
      }
    `,
  ];

  /** Who may give what. */
  @property({ attribute: false }) shown!: Shown;

  /** The words. */
  @property({ attribute: false }) messages!: DialogMessages;

  /** Finds people of the tenant. */
  @property({ attribute: false }) find!: (text: string, signal: AbortSignal) => Promise<DelegationPeople>;

  /** What these could ever come to hold or give. */
  @property({ attribute: false }) ask!: (query: ClosureQuery, signal: AbortSignal) => Promise<Closure>;

  @state() private chosen: readonly Chosen[] = [];

  @query("permit-dialog") private dialog!: PermitDialog;

  #closure = new LatestAnswer<Closure>(this, 0);

  async open(): Promise<void> {
    await this.updateComplete;
    await this.dialog.show();
  }

  /** The limits may have changed. */
  lookAgain(): void {
    if (this.chosen.length > 0) this.#choose(this.chosen);
  }

  protected override render(): TemplateResult {
    const { closure, dialog } = this.messages;
    return html`<permit-dialog variant="side" .heading=${closure.title} .words=${dialog}>
      <div class="stack">
        <p class="muted">${closure.hint}</p>
        ${this.shown.tenant ? this.#finder() : nothing} ${this.#roles()}
        ${
          this.chosen.length > 0
            ? html`<ul class="chosen">
                ${this.chosen.map((each) => this.#chip(each))}
              </ul>`
            : html`<p class="muted">${closure.nobodyYet}</p>`
        }
        <div aria-live="polite" aria-busy=${this.#closure.isStale}>${this.#answer()}</div>
      </div>
    </permit-dialog>`;
  }

  #finder(): TemplateResult {
    const { closure } = this.messages;
    return html`<permit-finder
      label=${closure.find}
      .words=${{ ...closure.findWords, failed: (error: unknown) => errorWords(error, this.messages) }}
      .find=${this.#find}
    ></permit-finder>`;
  }

  #find = async (text: string, signal: AbortSignal): Promise<Found[]> => {
    const { people } = await this.find(text, signal);
    return people
      .filter(({ user }) => !this.chosen.some(({ id }) => id === user))
      .map(({ user, name, email, roles }) => ({
        id: user,
        content: html`${avatar(user, name)}
          <span class="words"
            ><bdi>${name}</bdi>
            <small
              ><bdi>${email}</bdi> ·
              ${this.messages.format.list(roles.map((role) => nameOf(this.shown, role)))}</small
            ></span
          >`,
        choose: () => this.#choose([...this.chosen, { id: user, name, kind: "person" }]),
      }));
  };

  #roles(): TemplateResult {
    const { closure, form } = this.messages;
    return html`<div>
      <label class="label" for="role">${closure.roles}</label>
      <select id="role" class="field" @change=${this.chooseRole}>
        <option value="">${form.chooseRole}</option>
        ${columnsOf(this.shown)
          .filter(({ id }) => !this.chosen.some((each) => each.id === id))
          .map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
      </select>
    </div>`;
  }

  #chip({ id, name }: Chosen): TemplateResult {
    return html`<li class="chip">
      <bdi class="name">${name}</bdi>
      <button
        type="button"
        class="button quiet icon"
        aria-label=${this.messages.closure.remove(name)}
        @click=${() => this.#choose(this.chosen.filter((each) => each.id !== id))}
      >
        ${icon("close")}
      </button>
    </li>`;
  }

  #answer(): TemplateResult | typeof nothing {
    const { closure, whatIf } = this.messages;
    const { answer, error, isStale } = this.#closure;
    if (this.chosen.length === 0) return nothing;
    if (error) return html`<permit-callout tone="bad">${errorWords(error, this.messages)}</permit-callout>`;
    if (!answer) return html`<p class="muted">${whatIf.checking}</p>`;
    const held = answer.roles.filter((each) => each.is_held);
    const reached = answer.roles.filter((each) => !each.is_held);
    return html`<div class="stack ${isStale ? "stale" : ""}">
      ${
        held.length > 0
          ? html`<p>
              <span class="muted">${closure.heldTitle}:</span>
              ${this.messages.format.list(held.map((each) => this.#name(each)))}
            </p>`
          : nothing
      }
      <h3>${closure.reachTitle}</h3>
      ${
        reached.length === 0
          ? html`<p>${closure.nothing}</p>`
          : html`<ul role="list" aria-label=${closure.reachTitle}>
              ${reached.map((each) => html`<li><strong>${this.#name(each)}</strong> <small>${each.words}</small></li>`)}
            </ul>`
      }
    </div>`;
  }

  #name({ role, place }: Closure["roles"][number]): string {
    const name = nameOf(this.shown, role);
    return place === null ? name : `${name} ${this.messages.closure.at(place)}`;
  }

  private chooseRole(event: Event): void {
    const select = event.target as HTMLSelectElement;
    const { value: id } = select;
    if (id) this.#choose([...this.chosen, { id, name: nameOf(this.shown, id), kind: "role" }]);
    select.value = "";
  }

  #choose(chosen: readonly Chosen[]): void {
    this.chosen = chosen;
    if (chosen.length === 0) return this.#closure.forget();
    const ids = (kind: Chosen["kind"]): string[] =>
      chosen.filter((each) => each.kind === kind).map(({ id }) => id);
    const query: ClosureQuery = { person: ids("person"), role: ids("role") };
    this.#closure.ask((signal) => this.ask(query, signal));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-closure-panel": PermitClosurePanel;
  }
}
