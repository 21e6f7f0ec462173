import { html, nothing, type TemplateResult } from "lit";
import type { Effects, Leak } from "../../api/delegations/contract.js";
import { refusalWords } from "../people/refusal.js";
import type { DialogMessages } from "./dialog-messages.js";
import { tick } from "./form-parts.js";
import { nameOf, pathKey, type Shown } from "./names.js";

export interface WhatIf {
  effects: Effects;
  shown: Shown;
  words: DialogMessages;
  /** Leaks that stand in the way, and which of them are said to be meant. */
  leaks: readonly Leak[];
  isMeant: (leak: Leak) => boolean;
  mean: ((leak: Leak, isMeant: boolean) => void) | null;
}

/** What would follow: what leaks, who could newly come to give what, what pending would end. */
export function whatIf({ effects, shown, words, leaks, isMeant, mean }: WhatIf): TemplateResult {
  const { whatIf: said } = words;
  const known = new Set(effects.warnings.before.map((warning) => warning.words));
  const warnings = effects.warnings.after.filter((warning) => !known.has(warning.words));
  const left = new Set(effects.leaks.after.map(pathKey));
  const closed = effects.leaks.before.filter((leak) => !leak.is_meant && !left.has(pathKey(leak)));
  const { invitations } = effects.dying;
  const isNothing =
    leaks.length + warnings.length + closed.length + effects.opened.length + invitations.total === 0;
  if (isNothing) return html`<p class="muted">${said.nothing}</p>`;
  return html`${
    leaks.length > 0
      ? html`<section class="bad" aria-labelledby="what-leaks">
          <h4 id="what-leaks">${said.leaks}</h4>
          ${
            leaks.length > 1 && mean
              ? tick(said.allMeant, leaks.every(isMeant), (all) => leaks.forEach((leak) => mean(leak, all)))
              : nothing
          }
          <ul>
            ${leaks.map((leak) => leakLine(leak, words, isMeant(leak), mean))}
          </ul>
        </section>`
      : nothing
  }
  ${lines(
    said.warnings,
    "warn",
    warnings.map((warning) => warning.words),
  )}
  ${lines(
    said.closes,
    "good",
    closed.map((leak) => leak.words),
  )}
  ${
    effects.opened.length > 0
      ? html`<section aria-labelledby="what-opens">
          <h4 id="what-opens">${said.opened}</h4>
          <ul>
            ${effects.opened.map(({ role, gives, place, words: path, people }) => {
              const who = said.holders(nameOf(shown, role), people.names, people.total);
              const what = [nameOf(shown, gives), ...(place === null ? [] : [said.at(place)])].join(" ");
              return html`<li>${said.opens(who, what)} <small>${path}</small></li>`;
            })}
          </ul>
        </section>`
      : nothing
  }
  ${lines(
    said.dying(invitations.total),
    "warn",
    invitations.total === 0
      ? []
      : [
          ...invitations.few.map(({ email, invited_by, reason }) =>
            said.dies(email, invited_by, refusalWords(reason, words, shown.roles)),
          ),
          ...(invitations.is_complete ? [] : [said.atLeast]),
        ],
  )}`;
}

function leakLine(
  leak: Leak,
  { whatIf: { meant }, leaks }: DialogMessages,
  isMeant: boolean,
  mean: WhatIf["mean"],
): TemplateResult {
  const id = `path-${pathKey(leak).replaceAll(" ", "-")}`;
  const where = leak.tenant === null ? nothing : html` <strong>${leaks.at(leak.tenant)}</strong>`;
  return html`<li>
    <span id=${id}>${leak.words}${where}</span>
    ${
      mean
        ? html`<label class="choice">
            <input
              class="checkbox"
              type="checkbox"
              aria-describedby=${id}
              .checked=${isMeant}
              @change=${(event: Event) => mean(leak, (event.target as HTMLInputElement).checked)}
            />
            ${meant}
          </label>`
        : nothing
    }
  </li>`;
}

function lines(title: string, tone: string, said: readonly string[]): TemplateResult | typeof nothing {
  if (said.length === 0) return nothing;
  return html`<section class=${tone}>
    <h4>${title}</h4>
    <ul>
      ${said.map((line) => html`<li>${line}</li>`)}
    </ul>
  </section>`;
}
