import { css } from "lit";

export const popupStyles = css`
  :host {
    display: inline-block;
    max-inline-size: 100%;
  }

  .toggle {
    justify-content: space-between;
    border-color: var(--_faint);
    inline-size: 100%;
    font-weight: 400;
  }

  .toggle.invalid {
    border-color: var(--_bad);
  }

  .text {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .glyph {
    flex: none;
    color: var(--_muted);
  }

  .panel {
    position: fixed;
    inset: auto;
    inline-size: min(var(--popup-width, 23rem), 100vw - 1rem);
    max-block-size: min(28rem, 100dvh - 1rem);
    margin: 0;
    padding: calc(var(--_space) * 1.5);
    border: 1px solid var(--_line);
    border-radius: var(--_radius-large);
    overflow: auto;
    overscroll-behavior: contain;
    scroll-padding-block: calc(var(--_space) * 3) calc(var(--_space) * 16);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow);
  }
`;
