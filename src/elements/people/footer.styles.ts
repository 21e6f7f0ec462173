import { css } from "lit";

/** The foot of a dialog: what it comes to on one side, the buttons on the other. */
export const footerStyles = css`
  .footer {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    align-items: center;
    justify-content: end;
  }

  .sum {
    flex: 1 1 12rem;
    color: var(--_muted);
  }

  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
  }

  @container (inline-size < 26rem) {
    .sum {
      flex-basis: 100%;
    }

    .footer .button {
      flex: 1;
    }
  }
`;
