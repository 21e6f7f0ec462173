import { html, nothing, type TemplateResult } from "lit";
import "../ui/callout.js";
import type { AnswerRow } from "./invite-draft.js";
import type { Messages } from "./messages.js";

/** What has been sent, what is left, and whose mail could not be sent. */
export function inviteOutcome(
  invited: readonly AnswerRow[],
  left: number,
  { invite, format }: Messages,
): TemplateResult | typeof nothing {
  if (invited.length === 0) return nothing;
  const granted = invited.filter((row) => row.outcome === "granted").length;
  const unsent = invited.filter((row) => row.sent === false).map((row) => row.email);
  return html`<permit-callout tone="good"
      >${invite.sent(invited.length - granted, granted)}
      ${left > 0 ? invite.left(left) : nothing}</permit-callout
    >
    ${
      unsent.length > 0
        ? html`<permit-callout tone="warn"
            >${invite.unsent(format.list(unsent.slice(0, 3)), unsent.length)}</permit-callout
          >`
        : nothing
    }`;
}
