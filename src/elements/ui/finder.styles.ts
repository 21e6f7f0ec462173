import { css } from "lit";

export const finderStyles = css`
  :host {
    display: block;
  }

  .line {
    position: relative;
  }

  .line > .glyph {
    position: absolute;
    inset-block: 0;
    inset-inline-start: calc(var(--_space) * 2.5);
    margin-block: auto;
    color: var(--_muted);
    pointer-events: none;
  }

  .field {
    padding-inline-start: calc(var(--_space) * 8.5);
  }

  .list {
    position: fixed;
    inset: auto;
    min-inline-size: min(18rem, 90vw);
    max-block-size: min(22rem, 60dvh);
    margin: 0;
    padding: calc(var(--_space) * 1.5);
    border: 1px solid var(--_line);
    border-radius: var(--_radius-large);
    overflow: auto;
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow);
  }

  .option {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 calc(var(--_space) * 3);
    align-items: center;
    min-block-size: 2.75rem;
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2.5);
    border-radius: var(--_radius);
    cursor: pointer;
  }

  .option:hover,
  .option.at {
    background: var(--_hover);
  }

  .option.at {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }

  .option.refused {
    color: var(--_muted);
    cursor: not-allowed;
  }

  .option > :only-child {
    grid-column: 1 / -1;
    overflow-wrap: anywhere;
  }

  .words {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .words small {
    display: block;
    color: var(--_muted);
    font-size: var(--_size-small);
  }

  .option .reason {
    grid-column: 2;
  }

  .plus {
    display: grid;
    place-items: center;
    inline-size: 1.95rem;
    block-size: 1.95rem;
    border: 1px dashed var(--_line-strong);
    border-radius: 50%;
    color: var(--_muted);
  }

  .said {
    margin: 0;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 2.5);
    color: var(--_muted);
  }

  .said.small {
    font-size: var(--_size-small);
  }

  .said.bad {
    color: var(--_bad);
  }
`;
