import { css } from "lit";

export const delegationEditorStyles = css`
  permit-dialog {
    --dialog-width: 68rem;
  }

  .sides {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    gap: calc(var(--_space) * 6);
    align-items: start;
  }

  aside {
    position: sticky;
    inset-block-start: 0;
    padding: calc(var(--_space) * 4);
    border-radius: var(--_radius);
    background: var(--_sunken);
  }

  ul.differences {
    margin: var(--_space) 0 0;
    padding: 0;
    list-style: none;
  }

  .tip {
    inset-block: auto calc(100% + 0.35rem);
  }

  @container (inline-size < 48rem) {
    .sides {
      grid-template-columns: minmax(0, 1fr);
    }

    aside {
      position: static;
    }
  }
`;
