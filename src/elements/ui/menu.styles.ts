import { css } from "lit";

export const menuStyles = css`
  .menu {
    position: fixed;
    inset: auto;
    inline-size: max-content;
    min-inline-size: 12rem;
    max-inline-size: min(20rem, 100vw - 1rem);
    margin: 0;
    padding: calc(var(--_space) * 1.5);
    border: 1px solid var(--_line);
    border-radius: var(--_radius-large);
    overflow: auto;
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow);
  }

  .item,
  ::slotted(*) {
    display: block;
    box-sizing: border-box;
    inline-size: 100%;
    min-block-size: 2.25rem;
    padding: calc(var(--_space) * 1.75) calc(var(--_space) * 2.5);
    border: 0;
    border-radius: var(--_radius);
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }

  .item:hover,
  .item:focus-visible,
  ::slotted(:hover),
  ::slotted(:focus-visible) {
    background: var(--_hover);
  }

  .item:focus-visible {
    outline-offset: -2px;
  }

  .item.danger {
    color: var(--_bad);
  }

  .item[aria-disabled="true"] {
    color: var(--_faint);
    cursor: not-allowed;
  }

  .item .reason {
    display: block;
    white-space: normal;
  }

  @media (pointer: coarse) {
    .item {
      min-block-size: 2.75rem;
    }
  }
`;
