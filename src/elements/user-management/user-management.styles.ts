import { css } from "lit";

export const userManagementStyles = css`
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

  /* Until it arrives, what the host put into it is not to be seen. */
  permit-menu:not(:defined) {
    display: none;
  }

  .notice {
    display: flex;
    flex: 1 1 auto;
    gap: 0.75rem;
    align-items: center;
    color: var(--_text);
  }

  @container (inline-size < 40rem) {
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
  }
`;
