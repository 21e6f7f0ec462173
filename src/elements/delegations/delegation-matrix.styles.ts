import { css } from "lit";

export const matrixStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }

  .scroller {
    overflow-x: auto;
    overscroll-behavior-x: contain;
  }

  table {
    inline-size: 100%;
    border-spacing: 0;
  }

  :is(th, td) {
    min-inline-size: 7rem;
    padding: calc(var(--_space) * 2.5) calc(var(--_space) * 3);
    border-block-end: 1px solid var(--_line);
    text-align: start;
    vertical-align: top;
  }

  tbody tr:last-child > * {
    border-block-end: 0;
  }

  thead th {
    color: var(--_muted);
    font-size: var(--_size-small);
    font-weight: 550;
    vertical-align: bottom;
  }

  small {
    display: block;
    color: var(--_muted);
    font-size: var(--_size-small);
    font-weight: 400;
  }

  tr > :first-child {
    position: sticky;
    z-index: 1;
    inset-inline-start: 0;
    min-inline-size: 10rem;
    padding-inline-start: calc(var(--_space) * 5);
    border-inline-end: 1px solid var(--_line);
    background: var(--_surface);
  }

  .name {
    font-weight: 600;
  }

  tbody :is(th, td) {
    cursor: pointer;
  }

  tbody :is(th, td):hover {
    background: var(--_hover);
  }

  td:focus-visible,
  tbody th:focus-visible {
    outline-offset: -2px;
  }

  .may .answer {
    color: var(--_good);
    font-weight: 600;
  }

  .not .answer {
    color: var(--_muted);
  }

  .leaks {
    color: var(--_warn);
  }

  .tip {
    position: fixed;
    inset: auto;
    inline-size: max-content;
    max-inline-size: min(20rem, 90vw);
    margin: 0;
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2.5);
    border: 0;
    border-radius: var(--_radius);
    background: var(--_text);
    color: var(--_surface);
    font-size: var(--_size-small);
    pointer-events: none;
  }
`;
