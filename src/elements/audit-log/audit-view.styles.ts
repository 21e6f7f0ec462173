import { css } from "lit";

export const auditViewStyles = css`
  .tail {
    display: inline-flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    align-items: center;
    margin-inline-start: auto;
    color: var(--_muted);
  }

  .toolbar {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    align-items: center;
    padding: calc(var(--_space) * 3) calc(var(--_space) * 5);
  }

  permit-finder {
    flex: 1 1 15rem;
    min-block-size: 2.25rem;
  }

  .filter {
    --popup-width: 17rem;
  }

  .choice [type="radio"] {
    inline-size: 1.125rem;
    block-size: 1.125rem;
    margin: 0;
  }

  .moment {
    display: block;
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
  }

  .active {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 1.5);
    align-items: center;
    margin: 0;
    padding: 0 calc(var(--_space) * 5) calc(var(--_space) * 3);
    list-style: none;
  }

  .chip {
    min-block-size: 1.75rem;
    max-inline-size: 100%;
    padding: 0 0.6rem 0 0.75rem;
    border-color: color-mix(in srgb, var(--_accent) 45%, var(--_line));
    border-radius: var(--_radius-round);
    background: var(--_selected);
    font-size: var(--_size-small);
    white-space: normal;
  }

  .chip .glyph {
    flex: none;
    inline-size: 0.75rem;
    block-size: 0.75rem;
  }

  permit-activity-chart,
  permit-progress,
  permit-callout {
    flex: none;
    margin: 0 calc(var(--_space) * 5) calc(var(--_space) * 2);
  }

  permit-callout {
    margin-block-start: calc(var(--_space) * 2);
  }

  permit-audit-table {
    flex: 0 1 auto;
    min-block-size: 10rem;
  }

  .said {
    flex: 1 1 14rem;
    color: var(--_text);
  }

  footer .link {
    font-size: var(--_size-small);
  }

  @container (inline-size < 40rem) {
    permit-finder {
      flex-basis: 100%;
    }

    .toolbar {
      padding-inline: calc(var(--_space) * 4);
    }

    .active {
      padding-inline: calc(var(--_space) * 4);
    }

    permit-activity-chart,
    permit-progress,
    permit-callout {
      margin-inline: calc(var(--_space) * 4);
    }
  }
`;
