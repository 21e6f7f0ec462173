import { css } from "lit";

export const rolePickerStyles = css`
  :host {
    display: block;
  }

  .search {
    margin-block-end: calc(var(--_space) * 1.5);
  }

  .option {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0 calc(var(--_space) * 2.5);
    align-items: center;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 2.5);
    border-radius: var(--_radius);
  }

  .option:hover {
    background: var(--_hover);
  }

  .name {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 2.5);
    align-items: baseline;
    font-weight: 500;
  }

  label {
    cursor: pointer;
  }

  .refused label {
    color: var(--_muted);
    cursor: not-allowed;
  }

  .about,
  .reason {
    grid-column: 2;
    color: var(--_muted);
    font-size: var(--_size-small);
    overflow-wrap: anywhere;
  }

  .reason {
    grid-column: 2 / 4;
    color: var(--_text);
  }

  .end {
    grid-column: 3;
    grid-row: 1 / 3;
  }

  .change {
    font-size: var(--_size-small);
    font-weight: 400;
  }

  .added {
    color: var(--_good);
  }

  .removed {
    color: var(--_bad);
  }

  .moved,
  .until {
    color: var(--_warn);
  }

  .until {
    font-size: var(--_size-small);
  }

  .none {
    margin: 0;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 2.5);
  }

  permit-date-field {
    font-size: var(--_size-small);
  }

  @container (inline-size < 26rem) {
    .end {
      grid-column: 2 / 4;
      grid-row: 4;
      margin-block-start: var(--_space);
    }
  }
`;
