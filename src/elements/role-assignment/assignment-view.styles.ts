import { css } from "lit";

export const assignmentViewStyles = css`
  :host([dialog]) {
    display: inline;
  }

  .panel {
    overflow: auto;
    padding-block-end: calc(var(--_space) * 3);
  }

  .in-dialog {
    container-type: inline-size;
    margin-inline: calc(var(--_space) * -5);
  }

  permit-dialog {
    --dialog-width: 36rem;
  }

  .dialog-footer {
    display: flex;
    gap: calc(var(--_space) * 3);
    align-items: center;
    justify-content: space-between;
  }

  .status {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    align-items: center;
    color: var(--_muted);
    font-size: var(--_size-small);
  }

  .toolbar {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 3) calc(var(--_space) * 5);
  }

  permit-finder {
    flex: 1 1 16rem;
  }

  .refusal {
    margin: 0;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }

  .limits {
    padding: 0 calc(var(--_space) * 5) calc(var(--_space) * 3);
  }

  .limits ul {
    margin: calc(var(--_space) * 1.5) 0 0;
    padding-inline-start: calc(var(--_space) * 5);
  }

  .newcomer,
  .editor {
    border: 1px solid var(--_line);
    border-radius: var(--_radius-large);
    padding: calc(var(--_space) * 4) calc(var(--_space) * 5);
    background: var(--_raised);
    container-type: inline-size;
  }

  .newcomer {
    margin: 0 calc(var(--_space) * 5) calc(var(--_space) * 4);
  }

  h3 {
    margin: 0 0 calc(var(--_space) * 2);
    overflow-wrap: anywhere;
    font-size: 1rem;
    font-weight: 600;
  }

  .rows {
    padding-inline: calc(var(--_space) * 5);
  }

  .row {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) minmax(0, auto);
    gap: calc(var(--_space) * 1) calc(var(--_space) * 3);
    align-items: center;
    padding-block: calc(var(--_space) * 2.5);
    border-block-start: 1px solid var(--_line);
  }

  .row.instance {
    grid-template-columns: minmax(0, 1fr) minmax(0, auto);
  }

  .who {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .name {
    font-weight: 600;
  }

  .name .muted {
    font-weight: 400;
  }

  .email,
  .ways,
  .why {
    color: var(--_muted);
    font-size: var(--_size-small);
  }

  .has {
    max-inline-size: 18rem;
    text-align: end;
    overflow-wrap: anywhere;
  }

  .button.roles-button {
    min-block-size: 1.75rem;
    margin-inline-end: calc(var(--_space) * -2);
    padding: 0 calc(var(--_space) * 2);
    color: var(--_text);
    font-weight: 500;
    text-align: end;
    white-space: normal;
  }

  .roles-button .glyph {
    flex: none;
    color: var(--_muted);
  }

  .roles-button[aria-expanded="true"] .glyph {
    transform: rotate(180deg);
  }

  .held {
    font-weight: 500;
  }

  .until {
    color: var(--_warn);
    white-space: nowrap;
  }

  .editor {
    grid-column: 1 / -1;
    margin-block-start: calc(var(--_space) * 2);
  }

  .remains {
    margin: 0;
    padding: calc(var(--_space) * 2.5) calc(var(--_space) * 3.5);
    border-radius: var(--_radius);
    background: var(--_warn-surface);
    color: var(--_warn);
  }

  .more {
    display: flex;
    gap: calc(var(--_space) * 3);
    align-items: center;
    justify-content: center;
    padding: calc(var(--_space) * 3);
    border-block-start: 1px solid var(--_line);
  }

  .summary {
    margin: calc(var(--_space) * 3) calc(var(--_space) * 5) 0;
    padding-block-start: calc(var(--_space) * 4);
    border-block-start: 1px solid var(--_line);
  }

  .summary h3,
  .section h3 {
    color: var(--_muted);
    font-size: var(--_size-small);
    font-weight: 550;
  }

  .summary ul,
  .also {
    display: grid;
    gap: calc(var(--_space) * 2);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .summary li,
  .also li {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 2.5);
    align-items: baseline;
    overflow-wrap: anywhere;
  }

  .gives {
    flex: 1 1 100%;
    color: var(--_muted);
    font-size: var(--_size-small);
  }

  .section {
    padding: calc(var(--_space) * 2) calc(var(--_space) * 5);
  }

  .section .rows,
  .section .toolbar {
    padding-inline: 0;
  }

  .section p {
    margin: 0;
  }

  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 1.5);
  }

  @container (inline-size < 30rem) {
    .toolbar,
    .rows,
    .limits,
    .section {
      padding-inline: calc(var(--_space) * 4);
    }

    .row {
      grid-template-columns: auto minmax(0, 1fr);
      margin-block-end: calc(var(--_space) * 2.5);
      border: 1px solid var(--_line);
      border-radius: var(--_radius-large);
      padding: calc(var(--_space) * 3) calc(var(--_space) * 3.5);
    }

    .row.instance {
      grid-template-columns: minmax(0, 1fr);
    }

    .has {
      grid-column: 1 / -1;
      max-inline-size: none;
      text-align: start;
    }

    .button.roles-button {
      margin-inline: calc(var(--_space) * -2) 0;
      min-block-size: 2.75rem;
    }

    .newcomer,
    .summary {
      margin-inline: calc(var(--_space) * 4);
    }
  }
`;
