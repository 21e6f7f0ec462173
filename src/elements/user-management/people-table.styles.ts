import { css } from "lit";

export const peopleTableStyles = css`
  .scroller,
  .probe {
    --_row: 3.6rem;
    --_edge: calc(var(--_space) * 5);
    --_columns: minmax(0, 2.3fr) minmax(0, 2.2fr) minmax(5.5rem, 0.8fr) minmax(6rem, 0.8fr) 2.75rem;
  }

  :host([density="compact"]) :is(.scroller, .probe) {
    --_row: 2.75rem;
  }

  :host([with-attributes]) .scroller {
    --_columns: minmax(0, 2.3fr) minmax(0, 2.2fr) repeat(var(--_attributes), minmax(0, 1fr))
      minmax(5.5rem, 0.8fr) minmax(6rem, 0.8fr) 2.75rem;
  }

  .scroller {
    position: relative;
    flex: 1 1 auto;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior-y: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--_line-strong) transparent;
  }

  .grid[aria-busy="true"] .canvas {
    opacity: 0.6;
    transition: opacity 0.15s 0.2s;
  }

  :host([selectable]) .line {
    grid-template-columns: 2.5rem var(--_columns);
  }

  .sort {
    display: inline-flex;
    gap: 0.3em;
    align-items: center;
    min-block-size: 1.75rem;
    margin-inline-start: -0.4em;
    padding: 0.2em 0.4em;
    border: 0;
    border-radius: 0.3rem;
    background: none;
    color: inherit;
    font: inherit;
    white-space: nowrap;
    cursor: pointer;
  }

  .sort:hover,
  [aria-sort="ascending"] .sort,
  [aria-sort="descending"] .sort {
    color: var(--_text);
  }

  .sort .glyph {
    inline-size: 0.9em;
    block-size: 0.9em;
  }

  .row[aria-selected="true"] {
    background: var(--_selected);
  }

  .cell.check,
  .cell.status {
    display: flex;
  }

  .who {
    display: flex;
    gap: 0.7rem;
    align-items: center;
  }

  .words {
    min-inline-size: 0;
  }

  .name-line {
    display: flex;
    gap: 0.4rem;
    align-items: center;
  }

  .name {
    min-inline-size: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 550;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
    cursor: pointer;
  }

  .chip .name {
    padding: 0;
    font-weight: inherit;
    cursor: inherit;
  }

  .row button.name:hover {
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }

  .you {
    flex: none;
    padding: 0 0.45rem;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius-round);
    color: var(--_muted);
    font-size: 0.7rem;
  }

  .email {
    overflow: hidden;
    color: var(--_muted);
    font-size: var(--_size-small);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 0.25rem;
    max-block-size: calc(var(--_row) - 0.5rem);
    overflow: hidden;
  }

  .attribute {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .changed {
    white-space: nowrap;
  }

  .actions {
    padding: 0;
  }

  :host([density="compact"]) .row .button.icon {
    min-block-size: 2rem;
    inline-size: 2rem;
  }

  :host([density="compact"]) .row .avatar {
    inline-size: 1.6rem;
    block-size: 1.6rem;
    font-size: 0.62rem;
  }

  :host([density="compact"]) .row .words {
    display: flex;
    gap: 0.6rem;
    align-items: baseline;
  }

  :host([density="compact"]) .chips {
    flex-wrap: nowrap;
  }

  .bone {
    display: block;
    inline-size: 6rem;
    max-inline-size: 100%;
    block-size: 0.6rem;
    margin-block: 0.3rem;
    border-radius: 0.3rem;
    background: var(--_line);
  }

  .bone.wide {
    inline-size: 9rem;
  }

  .avatar.bone {
    inline-size: 1.95rem;
    block-size: 1.95rem;
    border-radius: 50%;
  }

  @container (inline-size < 56rem) {
    :host([with-attributes]) .scroller,
    .scroller {
      --_columns: minmax(0, 2.3fr) minmax(0, 2.2fr) minmax(5.5rem, 0.8fr) minmax(6rem, 0.8fr) 2.75rem;
    }

    .attribute {
      display: none;
    }
  }

  @container (inline-size < 40rem) {
    .scroller,
    .probe,
    :host([density="compact"]) :is(.scroller, .probe) {
      --_row: 5.9rem;
      --_edge: calc(var(--_space) * 4);
    }

    :host([density="compact"]) :is(.scroller, .probe) {
      --_row: 5rem;
    }

    .head .line,
    :host([selectable]) .head .line {
      display: flex;
      gap: calc(var(--_space) * 4);
    }

    .head .cell {
      padding: 0;
    }

    .head .cell:is(.roles, .actions),
    .row .changed {
      display: none;
    }

    .row.line,
    :host([selectable]) .row.line {
      grid-template: "who who actions" auto "roles status status" auto / minmax(0, 1fr) auto 2.75rem;
      align-content: center;
      row-gap: 0.35rem;
    }

    :host([selectable]) .row.line {
      grid-template:
        "check who who actions" auto ". roles status status" auto
        / 2rem minmax(0, 1fr) auto 2.75rem;
    }

    .row .check {
      grid-area: check;
    }

    .row .who {
      grid-area: who;
    }

    .row .roles {
      grid-area: roles;
    }

    .row .status {
      grid-area: status;
      padding-inline-end: calc(var(--_space) * 2);
    }

    .row .actions {
      grid-area: actions;
    }

    .chips {
      flex-wrap: nowrap;
    }

    .chips .chip {
      flex: none;
    }

    .chips .chip + .chip {
      flex: 0 1 auto;
      min-inline-size: 3.4rem;
    }

    .row .button.icon {
      min-block-size: 2.5rem;
      inline-size: 2.5rem;
    }
  }
`;
