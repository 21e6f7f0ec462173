import { css, html, type TemplateResult } from "lit";

export interface RefusableButton {
  label: string;
  /** Further classes of the button: `primary`, `danger`, … */
  look?: string;
  /** Its name for `::part`. */
  part: string;
  /** Why it can't be used; undefined if it can. */
  reason: string | undefined;
  run: () => void;
}

/** A button that, where it is refused, stays reachable and says why. Use with `refusableStyles`. */
export function refusableButton({ label, look = "", part, reason, run }: RefusableButton): TemplateResult {
  if (!reason) {
    return html`<button type="button" class="button ${look}" part=${part} @click=${run}>${label}</button>`;
  }
  return html`<span class="refusable" @pointerenter=${showTip} @focusin=${showTip}>
    <button type="button" class="button ${look}" part=${part} aria-disabled="true" aria-description=${reason}>
      ${label}
    </button>
    <span class="tip" aria-hidden="true">${reason}</span>
  </span>`;
}

/** The tip hides something: Escape takes it away until pointer and focus come anew. */
function showTip(event: Event): void {
  const tip = (event.currentTarget as HTMLElement).querySelector<HTMLElement>(".tip");
  if (!tip) return;
  tip.hidden = false;
  const hide = ({ key }: KeyboardEvent): void => {
    if (key !== "Escape") return;
    tip.hidden = true;
  };
  const leave = new AbortController();
  document.addEventListener("keydown", hide, { signal: leave.signal });
  for (const end of ["pointerleave", "focusout"]) {
    event.currentTarget?.addEventListener(end, () => leave.abort(), { once: true, signal: leave.signal });
  }
}

export const refusableStyles = css`
  .refusable {
    position: relative;
    display: inline-flex;
  }

  .tip {
    position: absolute;
    z-index: 3;
    inset-block-start: calc(100% + 0.35rem);
    inset-inline-end: 0;
    inline-size: max-content;
    max-inline-size: min(18rem, 80vw);
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2.5);
    border-radius: var(--_radius);
    background: var(--_text);
    color: var(--_surface);
    font-size: var(--_size-small);
    visibility: hidden;
  }

  .refusable:hover .tip,
  .refusable:focus-within .tip {
    visibility: visible;
  }
`;
