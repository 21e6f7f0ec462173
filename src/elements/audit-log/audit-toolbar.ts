import { html, nothing, type TemplateResult } from "lit";
import type { AuditPeople } from "../../api/audit-log/contract.js";
import { connectionWordsFor } from "../connection/messages.js";
import { icon } from "../ui/icon.js";
import "../ui/popup.js";
import { actionLabel } from "./entry-words.js";
import { everything, isNarrowed, lastly, spans, type Filter, type Outcome, type Span } from "./filter.js";
import type { AuditMessages } from "./messages.js";
import { suggestions } from "./suggestions.js";

export interface AuditToolbar {
  filter: Filter;
  messages: AuditMessages;
  /** The name of a person by id, as far as an entry here says it. */
  nameOf: (id: string) => string | undefined;
  find: (search: string, signal: AbortSignal) => Promise<AuditPeople>;
  change: (change: Partial<Filter>) => void;
  /** Opens the formats beside the button that was pressed. */
  openExport: (anchor: HTMLElement) => void;
  isExporting: boolean;
}

/** Filters, what is filtered by as chips, and the way to export. */
export function auditToolbar(toolbar: AuditToolbar): TemplateResult {
  const { filter, messages, find, change, openExport, isExporting } = toolbar;
  const { search } = messages.filter;
  return html`<div class="toolbar" part="toolbar" role="search" aria-label=${messages.list.title}>
      <permit-finder
        label=${search.label}
        placeholder=${search.hint}
        .words=${{ ...search, failed: (error: unknown) => connectionWordsFor(error, messages) }}
        .find=${async (typed: string, signal: AbortSignal) =>
          suggestions(await find(typed, signal), typed, filter, messages, change)}
      ></permit-finder>
      ${actionFilter(toolbar)} ${resultFilter(toolbar)} ${timeFilter(toolbar)}
      <slot name="toolbar"></slot>
      <button
        class="button export"
        part="button"
        aria-haspopup="menu"
        ?disabled=${isExporting}
        @click=${(event: Event) => openExport(event.currentTarget as HTMLElement)}
      >
        ${messages.export.open}
      </button>
    </div>
    ${chips(toolbar)}`;
}

function actionFilter({ filter, messages, change }: AuditToolbar): TemplateResult {
  const { actions } = filter;
  const count = actions.length > 0 ? ` · ${messages.format.number(actions.length)}` : "";
  const toggle = ({ target }: Event): void => {
    const { value, checked } = target as HTMLInputElement;
    const others = actions.filter((one) => one !== value);
    change({ actions: checked ? [...others, value] : others });
  };
  return html`<permit-popup
    class="filter"
    part="filter"
    .label=${messages.filter.byAction}
    .text=${messages.filter.action + count}
  >
    ${Object.keys(messages.actions).map(
      (action) =>
        html`<label class="choice">
          <input
            type="checkbox"
            class="checkbox"
            value=${action}
            .checked=${actions.includes(action)}
            @change=${toggle}
          />
          <span>${actionLabel(action, messages)}</span>
        </label>`,
    )}
  </permit-popup>`;
}

function resultFilter({ filter, messages, change }: AuditToolbar): TemplateResult {
  const words = messages.filter;
  const choices: [Outcome | null, string][] = [
    [null, words.anyResult],
    ["done", words.done],
    ["refused", words.refused],
  ];
  return html`<permit-popup class="filter" part="filter" .label=${words.byResult} .text=${words.result}>
    ${choices.map(([outcome, label]) =>
      radio("result", label, filter.outcome === outcome, () => change({ outcome })),
    )}
  </permit-popup>`;
}

function timeFilter({ filter, messages, change }: AuditToolbar): TemplateResult {
  const words = messages.filter;
  const isAny = !filter.last && !filter.from && !filter.to;
  const shown = filter.last ? words.last[filter.last] : isAny ? words.anyTime : words.chosenTime;
  const choose =
    (side: "from" | "to") =>
    ({ target }: Event): void => {
      const at = Date.parse((target as HTMLInputElement).value);
      change({ last: null, [side]: Number.isNaN(at) ? null : new Date(at).toISOString() });
    };
  const field = (side: "from" | "to"): TemplateResult =>
    html`<label class="moment"
      ><span class="label">${words[side]}</span
      ><input
        type="datetime-local"
        class="field"
        .value=${filter.last ? "" : localTime(filter[side])}
        @change=${choose(side)}
    /></label>`;
  return html`<permit-popup class="filter" part="filter" .label=${words.byTime} .text=${shown}>
    ${radio("time", words.anyTime, isAny, () => change(lastly(null)))}
    ${(Object.keys(spans) as Span[]).map((span) =>
      radio("time", words.last[span], filter.last === span, () => change(lastly(span))),
    )}
    ${field("from")} ${field("to")}
  </permit-popup>`;
}

function radio(name: string, label: string, isChosen: boolean, choose: () => void): TemplateResult {
  return html`<label class="choice">
    <input type="radio" name=${name} .checked=${isChosen} @change=${choose} /> <span>${label}</span>
  </label>`;
}

function chips({ filter, messages, nameOf, change }: AuditToolbar): TemplateResult | typeof nothing {
  if (!isNarrowed(filter)) return nothing;
  const { filter: words } = messages;
  const { actor, target, actions, outcome, last, from, to } = filter;
  const chip = (label: string, without: Partial<Filter>): TemplateResult =>
    html`<li>
      <button class="button small chip" aria-label=${words.remove(label)} @click=${() => change(without)}>
        ${label} ${icon("close")}
      </button>
    </li>`;
  return html`<ul class="active">
    ${actor ? chip(words.by(nameOf(actor) ?? words.somebody), { actor: null }) : nothing}
    ${target ? chip(words.about(nameOf(target) ?? words.somebody), { target: null }) : nothing}
    ${actions.map((action) =>
      chip(actionLabel(action, messages), { actions: actions.filter((one) => one !== action) }),
    )}
    ${outcome ? chip(words[outcome], { outcome: null }) : nothing}
    ${
      last || from || to
        ? chip(last ? words.last[last] : timeWords(from, to, messages), lastly(null))
        : nothing
    }
    <li>
      <button class="button link" aria-label=${words.clearAll} @click=${() => change(everything)}>
        ${words.clear}
      </button>
    </li>
  </ul>`;
}

function timeWords(from: string | null, to: string | null, { filter, format }: AuditMessages): string {
  if (from && to) return filter.between(format.moment(from), format.moment(to));
  return from ? filter.since(format.moment(from)) : to ? filter.until(format.moment(to)) : "";
}

/** A moment as a local date-and-time input writes it. */
function localTime(moment: string | null): string {
  if (!moment) return "";
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
