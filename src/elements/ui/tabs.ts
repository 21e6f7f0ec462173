import { css, html, nothing, type TemplateResult } from "lit";

export interface TabChoice<Name extends string> {
  name: Name;
  label: string;
  /** How many there are, and that in words. Nothing is shown for none. */
  badge?: { text: string; label: string } | undefined;
}

export interface Tabs<Name extends string> {
  choices: readonly TabChoice<Name>[];
  chosen: Name;
  choose: (name: Name) => void;
}

/** One of several lists, chosen by its name. What they show has the id `panel`. Use with `tabsStyles`. */
export function tabs<Name extends string>({ choices, chosen, choose }: Tabs<Name>): TemplateResult {
  const walk = (event: KeyboardEvent): void => {
    const list = event.currentTarget as HTMLElement;
    const isMirrored = getComputedStyle(list).direction === "rtl";
    const at = choices.findIndex(({ name }) => name === chosen);
    const steps: Record<string, number> = {
      ArrowLeft: at + (isMirrored ? 1 : -1),
      ArrowRight: at + (isMirrored ? -1 : 1),
      Home: 0,
      End: choices.length - 1,
    };
    const step = steps[event.key];
    const next = step === undefined ? undefined : choices.at(step % choices.length)?.name;
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    list.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" part="tabs" @keydown=${walk}>
    ${choices.map(
      ({ name, label, badge }) =>
        html`<button
          role="tab"
          id="tab-${name}"
          part="tab"
          aria-selected=${name === chosen}
          aria-controls="panel"
          tabindex=${name === chosen ? 0 : -1}
          @click=${() => choose(name)}
        >
          ${label}
          ${badge ? html`<span class="badge" aria-label=${badge.label}>${badge.text}</span>` : nothing}
        </button>`,
    )}
  </div>`;
}

export const tabsStyles = css`
  .tabs {
    display: flex;
    gap: calc(var(--_space) * 5);
    padding-inline: calc(var(--_space) * 5);
    border-block-end: 1px solid var(--_line);
  }

  .tabs [role="tab"] {
    display: inline-flex;
    gap: 0.45rem;
    align-items: center;
    margin: 0;
    margin-block-end: -1px;
    padding: calc(var(--_space) * 2.5) 0;
    border: 0;
    border-block-end: 2px solid transparent;
    background: none;
    color: var(--_muted);
    font: inherit;
    cursor: pointer;
  }

  .tabs [aria-selected="true"] {
    border-color: var(--_accent);
    color: var(--_text);
    font-weight: 600;
  }

  .badge {
    padding: 0 0.5rem;
    border-radius: var(--_radius-round);
    background: var(--_sunken);
    color: var(--_muted);
    font-size: var(--_size-small);
    font-weight: 500;
  }

  @container (inline-size < 40rem) {
    .tabs {
      padding-inline: calc(var(--_space) * 4);
    }

    .tabs [role="tab"] {
      min-block-size: 2.75rem;
    }
  }
`;
