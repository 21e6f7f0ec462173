import { css } from "lit";

export const personPanelStyles = css`
  permit-dialog {
    --dialog-width: 32rem;
  }

  .who {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space) calc(var(--_space) * 3);
    align-items: center;
    inline-size: 100%;
    color: var(--_muted);
  }

  .email {
    overflow-wrap: anywhere;
  }

  .mixed {
    inline-size: 100%;
    color: var(--_warn);
    font-size: var(--_size-small);
  }

  .sections {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 7);
  }

  .sections > [role="status"] {
    display: contents;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    align-items: center;
    justify-content: space-between;
    margin-block-end: calc(var(--_space) * 2);
  }

  h3 {
    margin: 0;
    font-size: var(--_size);
    font-weight: 650;
  }

  p {
    margin: 0;
  }

  ol {
    display: grid;
    gap: calc(var(--_space) * 3);
    margin: calc(var(--_space) * 3) 0 0;
    padding: 0;
    list-style: none;
  }

  ol li {
    display: grid;
    overflow-wrap: anywhere;
  }

  .skeleton {
    display: grid;
    gap: calc(var(--_space) * 4);
  }

  .skeleton div {
    block-size: 2.25rem;
    border-radius: var(--_radius);
    background: var(--_sunken);
  }
`;
