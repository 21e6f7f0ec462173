import { css } from "lit";

export const rolesDialogStyles = css`
  permit-dialog {
    --dialog-width: 34rem;
  }

  permit-role-picker {
    margin-inline: calc(var(--_space) * -2.5);
  }

  .effect {
    display: grid;
    gap: calc(var(--_space) * 3);
    padding-block-start: calc(var(--_space) * 3);
    border-block-start: 1px solid var(--_line);
  }

  .effect.waits {
    opacity: 0.55;
  }

  .skeleton {
    display: grid;
    gap: calc(var(--_space) * 4);
    padding-block: calc(var(--_space) * 2);
  }

  .skeleton div {
    block-size: 2.25rem;
    border-radius: var(--_radius);
    background: var(--_sunken);
  }
`;
