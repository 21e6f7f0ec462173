import { css } from "lit";

/** Chips (`.chip`, with `.strong`, `.masked`) and states (`.state`, with `.off`, `.waiting`, `.bad`). */
export const chipStyles = css`
  .chip {
    display: inline-flex;
    gap: 0.35em;
    align-items: center;
    max-inline-size: 100%;
    padding: 0.1em 0.7em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius-round);
    background: var(--_sunken);
    font-size: var(--_size-small);
    white-space: nowrap;
  }

  .chip > .name {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .chip.strong {
    border-color: color-mix(in srgb, var(--_accent) 45%, var(--_line));
    background: none;
    color: var(--_accent);
  }

  .chip.masked {
    border-style: dashed;
    border-color: var(--_line-strong);
    background: none;
    color: var(--_muted);
  }

  .chip .until {
    color: var(--_warn);
    font-size: 0.92em;
  }

  .state {
    display: inline-flex;
    gap: 0.45em;
    align-items: center;
    white-space: nowrap;
  }

  .state::before {
    content: "";
    flex: none;
    inline-size: 0.5em;
    block-size: 0.5em;
    border: 1.5px solid var(--_good);
    border-radius: 50%;
    background: var(--_good);
  }

  .state.off::before {
    border-color: var(--_faint);
    background: var(--_faint);
  }

  .state.waiting::before {
    border-color: var(--_warn);
    background: none;
  }

  .state.bad::before {
    border-color: var(--_bad);
    background: var(--_bad);
  }
`;
