import { html, nothing, type TemplateResult } from "lit";
import type { Session } from "../../api/wire.js";
import type { PersonRow } from "../../api/people/contract.js";
import "../ui/callout.js";
import type { LongJob } from "../ui/long-job.js";
import "../ui/progress.js";
import type { PermitJustificationField } from "./justification-field.js";
import "./justification-field.js";
import type { ChangeMessages } from "./change-messages.js";
import "./outcome-list.js";
import { errorWords } from "./refusal.js";

/** What went wrong, and a button that tries again where that may help. */
export function errorCallout(
  error: unknown,
  messages: ChangeMessages,
  retry?: () => void,
): TemplateResult | typeof nothing {
  if (!error) return nothing;
  return html`<permit-callout tone="bad"
    >${errorWords(error, messages)}
    ${
      retry
        ? html`<button slot="action" type="button" class="button" @click=${retry}>
            ${messages.common.retry}
          </button>`
        : nothing
    }</permit-callout
  >`;
}

export function jobProgress(job: LongJob, messages: ChangeMessages): TemplateResult {
  return html`<permit-progress
    .done=${job.done}
    .total=${job.total}
    text=${messages.job.progress(job.done, job.total)}
    stop=${messages.job.stop}
    @permit-stop=${() => job.stop()}
  ></permit-progress>`;
}

/** Those to whom it can't be done, if there are any, of so many people. */
export function outcomeList(
  refused: readonly PersonRow[],
  people: number,
  messages: ChangeMessages,
): TemplateResult | typeof nothing {
  if (refused.length === 0) return nothing;
  const { refusedForSeveral, refused: refusedForOne } = messages.outcomes;
  return html`<permit-outcome-list
    heading=${people > 1 ? refusedForSeveral(refused.length) : refusedForOne}
    .rows=${refused}
    .messages=${messages}
  ></permit-outcome-list>`;
}

/** Asks why, where a reason must accompany each change. */
export function justificationField(
  session: Pick<Session, "justification">,
  value: string,
  messages: ChangeMessages,
  note: (value: string) => void,
): TemplateResult | typeof nothing {
  if (!session.justification) return nothing;
  return html`<permit-justification-field
    .value=${value}
    .messages=${messages}
    @input=${(event: Event) => note((event.target as PermitJustificationField).value)}
  ></permit-justification-field>`;
}

/** The justification as it goes into an input: left out if there is none. */
export function justified(value: string): { justification?: string } {
  return value.trim() ? { justification: value.trim() } : {};
}

/** What makes an input a dry run. It records nothing, so that words may stand in until the reason is typed. */
export function dryRun(session: Session, value: string): { dry_run: true; justification?: string } {
  return { dry_run: true, ...justified(session.justification ? value.trim() || "…" : value) };
}
