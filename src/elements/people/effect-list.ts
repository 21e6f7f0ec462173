import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Effect, PersonRow } from "../../api/people/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { ChangeMessages } from "./change-messages.js";

interface Line {
  label: string;
  people: number;
}

/** From so many lines on, the rest is a number. */
const mostLines = 8;

/** @summary What people really gain and lose by a change, in words: the effect before the save. */
@customElement("permit-effect-list")
export class PermitEffectList extends LitElement {
  static override styles = [
    controlStyles,
    css`
      h3 {
        margin: 0 0 var(--_space);
        color: var(--_muted);
        font-size: var(--_size-small);
        font-weight: 550;
      }

      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }

      .gain {
        color: var(--_good);
      }

      .loss {
        color: var(--_bad);
      }

      .people,
      .none,
      .rest {
        color: var(--_muted);
      }
    `,
  ];

  /** One row a person, from a dry run. */
  @property({ attribute: false }) rows: readonly PersonRow[] = [];

  /** Leaves out that nothing is gained, or nothing lost. */
  @property({ type: Boolean }) brief = false;

  /** Above the lines. */
  @property() heading = "";

  /** The words. */
  @property({ attribute: false }) messages!: ChangeMessages;

  override render(): TemplateResult {
    const changed = this.rows.filter((row) => row.outcome === "done");
    return html`<h3>${this.heading}</h3>
      <ul>
        ${this.#lines("gain", linesOf(changed.map((row) => row.gains)))}
        ${this.#lines("loss", linesOf(changed.map((row) => row.loses)))}
      </ul>`;
  }

  #lines(kind: "gain" | "loss", lines: readonly Line[]): TemplateResult {
    const { effects } = this.messages;
    const sign = kind === "gain" ? "+" : "−";
    const several = this.rows.length > 1;
    return html`${lines.slice(0, mostLines).map(
      (line) =>
        html`<li class=${kind}>
          <span aria-hidden="true">${sign}</span>
          <span class="visually-hidden">${effects[kind]}</span>
          ${line.label}
          ${several ? html`<span class="people">${effects.forPeople(line.people)}</span>` : nothing}
        </li>`,
    )}
    ${
      lines.length > mostLines
        ? html`<li class="rest">${sign} ${effects.more(lines.length - mostLines)}</li>`
        : nothing
    }
    ${
      lines.length === 0 && !this.brief
        ? html`<li class="none"><span aria-hidden="true">${sign}</span> ${effects.nothing[kind]}</li>`
        : nothing
    }`;
  }
}

/** The same permission of several people is one line; what concerns most people comes first. */
function linesOf(effects: readonly (readonly Effect[])[]): Line[] {
  const lines = new Map<string, Line>();
  for (const { permission, label } of effects.flat()) {
    const line = lines.get(permission) ?? { label, people: 0 };
    line.people++;
    lines.set(permission, line);
  }
  return [...lines.values()].sort((one, other) => other.people - one.people);
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-effect-list": PermitEffectList;
  }
}
