import { css } from "lit";

export const peopleActDialogStyles = css`
  permit-dialog {
    --dialog-width: 32rem;
  }

  p {
    margin: 0;
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
