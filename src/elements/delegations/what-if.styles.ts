import { css } from "lit";

export const whatIfStyles = css`
  .what-if {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 3);
    align-content: start;
  }

  .what-if :is(h3, h4, p) {
    margin: 0;
    font-size: inherit;
  }

  .what-if h3 {
    font-weight: 650;
  }

  .what-if h4 {
    font-size: var(--_size-small);
    font-weight: 600;
  }

  .what-if ul {
    display: grid;
    gap: calc(var(--_space) * 1.5);
    margin: var(--_space) 0 0;
    padding: 0;
    list-style: none;
  }

  .what-if li {
    overflow-wrap: anywhere;
  }

  .what-if .choice {
    padding-inline-start: 0;
  }

  .what-if small {
    display: block;
    color: var(--_muted);
    font-size: var(--_size-small);
  }

  .what-if .bad {
    padding: calc(var(--_space) * 3);
    border-radius: var(--_radius);
    background: var(--_bad-surface);
  }

  .bad h4 {
    color: var(--_bad);
  }

  .warn h4 {
    color: var(--_warn);
  }

  .good h4 {
    color: var(--_good);
  }

  .stale {
    opacity: 0.6;
  }

  textarea {
    resize: vertical;
  }
`;
