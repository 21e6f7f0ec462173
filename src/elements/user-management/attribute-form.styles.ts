import { css } from "lit";

export const attributeFormStyles = css`
  :host {
    display: block;
  }

  form,
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 3);
  }

  h3 {
    margin: 0;
    font-size: var(--_size);
    font-weight: 650;
  }

  p {
    margin: 0;
  }

  dl {
    display: grid;
    grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr);
    gap: calc(var(--_space) * 1.5) calc(var(--_space) * 5);
    margin: 0;
  }

  dt {
    color: var(--_muted);
  }

  dd {
    margin: 0;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  .json {
    font-family: var(--_font-mono);
    font-size: var(--_size-small);
    resize: vertical;
  }

  .field[readonly] {
    border-style: dashed;
  }

  .row .small {
    margin-block-start: var(--_space);
  }

  .row .small:empty {
    display: none;
  }

  .meanwhile {
    margin-block-start: var(--_space);
    color: var(--_warn);
    font-size: var(--_size-small);
    overflow-wrap: anywhere;
  }

  .buttons {
    display: flex;
    gap: calc(var(--_space) * 2);
  }
`;
