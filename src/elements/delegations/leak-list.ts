import { html, nothing, type TemplateResult } from "lit";
import type { Leak, LeakPath } from "../../api/delegations/contract.js";
import { icon } from "../ui/icon.js";
import type { DelegationMessages } from "./messages.js";
import { pathKey, type Shown } from "./names.js";
import { EditRequest } from "./requests.js";

/** What operators can do about a leak. */
export interface AboutLeaks {
  mean: (leaks: readonly LeakPath[], attributes: readonly string[]) => void;
  withdraw: (mark: string, words: string) => void;
}

/** What leaks past the limits, in words, with what can be done about it; softer below, what is only looser. */
export function leakList(
  { leaks, warnings, attributes, is_operator }: Shown,
  words: DelegationMessages,
  about: AboutLeaks | null,
): TemplateResult | typeof nothing {
  const open = leaks.filter(({ is_meant }) => !is_meant);
  const meant = leaks.filter(({ is_meant }) => is_meant);
  const read = attributes.filter(({ is_read_by_limits }) => is_read_by_limits);
  if (leaks.length + warnings.length + read.length === 0) return nothing;
  const { leaks: said } = words;
  return html`<div class="leaks" part="banner">
    ${
      open.length > 0
        ? html`<section class="leak-box bad" aria-labelledby="leaks">
            <h3 id="leaks">${icon("warning")} ${said.title(open.length)}</h3>
            <p>${is_operator ? said.hint : said.ownHint}</p>
            <ul>
              ${alongOneWay(open).map((leaks) => openLeaks(leaks, words, about))}
            </ul>
          </section>`
        : nothing
    }
    ${
      meant.length > 0
        ? html`<details>
            <summary>${said.meant(meant.length)}</summary>
            <ul>
              ${meant.map((leak) => meantLeak(leak, words, about))}
            </ul>
          </details>`
        : nothing
    }
    ${
      warnings.length > 0
        ? html`<details>
            <summary>${said.warnings(warnings.length)}</summary>
            <ul>
              ${warnings.map((warning) => html`<li>${warning.words}</li>`)}
            </ul>
          </details>`
        : nothing
    }
    ${read.length > 0 && about ? readAttributes(read, words, about) : nothing}
  </div>`;
}

const at = ({ tenant }: Leak, { leaks }: DelegationMessages) =>
  tenant === null ? nothing : html` <strong>${leaks.at(tenant)}</strong>`;

/** Leaks of the same role by the same way: one act is about them all. */
function alongOneWay(leaks: readonly Leak[]): Leak[][] {
  const ways = new Map<string, Leak[]>();
  for (const leak of leaks) {
    const way = `${leak.role} ${leak.via} ${leak.tenant ?? ""}`;
    ways.set(way, [...(ways.get(way) ?? []), leak]);
  }
  return [...ways.values()];
}

function openLeaks(
  leaks: readonly Leak[],
  words: DelegationMessages,
  about: AboutLeaks | null,
): TemplateResult {
  const { mean, close } = words.leaks;
  const [first] = leaks;
  if (!first) return html``;
  const id = `leak-${pathKey(first).replaceAll(" ", "-")}`;
  // What is so at one tenant only is closed, or marked, in that tenant's own session.
  const buttons =
    about && first.tenant === null
      ? html`<span class="acts">
          <button
            type="button"
            class="button"
            part="button"
            aria-describedby=${id}
            @click=${() => about.mean(leaks, [])}
          >
            ${mean}
          </button>
          <button
            type="button"
            class="button"
            part="button"
            aria-describedby=${id}
            @click=${(event: Event) => event.target?.dispatchEvent(new EditRequest(first.role, null, first))}
          >
            ${close}
          </button>
        </span>`
      : nothing;
  return html`<li>
    <span class="said" id=${id}
      >${leaks.map((leak) => html`<span>${leak.words}${at(leak, words)}</span>`)}</span
    >
    ${buttons}
  </li>`;
}

function meantLeak(leak: Leak, words: DelegationMessages, about: AboutLeaks | null): TemplateResult {
  const { mark } = leak;
  return html`<li>
    <span class="said">${leak.words}${at(leak, words)} ${mark ? markWords(mark, words) : nothing}</span>
    ${mark && about && leak.tenant === null ? withdrawing(mark.id, leak.words, words, about) : nothing}
  </li>`;
}

function readAttributes(
  read: Shown["attributes"],
  words: DelegationMessages,
  about: AboutLeaks,
): TemplateResult {
  const { attributes, attributeHint, mean } = words.leaks;
  return html`<details>
    <summary>${attributes}</summary>
    <p class="muted">${attributeHint}</p>
    <ul>
      ${read.map(
        ({ key, label, mark }) =>
          html`<li>
            <span class="said">${label} ${mark ? markWords(mark, words) : nothing}</span>
            ${
              mark
                ? withdrawing(mark.id, label, words, about)
                : html`<button
                    type="button"
                    class="button"
                    part="button"
                    aria-label="${label}: ${mean}"
                    @click=${() => about.mean([], [key])}
                  >
                    ${mean}
                  </button>`
            }
          </li>`,
      )}
    </ul>
  </details>`;
}

const markWords = (
  { by, at: when, why }: NonNullable<Leak["mark"]>,
  { leaks, format }: DelegationMessages,
): TemplateResult =>
  html`<small title=${format.moment(when)}>${leaks.meantBy(by, format.relative(when), why)}</small>`;

const withdrawing = (
  mark: string,
  said: string,
  words: DelegationMessages,
  about: AboutLeaks,
): TemplateResult =>
  html`<button type="button" class="button link" part="button" @click=${() => about.withdraw(mark, said)}>
    ${words.leaks.withdraw}
  </button>`;
