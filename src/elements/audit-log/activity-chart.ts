import { LitElement, css, html, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { AuditActivity } from "../../api/audit-log/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import { FilterRequest } from "./audit-events.js";
import type { AuditMessages } from "./messages.js";

/**
 * @summary How much happened, as bars over the filtered time; what was refused is hatched. One tab stop: arrow keys
 * walk the parts, Enter or a click shows one alone.
 *
 * @fires permit-filter-request - One part of the time is to be shown alone.
 */
@customElement("permit-activity-chart")
export class PermitActivityChart extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        display: block;
      }

      .bars {
        display: flex;
        gap: 2px;
        align-items: stretch;
        block-size: 3.25rem;
      }

      .bar {
        display: flex;
        flex: 1 1 0;
        flex-direction: column;
        justify-content: end;
        min-inline-size: 0;
        padding: 0;
        border: 0;
        border-block-end: 1px solid var(--_line-strong);
        border-radius: 2px 2px 0 0;
        background: none;
        cursor: pointer;
      }

      .bar:hover {
        background: var(--_hover);
      }

      .done,
      .refused {
        display: block;
        flex: none;
        background: color-mix(in srgb, var(--_accent) 45%, var(--_surface));
      }

      .done {
        border-radius: 2px 2px 0 0;
      }

      .refused {
        background: repeating-linear-gradient(135deg, var(--_bad) 0 3px, var(--_bad-surface) 3px 5px);
      }

      .ends {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 1rem;
        margin: 0.2rem 0 0;
        color: var(--_muted);
        font-size: var(--_size-small);
      }

      @media (forced-colors: active) {
        .done {
          background: CanvasText;
          forced-color-adjust: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) activity!: AuditActivity;
  @property({ attribute: false }) messages!: AuditMessages;

  @state() private active = 0;

  protected override willUpdate(): void {
    this.active = Math.min(this.active, this.activity.parts.length - 1);
  }

  protected override render(): TemplateResult {
    const { chart, format } = this.messages;
    const { total, from, to, parts } = this.activity;
    const refused = parts.reduce((sum, part) => sum + part.refused, 0);
    return html`<div
        class="bars"
        role="group"
        aria-label=${chart.label(total, refused, format.moment(from), format.moment(to))}
        aria-description=${chart.hint}
        @keydown=${this.walk}
      >
        ${parts.map((part, index) => {
          const words = chart.part(this.#time(part.from, part.to), part.done, part.refused);
          return html`<button
            class="bar"
            tabindex=${index === this.active ? 0 : -1}
            aria-label=${words}
            title=${words}
            @click=${() => this.dispatchEvent(new FilterRequest({ last: null, from: part.from, to: part.to }))}
            @focus=${() => (this.active = index)}
          >
            <span class="done"></span><span class="refused"></span>
          </button>`;
        })}
      </div>
      <p class="ends" aria-hidden="true">${this.#ends().map((end) => html`<span>${end}</span>`)}</p>`;
  }

  /** "3 days ago" to "now"; in full where both would be the same. */
  #ends(): string[] {
    const { from, to } = this.activity;
    const { format } = this.messages;
    const ends = [from, to].map((end) => format.relative(end));
    return ends[0] === ends[1] ? [from, to].map((end) => format.exact(end)) : ends;
  }

  /** By hand, since the element must work where no inline style is allowed. */
  protected override updated(): void {
    const { parts } = this.activity;
    const most = Math.max(1, ...parts.map(({ done, refused }) => done + refused));
    this.renderRoot.querySelectorAll(".bar").forEach((bar, index) => {
      const [done, refused] = bar.querySelectorAll("span");
      const part = parts[index];
      if (!done || !refused || !part) return;
      done.style.blockSize = height(part.done, most);
      refused.style.blockSize = height(part.refused, most);
    });
  }

  #time(from: string, to: string): string {
    const { filter, format } = this.messages;
    return filter.between(format.moment(from), format.moment(to));
  }

  private walk(event: KeyboardEvent): void {
    const last = this.activity.parts.length - 1;
    const step = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: this.active + step, ArrowLeft: this.active - step, Home: 0, End: last }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    this.active = Math.max(0, Math.min(to, last));
    this.renderRoot.querySelectorAll<HTMLElement>(".bar")[this.active]?.focus();
  }
}

/** What there is at all can be seen, however little beside the most. */
function height(count: number, most: number): string {
  return count === 0 ? "0" : `${Math.max(6, (100 * count) / most)}%`;
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-activity-chart": PermitActivityChart;
  }
}
