import { css } from "lit";

export const delegationsViewStyles = css`
  .panel {
    overflow: auto;
    padding-block-end: calc(var(--_space) * 3);
  }

  .toolbar {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    justify-content: end;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 5) calc(var(--_space) * 3);
  }

  .leaks {
    display: grid;
    gap: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 2) calc(var(--_space) * 5) calc(var(--_space) * 4);
  }

  .leak-box {
    padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
    border-radius: var(--_radius);
    background: var(--_warn-surface);
  }

  .leak-box h3 {
    display: flex;
    gap: 0.5em;
    align-items: center;
    margin: 0;
    color: var(--_warn);
    font-size: inherit;
    font-weight: 650;
  }

  .leaks p {
    margin: calc(var(--_space) * 1) 0 0;
  }

  .leaks ul {
    display: grid;
    gap: calc(var(--_space) * 2);
    margin: calc(var(--_space) * 2) 0 0;
    padding: 0;
    list-style: none;
  }

  .leaks li {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
    align-items: center;
  }

  .leaks .said {
    flex: 1 1 20rem;
    overflow-wrap: anywhere;
  }

  .leaks .said > span {
    display: block;
  }

  .leaks small {
    display: block;
    color: var(--_muted);
    font-size: var(--_size-small);
  }

  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }

  summary {
    color: var(--_muted);
    cursor: pointer;
  }

  .cards {
    display: grid;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 2) calc(var(--_space) * 5);
  }

  .in-place-of-matrix {
    display: none;
  }

  .card {
    display: grid;
    gap: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 4);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }

  .card h3 {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 3);
    align-items: baseline;
    margin: 0;
    font-size: inherit;
    font-weight: 650;
  }

  .card small {
    color: var(--_muted);
    font-size: var(--_size-small);
    font-weight: 400;
  }

  .card p {
    margin: 0;
  }

  .given {
    display: grid;
    gap: var(--_space);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .given .name {
    color: var(--_good);
    font-weight: 600;
  }

  .card dl {
    display: grid;
    gap: calc(var(--_space) * 2);
    margin: calc(var(--_space) * 2) 0 0;
  }

  .card dt {
    color: var(--_muted);
    font-weight: 550;
  }

  .card dd {
    margin: 0;
    color: var(--_muted);
    font-size: var(--_size-small);
    overflow-wrap: anywhere;
  }

  .card > .button {
    justify-self: start;
  }

  .silent {
    margin: calc(var(--_space) * 3) calc(var(--_space) * 5) 0;
  }

  @container (inline-size < 44rem) {
    permit-delegation-matrix {
      display: none;
    }

    .in-place-of-matrix {
      display: grid;
    }

    .toolbar,
    .leaks,
    .cards {
      padding-inline: calc(var(--_space) * 4);
    }

    .toolbar .button {
      flex: 1 1 auto;
    }
  }
`;
