import { css } from "lit";

export const peopleToolbarStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    align-items: center;
  }

  .search {
    position: relative;
    display: flex;
    flex: 1 1 16rem;
    align-items: center;
  }

  .search > .glyph {
    position: absolute;
    inset-inline-start: 0.7rem;
    color: var(--_muted);
    pointer-events: none;
  }

  .search .field {
    padding-inline: 2.1rem 2.4rem;
    appearance: none;
    text-overflow: ellipsis;
  }

  .search .field::-webkit-search-cancel-button {
    display: none;
  }

  kbd {
    position: absolute;
    inset-inline-end: 0.7rem;
    padding: 0 0.35rem;
    border: 1px solid var(--_line-strong);
    border-radius: 0.25rem;
    color: var(--_muted);
    font: 0.7rem/1.3rem var(--_font-mono);
    pointer-events: none;
  }

  .clear {
    position: absolute;
    inset-inline-end: 0.3rem;
    display: grid;
    place-items: center;
    inline-size: 1.75rem;
    block-size: 1.75rem;
    padding: 0;
    border: 0;
    border-radius: var(--_radius);
    background: none;
    color: var(--_muted);
    cursor: pointer;
  }

  .filter {
    --popup-width: 15rem;
  }

  .active {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 1.5);
    align-items: center;
    margin: calc(var(--_space) * 2.5) 0 0;
    padding: 0;
    list-style: none;
  }

  .active-filter {
    min-block-size: 1.75rem;
    padding: 0 0.6rem 0 0.75rem;
    border-color: color-mix(in srgb, var(--_accent) 45%, var(--_line));
    border-radius: var(--_radius-round);
    background: var(--_selected);
    font-size: var(--_size-small);
  }

  .active-filter .glyph {
    inline-size: 0.75rem;
    block-size: 0.75rem;
  }

  .active .link {
    font-size: var(--_size-small);
  }

  @container (inline-size < 40rem) {
    .search {
      flex-basis: 100%;
    }

    kbd {
      display: none;
    }

    .bar > .primary,
    .bar > .refusable {
      margin-inline-start: auto;
    }
  }

  @media (pointer: coarse) {
    kbd {
      display: none;
    }
  }
`;
