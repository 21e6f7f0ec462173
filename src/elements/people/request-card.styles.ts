import { css } from "lit";

/** What `requestCard` shows; use with `chipStyles`, `avatarStyles` and `controlStyles`. */
export const requestCardStyles = css`
  .requests {
    overflow: auto;
    padding-inline: calc(var(--_space) * 5);
  }

  .request {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 calc(var(--_space) * 3);
    padding-block: calc(var(--_space) * 4);
  }

  .request + .request {
    border-block-start: 1px solid var(--_line);
  }

  .about {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .about h3 {
    margin: 0;
    font-size: 1rem;
    font-weight: 600;
  }

  .request.ended h3 {
    font-weight: 500;
  }

  .meta,
  .progress {
    color: var(--_muted);
    font-size: var(--_size-small);
  }

  .about p {
    margin: calc(var(--_space) * 2) 0 0;
  }

  blockquote {
    margin: calc(var(--_space) * 2) 0 0;
    padding-inline-start: calc(var(--_space) * 3);
    border-inline-start: 2px solid var(--_line-strong);
    white-space: pre-line;
  }

  .changes {
    display: grid;
    gap: calc(var(--_space) * 1.5);
    margin: calc(var(--_space) * 2.5) 0 0;
    padding: 0;
    list-style: none;
  }

  .gain {
    color: var(--_good);
  }

  .loss {
    color: var(--_bad);
  }

  .changes strong {
    font-weight: 550;
  }

  .until {
    color: var(--_warn);
    font-size: var(--_size-small);
  }

  .impossible {
    padding: calc(var(--_space) * 2.5) calc(var(--_space) * 3.5);
    border-radius: var(--_radius);
    background: var(--_warn-surface);
    color: var(--_warn);
  }

  .impossible strong {
    font-weight: 600;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    align-items: center;
    margin-block-start: calc(var(--_space) * 3);
  }

  .actions .why {
    flex: 1 1 12rem;
    color: var(--_muted);
    font-size: var(--_size-small);
  }

  .more {
    display: flex;
    justify-content: center;
    padding: calc(var(--_space) * 3);
    border-block-start: 1px solid var(--_line);
  }

  @container (inline-size < 40rem) {
    .requests {
      padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
    }

    .request {
      margin-block-end: calc(var(--_space) * 3);
      border: 1px solid var(--_line);
      border-radius: var(--_radius-large);
      padding: calc(var(--_space) * 3.5);
    }

    .actions .button {
      flex: 1 1 auto;
      min-block-size: 2.75rem;
    }

    .actions .why {
      flex-basis: 100%;
    }
  }
`;
