import { css } from "lit";

/** A grid of rows that a row window places: its frame, head and lines. What stands in them is its owner's. */
export const rowGridStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    container-type: inline-size;
  }

  .probe {
    position: absolute;
    visibility: hidden;
    inline-size: 1px;
    block-size: var(--_row);
  }

  .canvas {
    position: relative;
    overflow: hidden;
  }

  .line {
    display: grid;
    grid-template-columns: var(--_columns);
    align-items: center;
    padding-inline: var(--_edge) calc(var(--_space) * 3);
  }

  .head {
    position: sticky;
    z-index: 2;
    inset-block-start: 0;
    border-block-end: 1px solid var(--_line);
    background: var(--_surface);
    color: var(--_muted);
    font-size: var(--_size-small);
    font-weight: 500;
  }

  .head .line {
    min-block-size: 2.4rem;
  }

  .row {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    block-size: var(--_row);
    border-block-end: 1px solid var(--_line);
    contain: strict;
  }

  .row:hover {
    background: var(--_hover);
  }

  .row:focus-visible {
    outline-offset: -3px;
    border-radius: var(--_radius);
  }

  .cell {
    min-inline-size: 0;
    padding-inline-end: calc(var(--_space) * 3);
  }
`;
