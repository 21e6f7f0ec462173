import { html, nothing, type TemplateResult } from "lit";
import type { Delegation } from "../../api/delegations/contract.js";
import "../ui/callout.js";
import type { DialogMessages } from "./dialog-messages.js";
import type { Draft } from "./draft.js";
import { differences } from "./limit-words.js";
import type { Shown } from "./names.js";

/** What somebody else has changed since the form was opened, and what to do with what stands in it. */
export function staleLimits(
  draft: Draft,
  now: Delegation | null,
  words: DialogMessages,
  shown: Shown,
  { keepMine, showTheirs }: { keepMine: () => void; showTheirs: () => void },
): TemplateResult {
  const { form, groups } = words;
  const changes = now ? differences(draft.start, now.limits, words, shown) : [];
  return html`<permit-callout tone="warn"
    >${now ? form.stale(now.changed?.by ?? "") : form.staleRemoved}
    ${
      changes.length > 0
        ? html`<ul class="differences">
            ${changes.map(
              ({ group, taken, added }) =>
                html`<li>
                  ${groups[group]}: ${[...taken.map(form.taken), ...added.map(form.added)].join(", ")}
                </li>`,
            )}
          </ul>`
        : nothing
    }
    <button slot="action" type="button" class="button" @click=${keepMine}>${form.keepMine}</button>
    <button slot="action" type="button" class="button" @click=${showTheirs}>
      ${form.showTheirs}
    </button></permit-callout
  >`;
}
