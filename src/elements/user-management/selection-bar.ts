import { LitElement, css, html, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Session } from "../../api/wire.js";
import type { Person } from "../../api/people/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { icon } from "../ui/icon.js";
import { refusableButton, refusableStyles } from "../ui/refusable-button.js";
import { whyNot } from "./abilities.js";
import { SelectionActRequest, SelectionRequest } from "./list-events.js";
import type { ListMessages } from "./messages.js";

/**
 * @summary What can be done with the people selected.
 *
 * @fires permit-selection-act-request - Something is to be done with them.
 * @fires permit-selection-request - The selection is to be another.
 */
@customElement("permit-selection-bar")
export class PermitSelectionBar extends LitElement {
  static override styles = [
    controlStyles,
    refusableStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: calc(var(--_space) * 2);
        align-items: center;
        padding: calc(var(--_space) * 1.5) calc(var(--_space) * 1.5) calc(var(--_space) * 1.5)
          calc(var(--_space) * 4);
        border-radius: var(--_radius-large);
        background: var(--_text);
        color: var(--_surface);
      }

      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: calc(var(--_space) * 2);
        margin-inline-start: auto;
      }

      .button,
      .button[aria-disabled="true"]:is(*, :hover) {
        border-color: color-mix(in srgb, var(--_surface) 35%, transparent);
        background: none;
        color: inherit;
      }

      .button:hover {
        background: color-mix(in srgb, var(--_surface) 16%, transparent);
      }

      .button[aria-disabled="true"] {
        opacity: 0.6;
      }

      .button:focus-visible {
        outline-color: var(--_surface);
      }

      @media (width < 40rem) {
        :host {
          padding-inline-start: calc(var(--_space) * 1.5);
        }

        [role="status"] {
          padding-inline-start: calc(var(--_space) * 1.5);
        }

        .acts {
          gap: calc(var(--_space) * 1.5);
          margin: 0;
        }

        .acts .button {
          padding-inline: calc(var(--_space) * 2.5);
        }
      }

      .tip {
        border: 1px solid var(--_line);
        background: var(--_raised);
        color: var(--_text);
      }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) messages!: ListMessages;
  @property({ attribute: false }) selection: ReadonlyMap<string, Person> = new Map();

  protected override render(): TemplateResult {
    const { list } = this.messages;
    const words = {
      "change-roles": list.changeRoles,
      suspend: list.suspend,
      reactivate: list.reactivate,
      remove: list.remove,
    };
    const areAllSuspended = [...this.selection.values()].every(({ status }) => status === "suspended");
    const offered = ["change-roles", areAllSuspended ? "reactivate" : "suspend", "remove"] as const;
    return html`<span role="status">${list.selected(this.selection.size)}</span>
      <button
        class="button icon"
        part="button"
        aria-label=${list.clearSelection}
        @click=${() => this.dispatchEvent(new SelectionRequest(new Map()))}
      >
        ${icon("close")}
      </button>
      <span class="acts">
        ${offered.map((act) =>
          refusableButton({
            label: words[act],
            part: "button",
            reason: this.#whyNot(act),
            run: () => this.dispatchEvent(new SelectionActRequest(act)),
          }),
        )}
      </span>`;
  }

  /** Refused only when it is for every one of them: the dialog says who is left out, and why. */
  #whyNot(act: SelectionActRequest["act"]): string | undefined {
    let why: string | undefined;
    for (const person of this.selection.values()) {
      const reason = whyNot(act, this.session, this.messages, person);
      if (!reason) return undefined;
      why ??= reason;
    }
    return why;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-selection-bar": PermitSelectionBar;
  }
}
