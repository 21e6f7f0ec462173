import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import type { AuditEntry } from "../../api/audit-log/contract.js";
import { controlStyles } from "../ui/control.styles.js";
import { customElement } from "../ui/define.js";
import type { PermitDialog } from "../ui/dialog.js";
import "../ui/dialog.js";
import { FilterRequest } from "./audit-events.js";
import { actorName, differencesOf, sentenceText, targetName } from "./entry-words.js";
import type { AuditMessages } from "./messages.js";

/**
 * @summary All of one entry: when, who, what, before and after, under which limit, why, in which request.
 *
 * @fires permit-filter-request - A name was chosen to filter by.
 */
@customElement("permit-audit-entry")
export class PermitAuditEntry extends LitElement {
  static override styles = [
    controlStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: calc(var(--_space) * 2.5) calc(var(--_space) * 4);
        margin: 0;
      }

      dt {
        color: var(--_muted);
      }

      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }

      table {
        border-spacing: 0;
        inline-size: 100%;
        font-size: var(--_size-small);
      }

      .scroll {
        grid-column: 1 / -1;
        overflow-x: auto;
      }

      th {
        color: var(--_muted);
        font-weight: 500;
        text-align: start;
      }

      :is(th, td) {
        padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
        border-block-end: 1px solid var(--_line);
        vertical-align: top;
        overflow-wrap: anywhere;
      }

      del {
        color: var(--_bad);
      }

      ins {
        color: var(--_good);
        text-decoration: none;
      }

      code {
        font-family: var(--_font-mono);
        font-size: var(--_size-small);
      }

      .refused {
        color: var(--_bad);
      }
    `,
  ];

  @property({ attribute: false }) messages!: AuditMessages;
  @property({ attribute: false }) entry: AuditEntry | undefined;

  @query("permit-dialog") private dialog!: PermitDialog;

  async open(entry: AuditEntry): Promise<void> {
    this.entry = entry;
    await this.updateComplete;
    await this.dialog.show();
  }

  protected override render(): TemplateResult {
    const { entry, messages } = this;
    return html`<permit-dialog
      variant="side"
      .heading=${entry ? sentenceText(entry, messages) : ""}
      .words=${{ close: messages.entry.close, lossQuestion: "", keep: "", discard: "" }}
    >
      ${entry ? this.#facts(entry) : nothing}
    </permit-dialog>`;
  }

  #facts(entry: AuditEntry): TemplateResult {
    const { entry: words, list, format } = this.messages;
    const { actor, target, role, instance, justification, request_id } = entry;
    return html`<dl>
        <dt>${words.time}</dt>
        <dd><time datetime=${entry.at}>${format.exact(entry.at)}</time> (${format.relative(entry.at)})</dd>
        <dt>${list.columns.result}</dt>
        <dd class=${entry.outcome}>${list.outcome[entry.outcome]}</dd>
        <dt>${words.who}</dt>
        <dd>${this.#person(actorName(entry, this.messages), { actor: actor.id }, list.onlyBy)}</dd>
        ${
          target
            ? html`<dt>${words.whom}</dt>
                <dd>
                  ${target.mixed_script ? html`<p class="suspicious">${list.mixedScript}</p>` : nothing}
                  ${this.#person(targetName(entry, this.messages), { target: target.id }, list.onlyAbout)}
                </dd>`
            : nothing
        }
        ${fact(words.role, role?.name)} ${fact(words.instance, instance)}
        ${fact(words.refusedBecause, entry.refused_because.map(({ message }) => message).join(" "))}
        ${fact(words.allowedBy, format.list(entry.allowed_by))} ${fact(words.justification, justification)}
        ${request_id ? fact(words.request, html`<code>${request_id}</code>`) : nothing}
        ${fact(words.number, html`<code>${entry.id}</code>`)}
      </dl>
      ${this.#differences(entry)}`;
  }

  #person(
    name: string,
    change: { actor: string | null } | { target: string | null },
    label: (name: string) => string,
  ): TemplateResult {
    if (!Object.values(change)[0]) return html`${name}`;
    const filter = (): void => {
      this.dialog.close();
      this.dispatchEvent(new FilterRequest(change));
    };
    return html`<button class="button link" dir="auto" aria-label=${label(name)} @click=${filter}>
      ${name}
    </button>`;
  }

  #differences(entry: AuditEntry): TemplateResult | typeof nothing {
    const differences = differencesOf(entry, this.messages);
    if (differences.length === 0) return nothing;
    const { before, after } = this.messages.entry;
    return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <td></td>
            <th scope="col">${before}</th>
            <th scope="col">${after}</th>
          </tr>
        </thead>
        <tbody>
          ${differences.map(
            (one) =>
              html`<tr>
                <th scope="row">${one.label}</th>
                <td><del>${one.before}</del></td>
                <td><ins>${one.after}</ins></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

function fact(label: string, value: unknown): TemplateResult | typeof nothing {
  if (value === undefined || value === null || value === "") return nothing;
  return html`<dt>${label}</dt>
    <dd dir="auto">${value}</dd>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "permit-audit-entry": PermitAuditEntry;
  }
}
