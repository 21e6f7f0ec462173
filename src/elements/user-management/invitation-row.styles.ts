import { css } from "lit";

export const invitationRowStyles = css`
  :host {
    display: block;
    padding: calc(var(--_space) * 2.5) calc(var(--_space) * 5);
  }

  .row {
    display: grid;
    grid-template-columns: minmax(0, 1.4fr) minmax(0, 1.2fr) 9rem auto;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
    align-items: center;
  }

  .email {
    overflow-wrap: anywhere;
    font-weight: 550;
  }

  .mixed {
    color: var(--_warn);
  }

  .roles {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
  }

  .acts {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    min-inline-size: 15rem;
  }

  .acts .button {
    padding-inline: calc(var(--_space) * 2);
  }

  .note {
    margin-block-start: calc(var(--_space) * 1.5);
    font-size: var(--_size-small);
    overflow-wrap: anywhere;
  }

  .good {
    color: var(--_good);
  }

  .bad {
    color: var(--_bad);
  }

  .link {
    margin-block-start: calc(var(--_space) * 1.5);
    font-family: var(--_font-mono);
    font-size: var(--_size-small);
  }

  @container (inline-size < 52rem) {
    :host {
      padding-inline: calc(var(--_space) * 4);
    }

    .row {
      grid-template-columns: minmax(0, 1fr);
    }

    .status {
      display: flex;
      flex-wrap: wrap;
      gap: 0 calc(var(--_space) * 3);
      align-items: baseline;
    }

    .acts {
      justify-content: start;
      margin-inline-start: calc(var(--_space) * -2);
    }
  }
`;
