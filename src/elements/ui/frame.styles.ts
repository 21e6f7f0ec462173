import { css } from "lit";

/** What every public element has around its list: the frame, the header, the faces, the footer. */
export const frameStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    max-block-size: var(--permit-max-height, max(26rem, 88dvh));
  }

  /* Until it is loaded its content would stand in the page, and lose the focus when it opens. */
  permit-dialog:not(:defined) {
    display: none;
  }

  .frame {
    display: flex;
    flex: 0 1 auto;
    flex-direction: column;
    min-block-size: 0;
    border: var(--_border);
    border-radius: var(--_radius-large);
    background: var(--_surface);
    container-type: inline-size;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 1) calc(var(--_space) * 3);
    align-items: baseline;
    padding: calc(var(--_space) * 4.5) calc(var(--_space) * 5) calc(var(--_space) * 1);
  }

  h2 {
    margin: 0;
    font-size: var(--_size-title);
    font-weight: 650;
  }

  .count {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }

  .panel {
    display: flex;
    flex: 0 1 auto;
    flex-direction: column;
    min-block-size: 0;
  }

  .face {
    display: flex;
    flex-direction: column;
    gap: calc(var(--_space) * 2);
    align-items: center;
    padding: calc(var(--_space) * 12) calc(var(--_space) * 6);
    text-align: center;
  }

  .face h3 {
    margin: 0;
    font-size: 1rem;
    font-weight: 600;
  }

  .face p {
    max-inline-size: 34rem;
    margin: 0;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }

  .face .button {
    margin-block-start: calc(var(--_space) * 2);
  }

  .skeleton {
    padding-block: calc(var(--_space) * 3);
  }

  .bone-row {
    display: flex;
    gap: 0.8rem;
    align-items: center;
    block-size: 3.6rem;
    padding-inline: calc(var(--_space) * 5);
    border-block-end: 1px solid var(--_line);
  }

  .bone-row:last-child {
    border: 0;
  }

  .bones {
    flex: 1 1 auto;
  }

  .bone {
    display: block;
    inline-size: 7rem;
    block-size: 0.6rem;
    margin-block: 0.35rem;
    border-radius: 0.3rem;
    background: var(--_line);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }

  .bone.wide {
    inline-size: 11rem;
  }

  .bone.round {
    inline-size: 1.95rem;
    block-size: 1.95rem;
    border-radius: 50%;
  }

  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }

  footer {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    align-items: center;
    min-block-size: 2.5rem;
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 5);
    border-block-start: 1px solid var(--_line);
    color: var(--_muted);
    font-size: var(--_size-small);
  }

  .live {
    display: inline-flex;
    gap: 0.45em;
    align-items: center;
  }

  .live::before {
    content: "";
    inline-size: 0.5em;
    block-size: 0.5em;
    border-radius: 50%;
    background: var(--_good);
  }

  @media (width < 40rem) {
    :host {
      max-block-size: var(--permit-max-height, max(26rem, 100dvh));
    }
  }

  @container (inline-size < 40rem) {
    header,
    .bone-row,
    footer {
      padding-inline: calc(var(--_space) * 4);
    }
  }
`;
