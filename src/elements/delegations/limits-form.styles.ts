import { css } from "lit";

export const limitsFormStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  details {
    border-block-end: 1px solid var(--_line);
  }

  details:last-child {
    border: 0;
  }

  summary {
    padding-block: calc(var(--_space) * 2.5);
    cursor: pointer;
    overflow-wrap: anywhere;
  }

  .title {
    margin-inline-end: calc(var(--_space) * 2);
    font-weight: 600;
  }

  .fields {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 3);
    padding-block-end: calc(var(--_space) * 4);
  }

  .fields p {
    margin: 0;
  }

  fieldset {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  fieldset.rule {
    display: grid;
    gap: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 3);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }

  .rule > legend {
    padding-inline: var(--_space);
    font-weight: 600;
  }

  .choice {
    padding-inline-start: 0;
  }

  .choice [type="radio"] {
    flex: none;
    inline-size: 1.125rem;
    block-size: 1.125rem;
    margin: 0;
  }

  .ticks {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr));
    column-gap: calc(var(--_space) * 3);
  }

  .numbers {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr));
    gap: calc(var(--_space) * 3);
    align-items: end;
  }

  .number {
    display: block;
    max-inline-size: 12rem;
  }

  .narrowing,
  .matches {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 2);
  }

  .narrowing > :not(:first-child) {
    margin-inline-start: 1.75rem;
  }

  .button {
    justify-self: start;
  }
`;
