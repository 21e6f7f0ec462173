import { css } from "lit";

export const dateFieldStyles = css`
  :host {
    display: inline-block;
    max-inline-size: 100%;
  }

  .line {
    display: flex;
    align-items: center;
  }

  .field {
    inline-size: auto;
    flex: 1;
    min-inline-size: 8.5rem;
  }

  .field:not([required]) {
    padding-inline-end: var(--_space);
  }

  .opener {
    justify-content: space-between;
    border-color: var(--_faint);
    inline-size: 100%;
    color: var(--_muted);
  }

  .glyph {
    flex: none;
  }

  [hidden] {
    display: none;
  }
`;
