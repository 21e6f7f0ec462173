import { css } from "lit";

export const accessRequestViewStyles = css`
  :host([dialog]) {
    display: inline;
  }

  .panel {
    overflow: auto;
    padding-block: calc(var(--_space) * 2) calc(var(--_space) * 4);
  }

  .in-dialog {
    container-type: inline-size;
    margin-inline: calc(var(--_space) * -5);
  }

  permit-dialog {
    --dialog-width: 34rem;
  }

  permit-callout {
    flex: none;
    margin: calc(var(--_space) * 2) calc(var(--_space) * 5);
  }

  form,
  .mine {
    padding-inline: calc(var(--_space) * 5);
  }

  .role {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0 calc(var(--_space) * 2.5);
    align-items: center;
    margin-inline: calc(var(--_space) * -2.5);
    padding: calc(var(--_space) * 2) calc(var(--_space) * 2.5);
    border-radius: var(--_radius);
  }

  .role:hover {
    background: var(--_hover);
  }

  .role label {
    font-weight: 500;
    cursor: pointer;
  }

  .grey label {
    color: var(--_muted);
    cursor: default;
  }

  .radio {
    inline-size: 1.125rem;
    block-size: 1.125rem;
    margin: 0;
  }

  .gives {
    grid-column: 2 / 4;
    color: var(--_muted);
    font-size: var(--_size-small);
    overflow-wrap: anywhere;
  }

  .gives .reason {
    color: var(--_text);
  }

  .held {
    color: var(--_good);
    font-size: var(--_size-small);
  }

  .held.waiting {
    color: var(--_warn);
  }

  .why {
    margin-block-start: calc(var(--_space) * 3);
  }

  .why textarea {
    resize: vertical;
  }

  .send {
    display: flex;
    gap: calc(var(--_space) * 3);
    align-items: center;
    justify-content: end;
    margin-block-start: calc(var(--_space) * 3);
  }

  .mine {
    margin-block-start: calc(var(--_space) * 5);
  }

  .mine > h3 {
    margin: 0;
    padding-block-start: calc(var(--_space) * 4);
    border-block-start: 1px solid var(--_line);
    color: var(--_muted);
    font-size: var(--_size-small);
    font-weight: 550;
  }

  .mine .requests {
    padding: 0;
  }

  .mine p {
    margin: calc(var(--_space) * 2) 0 0;
  }

  @container (inline-size < 40rem) {
    form,
    .mine {
      padding-inline: calc(var(--_space) * 4);
    }

    .mine .requests {
      padding-block-start: calc(var(--_space) * 3);
    }

    .send .button {
      flex: 1;
      min-block-size: 2.75rem;
    }
  }
`;
