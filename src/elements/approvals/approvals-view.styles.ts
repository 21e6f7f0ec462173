import { css } from "lit";

export const approvalsViewStyles = css`
  .panel {
    min-block-size: 0;
  }

  permit-callout {
    flex: none;
    margin: calc(var(--_space) * 3) calc(var(--_space) * 5) 0;
  }

  .notice {
    color: var(--_text);
  }
`;
