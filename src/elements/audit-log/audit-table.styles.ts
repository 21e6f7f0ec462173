import { css } from "lit";

export const auditTableStyles = css`
  .scroller,
  .probe {
    --_row: 3.6rem;
    --_edge: calc(var(--_space) * 5);
    --_columns: minmax(8.5rem, 0.9fr) minmax(0, 1.2fr) minmax(0, 3.4fr) 5.5rem;
  }

  :host([density="compact"]) :is(.scroller, .probe) {
    --_row: 2.9rem;
  }

  .scroller {
    position: relative;
    flex: 1 1 auto;
    min-block-size: 0;
    overflow: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--_line-strong) transparent;
  }

  .grid[aria-busy="true"] .canvas {
    opacity: 0.6;
  }

  .exact {
    min-block-size: 1.5rem;
    margin-inline-start: 0.35rem;
    padding: 0 0.45rem;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius-round);
    background: none;
    color: inherit;
    font: inherit;
    font-size: 0.7rem;
    white-space: nowrap;
    cursor: pointer;
  }

  .exact[aria-pressed="true"] {
    border-color: var(--_accent);
    color: var(--_accent);
  }

  .row .when {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }

  .who,
  .sentence,
  .summary {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .summary {
    color: var(--_muted);
    font-size: var(--_size-small);
  }

  b {
    font-weight: 600;
  }

  .name {
    position: relative;
    z-index: 1;
    max-inline-size: 100%;
    padding: 0;
    border: 0;
    overflow: hidden;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 600;
    text-overflow: ellipsis;
    vertical-align: bottom;
    white-space: nowrap;
    cursor: pointer;
  }

  .name:hover {
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }

  /* Wherever the row is clicked beside a name, its details open. */
  .open {
    position: absolute;
    inset: 0;
    border: 0;
    background: none;
    cursor: pointer;
  }

  .open:focus-visible {
    outline-offset: -3px;
  }

  .outcome {
    padding: 0.1em 0.6em;
    border-radius: var(--_radius-round);
    background: var(--_good-surface);
    color: var(--_good);
    font-size: var(--_size-small);
  }

  .outcome.refused {
    background: var(--_bad-surface);
    color: var(--_bad);
  }

  .bone {
    display: block;
    inline-size: 5rem;
    max-inline-size: 100%;
    block-size: 0.6rem;
    border-radius: 0.3rem;
    background: var(--_line);
  }

  .bone.wide {
    inline-size: 14rem;
  }

  @container (inline-size < 40rem) {
    .scroller,
    .probe,
    :host([density="compact"]) :is(.scroller, .probe) {
      --_row: 6.4rem;
      --_edge: calc(var(--_space) * 4);
    }

    .head .line {
      display: flex;
      gap: calc(var(--_space) * 3);
    }

    .head .cell {
      padding: 0;
    }

    /* A card has no columns: their heads are left to a screen reader. */
    .head .cell + .cell {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    .row.line {
      grid-template: "who result" auto "what what" auto "when when" auto / minmax(0, 1fr) auto;
      align-content: center;
      row-gap: 0.2rem;
    }

    .row .who {
      grid-area: who;
    }

    .row .result {
      grid-area: result;
    }

    .row .what {
      grid-area: what;
    }

    .row .when {
      grid-area: when;
      font-size: var(--_size-small);
    }
  }
`;
