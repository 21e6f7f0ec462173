import { css } from "lit";

export const invitationListStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  .hint {
    margin: 0;
    padding: calc(var(--_space) * 3) calc(var(--_space) * 5);
  }

  permit-invitation-row {
    border-block-start: 1px solid var(--_line);
  }

  .more {
    display: flex;
    gap: calc(var(--_space) * 4);
    align-items: center;
    justify-content: center;
    padding: calc(var(--_space) * 4);
    border-block-start: 1px solid var(--_line);
  }

  .face {
    display: grid;
    gap: calc(var(--_space) * 2);
    justify-items: center;
    padding: calc(var(--_space) * 14) calc(var(--_space) * 5);
    text-align: center;
  }

  .face h3 {
    margin: 0;
    font-size: var(--_size-title);
    font-weight: 650;
  }

  p {
    margin: 0;
  }

  .skeleton {
    display: grid;
    gap: calc(var(--_space) * 4);
    padding: calc(var(--_space) * 5);
  }

  .skeleton div {
    block-size: 2.75rem;
    border-radius: var(--_radius);
    background: var(--_sunken);
  }

  @container (inline-size < 40rem) {
    .hint {
      padding-inline: calc(var(--_space) * 4);
    }
  }
`;
