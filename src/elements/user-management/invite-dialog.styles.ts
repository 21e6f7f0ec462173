import { css } from "lit";

export const inviteDialogStyles = css`
  permit-dialog {
    --dialog-width: 56rem;
  }

  .defaults {
    display: grid;
    grid-template-columns: auto minmax(8rem, 14rem) 10.5rem auto;
    gap: calc(var(--_space) * 2);
    align-items: center;
    justify-content: start;
  }

  @container (inline-size < 44rem) {
    .defaults {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      justify-content: stretch;
    }

    .defaults > span {
      grid-column: 1 / 3;
      margin-block-end: calc(var(--_space) * -1);
    }

    .defaults > .link {
      grid-column: 1 / 3;
      justify-content: start;
    }
  }
`;
