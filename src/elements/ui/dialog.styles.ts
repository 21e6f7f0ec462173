import { css } from "lit";

export const dialogStyles = css`
  :host {
    display: contents;
  }

  dialog {
    inset: 0;
    inline-size: 100vw;
    max-inline-size: none;
    block-size: 100dvh;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_text);
    container-type: inline-size;
  }

  dialog[open] {
    display: grid;
    grid-template-rows: minmax(0, 1fr);
    place-items: start center;
  }

  dialog::backdrop {
    background: none;
  }

  dialog.main {
    background: var(--_backdrop);
  }

  dialog.question {
    background: color-mix(in srgb, var(--_backdrop) 60%, transparent);
  }

  /* From a fixed line downwards: a list that grows does not push the title about. */
  .sheet {
    --beside: clamp(1.5rem, 10dvh, 6rem);
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    inline-size: min(var(--dialog-width, 45rem), 100% - 3rem);
    max-block-size: calc(100% - var(--beside) - 1.5rem);
    margin-block-start: var(--beside);
    border: 1px solid var(--_line);
    border-radius: var(--_radius-large);
    background: var(--_raised);
    box-shadow: var(--_shadow);
    container-type: inline-size;
    overscroll-behavior: contain;
  }

  header {
    display: flex;
    gap: calc(var(--_space) * 3);
    align-items: start;
    padding: calc(var(--_space) * 4) calc(var(--_space) * 5) calc(var(--_space) * 2);
  }

  .title {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 3);
    align-items: baseline;
    min-inline-size: 0;
    padding-block-start: var(--_space);
  }

  h2 {
    margin: 0;
    overflow-wrap: anywhere;
    font-size: var(--_size-title);
    font-weight: 650;
  }

  /* It takes the focus for a screen reader to start there, and does nothing. */
  h2:focus-visible {
    outline: none;
  }

  .close {
    margin-block-start: calc(var(--_space) * -0.5);
    margin-inline-end: calc(var(--_space) * -2);
  }

  .body {
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 5) calc(var(--_space) * 4);
    overflow: auto;
    overscroll-behavior: contain;
  }

  footer {
    border-block-start: 1px solid transparent;
    padding: calc(var(--_space) * 3) calc(var(--_space) * 5) calc(var(--_space) * 4);
  }

  footer.empty {
    display: none;
  }

  .sheet.scrolls footer {
    border-color: var(--_line);
  }

  .side[open] {
    place-items: stretch end;
  }

  .side .sheet {
    --beside: 0px;
    inline-size: min(var(--dialog-width, 30rem), 100%);
    max-block-size: none;
    border-block: 0;
    border-inline-end: 0;
    border-start-end-radius: 0;
    border-end-end-radius: 0;
  }

  .question .sheet {
    display: block;
    inline-size: min(24rem, 100% - 3rem);
    padding: calc(var(--_space) * 5);
  }

  .question p {
    margin: 0 0 calc(var(--_space) * 4);
  }

  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    justify-content: end;
  }

  @container (inline-size < 36rem) {
    .main .sheet {
      inline-size: 100%;
      block-size: 100%;
      max-block-size: none;
      margin: 0;
      border: 0;
      border-radius: 0;
    }

    header,
    .body,
    footer {
      padding-inline: calc(var(--_space) * 4);
    }

    footer {
      border-color: var(--_line);
    }
  }
`;
