import { css } from "lit";

/** What `RolesForm` shows; use with `controlStyles` and `footerStyles`. */
export const rolesFormStyles = css`
  .effect {
    display: grid;
    gap: calc(var(--_space) * 3);
    padding-block-start: calc(var(--_space) * 3);
    border-block-start: 1px solid var(--_line);
  }

  .effect.waits {
    opacity: 0.55;
  }

  .waiting {
    display: grid;
    gap: calc(var(--_space) * 4);
    padding-block: calc(var(--_space) * 2);
  }

  .waiting div {
    block-size: 2.25rem;
    border-radius: var(--_radius);
    background: var(--_sunken);
  }
`;
