import { css } from "lit";

export const rolesDialogStyles = css`
  permit-dialog {
    --dialog-width: 34rem;
  }

  permit-role-picker {
    margin-inline: calc(var(--_space) * -2.5);
  }
`;
