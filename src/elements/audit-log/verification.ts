import { html, nothing, type TemplateResult } from "lit";
import type { AuditVerification } from "../../api/audit-log/contract.js";
import type { AuditMessages } from "./messages.js";

/** What was checked, and where it broke if it did. */
export function verificationWords(answer: AuditVerification, messages: AuditMessages): TemplateResult {
  const { verify, format } = messages;
  const sum = (key: "checked" | "entries"): number =>
    answer.chains.reduce((total, chain) => total + chain[key], 0);
  if (answer.is_intact)
    return html`✓ ${verify.intact(sum("checked"), sum("entries"), format.exact(answer.checked_at))}
    ${answer.signed_at === null ? nothing : verify.signed(format.exact(answer.signed_at))}`;
  return html`<strong>${verify.broken}</strong> ${answer.chains.map(
      ({ kind, checked, entries, broken_at }) => {
        const name = verify.chain[kind];
        return html`<span>
          ${
            broken_at === null
              ? verify.chainIntact(name, checked, entries)
              : verify.chainBroken(name, checked, entries, broken_at)
          }
        </span>`;
      },
    )}
    ${answer.chains.length === 0 ? nothing : html`<span>${format.exact(answer.checked_at)}</span>`}`;
}
