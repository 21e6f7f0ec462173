import { css } from "lit";

export const peopleActDialogStyles = css`
  permit-dialog {
    --dialog-width: 32rem;
  }

  p {
    margin: 0;
  }

  h3 {
    margin: 0 0 calc(var(--_space) * 1.5);
    color: var(--_muted);
    font-size: var(--_size-small);
    font-weight: 550;
  }

  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 1.5);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .effect {
    display: grid;
    gap: calc(var(--_space) * 3);
  }

  .effect:empty {
    display: none;
  }

  .typed {
    inline-size: 8rem;
  }
`;
