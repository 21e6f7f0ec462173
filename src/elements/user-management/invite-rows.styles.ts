import { css } from "lit";

export const inviteRowsStyles = css`
  :host {
    display: block;
  }

  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .pager {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    align-items: center;
    margin-block-end: calc(var(--_space) * 3);
  }

  .only {
    display: flex;
    gap: calc(var(--_space) * 2);
    align-items: center;
    margin-inline-start: auto;
  }

  .row {
    display: grid;
    grid-template-columns: minmax(0, 1.35fr) minmax(0, 1fr) 10.5rem minmax(0, 1.35fr) auto;
    gap: calc(var(--_space) * 2);
    align-items: start;
    padding-block: calc(var(--_space) * 1.75);
    border-block-end: 1px solid var(--_line);
  }

  .row:last-child {
    border-block-end: 0;
  }

  .head {
    padding-block: 0 var(--_space);
    border-block-end: 1px solid var(--_line);
    color: var(--_muted);
    font-size: var(--_size-small);
  }

  .head span:not(:first-child) {
    padding-inline-start: var(--_space);
  }

  .head span:last-child {
    inline-size: 2.25rem;
  }

  .verdict {
    align-self: center;
    padding-inline-start: var(--_space);
    overflow-wrap: anywhere;
    font-size: var(--_size-small);
  }

  .verdict div {
    display: flex;
    gap: calc(var(--_space) * 1.5);
  }

  .ok {
    color: var(--_good);
  }

  .no {
    color: var(--_bad);
  }

  .ask {
    color: var(--_warn);
  }

  .wait {
    color: var(--_muted);
  }

  @container (inline-size < 44rem) {
    .head {
      display: none;
    }

    .row {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto;
    }

    .email {
      grid-column: 1 / 3;
      grid-row: 1;
    }

    .remove {
      grid-column: 3;
      grid-row: 1;
    }

    .verdict {
      grid-column: 1 / 4;
    }
  }
`;
