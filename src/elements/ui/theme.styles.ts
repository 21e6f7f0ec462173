import { css } from "lit";

/**
 * The one place with literal colours. A host page sets `--permit-*` on the element or anywhere above it; the parts
 * read `--_*`, which fall back to our own. Custom properties inherit through shadow roots, so only the public
 * elements carry this sheet.
 */
export const themeStyles = css`
  :host {
    --_accent: var(--permit-accent, light-dark(#3457d5, #8ea5ff));
    --_on-accent: var(--permit-on-accent, light-dark(#fff, #0d1330));
    --_surface: var(--permit-surface, light-dark(#fff, #12151c));
    --_raised: var(--permit-raised, light-dark(#fff, #1a1e27));
    --_sunken: var(--permit-sunken, light-dark(#f6f7f9, #0d1016));
    --_text: var(--permit-text, light-dark(#14171f, #eceef3));
    --_muted: var(--permit-muted, light-dark(#5b6270, #a3aab8));
    --_faint: var(--permit-faint, light-dark(#878d9a, #757d8c));
    --_line: var(--permit-line, light-dark(#e3e6eb, #272c37));
    --_line-strong: var(--permit-line-strong, light-dark(#cdd2da, #3a4150));
    --_hover: var(--permit-hover, light-dark(#f3f5f9, #1b202a));
    --_selected: var(--permit-selected, color-mix(in srgb, var(--_accent) 10%, var(--_surface)));
    --_good: var(--permit-good, light-dark(#0d7a4f, #5fd3a0));
    --_good-surface: var(--permit-good-surface, light-dark(#e7f5ee, #10291f));
    --_warn: var(--permit-warn, light-dark(#8a5300, #f0b95c));
    --_warn-surface: var(--permit-warn-surface, light-dark(#fdf1dc, #2d2312));
    --_bad: var(--permit-bad, light-dark(#b3261e, #ff8f87));
    --_bad-surface: var(--permit-bad-surface, light-dark(#fdeceb, #331917));
    --_backdrop: var(--permit-backdrop, light-dark(#14171f66, #000a));
    --_shadow: var(
      --permit-shadow,
      0 1px 2px light-dark(#0a0f1f14, #0008),
      0 12px 32px -8px light-dark(#0a0f1f33, #000c)
    );

    --_tone-1: var(--permit-tone-1, #3457d5);
    --_tone-2: var(--permit-tone-2, #8a4bd1);
    --_tone-3: var(--permit-tone-3, #0d7a4f);
    --_tone-4: var(--permit-tone-4, #b5561d);
    --_tone-5: var(--permit-tone-5, #0b7285);
    --_tone-6: var(--permit-tone-6, #5b6270);
    --_tone-7: var(--permit-tone-7, #b02a6b);
    --_tone-8: var(--permit-tone-8, #7a5c00);
    --_on-tone: var(--permit-on-tone, #fff);

    --_font: var(--permit-font, inherit);
    --_font-mono: var(--permit-font-mono, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace);
    --_size: var(--permit-font-size, 0.875rem);
    --_size-small: var(--permit-font-size-small, 0.7875rem);
    --_size-title: var(--permit-font-size-title, 1.0625rem);
    --_space: var(--permit-space, 0.25rem);
    --_radius: var(--permit-radius, 0.5rem);
    --_radius-large: var(--permit-radius-large, 0.875rem);
    --_radius-round: 99rem;
    --_border: var(--permit-border, 0);

    color: var(--_text);
    font-family: var(--_font);
    font-size: var(--_size);
    font-weight: 400;
    line-height: 1.45;
    text-align: start;
    accent-color: var(--_accent);
  }

  :host([theme="light"]) {
    color-scheme: light;
  }

  :host([theme="dark"]) {
    color-scheme: dark;
  }

  :host([theme="auto"]) {
    color-scheme: light dark;
  }

  :host([hidden]) {
    display: none;
  }
`;
