import { css } from "lit";

export const auditSearchStyles = css`
  :host {
    display: block;
  }

  .box {
    position: relative;
    display: flex;
    align-items: center;
  }

  .glyph {
    position: absolute;
    inset-inline-start: 0.7rem;
    color: var(--_muted);
    pointer-events: none;
  }

  .field {
    padding-inline-start: 2.1rem;
    text-overflow: ellipsis;
  }

  .panel {
    --popup-width: 24rem;
  }

  [role="option"] {
    display: flex;
    align-items: center;
    min-block-size: 2.25rem;
    padding: calc(var(--_space) * 1) calc(var(--_space) * 2.5);
    border-radius: var(--_radius);
    overflow-wrap: anywhere;
    cursor: pointer;
  }

  [role="option"]:is(:hover, [aria-selected="true"]) {
    background: var(--_hover);
  }

  [role="option"][aria-selected="true"] {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }

  .none {
    margin: 0;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 2.5);
  }

  @media (pointer: coarse) {
    [role="option"] {
      min-block-size: 2.75rem;
    }
  }
`;
