import { css } from "lit";

/** Buttons, fields, checkboxes and the focus ring: every shadow root that has controls carries this sheet. */
export const controlStyles = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: calc(var(--_space) * 1.5);
    min-block-size: 2.25rem;
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 3);
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    text-decoration: none;
    white-space: nowrap;
    cursor: pointer;
  }

  .button:hover {
    background: var(--_hover);
  }

  .button.primary {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
  }

  .button.primary:hover {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
  }

  .button.danger {
    border-color: var(--_bad);
    background: var(--_bad);
    color: var(--_surface);
    font-weight: 600;
  }

  .button.quiet {
    border-color: transparent;
    background: none;
    color: var(--_muted);
  }

  .button.quiet:hover {
    background: var(--_hover);
    color: var(--_text);
  }

  .button.icon {
    inline-size: 2.25rem;
    padding: 0;
  }

  .button.link {
    min-block-size: 1.5rem;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent);
    font-weight: 550;
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }

  /* Refused, yet focusable: the reason can be reached by keyboard and screen reader. */
  .button:is([aria-disabled="true"], :disabled):is(*, :hover) {
    border-color: var(--_line);
    background: var(--_sunken);
    color: var(--_faint);
    font-weight: 400;
    cursor: not-allowed;
  }

  .button.quiet:is([aria-disabled="true"], :disabled):is(*, :hover) {
    border-color: transparent;
    background: none;
  }

  .field {
    inline-size: 100%;
    min-block-size: 2.25rem;
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2.5);
    border: 1px solid var(--_faint);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
  }

  .field::placeholder {
    color: var(--_muted);
    opacity: 1;
  }

  .field:focus-visible {
    border-color: var(--_accent);
    outline-offset: -1px;
  }

  .field[aria-invalid="true"] {
    border-color: var(--_bad);
  }

  .field:disabled,
  .field[aria-disabled="true"] {
    border-color: var(--_line);
    background: var(--_sunken);
    color: var(--_muted);
    cursor: not-allowed;
  }

  .label {
    display: block;
    margin-block-end: var(--_space);
    color: var(--_muted);
    font-size: var(--_size-small);
    font-weight: 550;
  }

  .field-error {
    margin-block-start: var(--_space);
    color: var(--_bad);
    font-size: var(--_size-small);
  }

  .reason,
  .muted {
    color: var(--_muted);
  }

  .reason,
  .small {
    font-size: var(--_size-small);
  }

  .checkbox {
    appearance: none;
    flex: none;
    display: inline-grid;
    place-items: center;
    inline-size: 1.125rem;
    block-size: 1.125rem;
    margin: 0;
    border: 1.5px solid var(--_faint);
    border-radius: 0.25rem;
    background: var(--_surface);
    color: var(--_on-accent);
    cursor: pointer;
  }

  .checkbox::before {
    content: "";
    display: none;
    inline-size: 0.625rem;
    block-size: 0.625rem;
    background: currentcolor;
    clip-path: polygon(14% 44%, 0 62%, 42% 100%, 100% 18%, 82% 2%, 40% 66%);
  }

  .checkbox:checked,
  .checkbox:indeterminate {
    border-color: var(--_accent);
    background: var(--_accent);
  }

  .checkbox:checked::before,
  .checkbox:indeterminate::before {
    display: block;
  }

  .checkbox:indeterminate::before {
    clip-path: inset(40% 5%);
  }

  .checkbox:disabled,
  .checkbox[aria-disabled="true"] {
    border-color: var(--_line-strong);
    background: var(--_sunken);
    color: var(--_faint);
    cursor: not-allowed;
  }

  .suspicious {
    color: var(--_warn);
  }

  .suspicious .glyph {
    inline-size: 0.95em;
    block-size: 0.95em;
    margin-inline-end: 0.15em;
    vertical-align: -0.1em;
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (forced-colors: active) {
    .checkbox {
      appearance: auto;
    }

    .checkbox::before {
      content: none;
    }
  }

  @media (pointer: coarse) {
    .button,
    .field {
      min-block-size: 2.75rem;
    }

    .button.icon {
      inline-size: 2.75rem;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 0.01ms !important;
    }
  }

  /* A line of a list to choose from, with its box. */
  .choice {
    display: flex;
    gap: 0.6rem;
    align-items: center;
    min-block-size: 2.1rem;
    padding: calc(var(--_space) * 1) calc(var(--_space) * 2);
    border-radius: var(--_radius);
    cursor: pointer;
  }

  .choice:hover {
    background: var(--_hover);
  }
`;
