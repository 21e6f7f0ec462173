import { css } from "lit";

export const userManagementStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    max-block-size: var(--permit-max-height, max(26rem, 88dvh));
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

  .meters {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.25rem;
    margin: 0;
    margin-inline-start: auto;
    padding: 0;
    color: var(--_muted);
    list-style: none;
  }

  .meters li {
    display: flex;
    gap: 0.6rem;
    align-items: center;
  }

  .meter {
    inline-size: 5.5rem;
    fill: var(--_accent);
  }

  .meter:dir(rtl) {
    transform: scaleX(-1);
  }

  .meter .most {
    fill: var(--_line);
  }

  .nearly-full {
    fill: var(--_warn);
  }

  .tabs {
    display: flex;
    gap: calc(var(--_space) * 5);
    padding-inline: calc(var(--_space) * 5);
    border-block-end: 1px solid var(--_line);
  }

  .tabs [role="tab"] {
    display: inline-flex;
    gap: 0.45rem;
    align-items: center;
    margin: 0;
    margin-block-end: -1px;
    padding: calc(var(--_space) * 2.5) 0;
    border: 0;
    border-block-end: 2px solid transparent;
    background: none;
    color: var(--_muted);
    font: inherit;
    cursor: pointer;
  }

  .tabs [aria-selected="true"] {
    border-color: var(--_accent);
    color: var(--_text);
    font-weight: 600;
  }

  .badge {
    padding: 0 0.5rem;
    border-radius: var(--_radius-round);
    background: var(--_sunken);
    color: var(--_muted);
    font-size: var(--_size-small);
    font-weight: 500;
  }

  .panel {
    display: flex;
    flex: 0 1 auto;
    flex-direction: column;
    min-block-size: 0;
  }

  permit-people-toolbar {
    flex: none;
    padding: calc(var(--_space) * 3.5) calc(var(--_space) * 5);
  }

  permit-selection-bar,
  permit-callout {
    flex: none;
    margin: 0 calc(var(--_space) * 5) calc(var(--_space) * 3.5);
  }

  permit-callout {
    margin-block-start: calc(var(--_space) * 3.5);
  }

  permit-people-table {
    flex: 0 1 auto;
    min-block-size: 10rem;
  }

  permit-invitation-list {
    min-block-size: 0;
    overflow: auto;
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

  .notice {
    display: flex;
    flex: 1 1 auto;
    gap: 0.75rem;
    align-items: center;
    color: var(--_text);
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
    .tabs,
    .bone-row,
    footer {
      padding-inline: calc(var(--_space) * 4);
    }

    permit-people-toolbar {
      padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
    }

    permit-selection-bar,
    permit-callout {
      margin-inline: calc(var(--_space) * 4);
    }

    .meters {
      margin-inline-start: 0;
      font-size: var(--_size-small);
    }

    .meter {
      display: none;
    }

    .tabs [role="tab"] {
      min-block-size: 2.75rem;
    }
  }
`;
