import { html, nothing, type TemplateResult } from "lit";
import type { AuditEntry } from "../../api/audit-log/contract.js";
import { actorName, sentenceOf, sentenceText, summaryOf } from "./entry-words.js";
import { warningMark } from "../ui/warning-mark.js";
import type { AuditMessages } from "./messages.js";

export interface EntryRow {
  index: number;
  entry: AuditEntry | undefined;
  messages: AuditMessages;
  isActive: boolean;
  /** Times in full instead of "2 min ago". */
  isExact: boolean;
}

/** One line of the log. What can be chosen in it says so by `data-deed`. */
export function entryRow(row: EntryRow): TemplateResult {
  const { index, entry, isActive } = row;
  return html`<div
    class="row line"
    part="row"
    role="row"
    aria-rowindex=${index + 2}
    aria-busy=${entry ? nothing : "true"}
    data-index=${index}
    tabindex=${isActive ? 0 : -1}
  >
    ${entry ? cells(row, entry) : bones()}
  </div>`;
}

function cells({ messages, isExact }: EntryRow, entry: AuditEntry): TemplateResult {
  const { format, list } = messages;
  const summary = summaryOf(entry, messages);
  return html`<div class="cell when" role="gridcell">
      <time datetime=${entry.at} title=${format.exact(entry.at)}
        >${isExact ? format.exact(entry.at) : format.relative(entry.at)}</time
      >
    </div>
    <div class="cell who" role="gridcell">${actor(entry, messages)}</div>
    <div class="cell what" role="gridcell">
      <div class="sentence">
        <button
          class="open"
          tabindex="-1"
          data-deed="open"
          aria-label="${list.details}: ${sentenceText(entry, messages)}"
        ></button>
        ${sentence(entry, messages)}
      </div>
      ${summary ? html`<div class="summary"><bdi>${summary}</bdi></div>` : nothing}
    </div>
    <div class="cell result" role="gridcell">
      <span class="outcome ${entry.outcome}" part="status">${list.outcome[entry.outcome]}</span>
    </div>`;
}

function actor(entry: AuditEntry, messages: AuditMessages): TemplateResult {
  const name = actorName(entry, messages);
  if (!entry.actor.id) return html`<span class="muted">${name}</span>`;
  return html`<button
    class="name"
    tabindex="-1"
    data-deed="actor"
    dir="auto"
    aria-label=${messages.list.onlyBy(name)}
  >
    ${name}
  </button>`;
}

function sentence(entry: AuditEntry, messages: AuditMessages): TemplateResult[] {
  return sentenceOf(entry, messages).map((part) => {
    if ("role" in part) return html`<b dir="auto">${part.role}</b>`;
    if (!("target" in part)) return html`${part.text}`;
    const mark = entry.target?.mixed_script ? warningMark(messages.list.mixedScript) : nothing;
    if (!entry.target?.id) return html`${mark}<b dir="auto">${part.target}</b>`;
    return html`${mark}<button
        class="name"
        tabindex="-1"
        data-deed="target"
        dir="auto"
        aria-label=${messages.list.onlyAbout(part.target)}
      >
        ${part.target}
      </button>`;
  });
}

function bones(): TemplateResult {
  return html`<div class="cell when" role="gridcell"><span class="bone"></span></div>
    <div class="cell who" role="gridcell"><span class="bone"></span></div>
    <div class="cell what" role="gridcell"><span class="bone wide"></span></div>
    <div class="cell result" role="gridcell"><span class="bone"></span></div>`;
}
