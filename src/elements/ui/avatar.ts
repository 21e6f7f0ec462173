import { css, html, type TemplateResult } from "lit";

const tones = 8;

/** Initials on a colour that stays the person's own. Use with `avatarStyles`. */
export function avatar(id: string, name: string): TemplateResult {
  return html`<span class="avatar tone-${toneOf(id)}" part="avatar" aria-hidden="true"
    >${initials(name)}</span
  >`;
}

/** "Ana Lucía Ferreira" is AF, "mei@acme.example" is M. */
export function initials(name: string): string {
  const words = name
    .replace(/@.*/, "")
    .split(/[\s._-]+/)
    .filter(Boolean);
  const [first = "", last = ""] = [words[0], words.length > 1 ? words.at(-1) : ""];
  return (firstLetter(first) + firstLetter(last)).toLocaleUpperCase();
}

function firstLetter(word: string): string {
  return [...word][0] ?? "";
}

/** FNV-1a, so that ids that differ little differ in colour. */
function toneOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const letter of id) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return ((hash >>> 16) % tones) + 1;
}

export const avatarStyles = css`
  .avatar {
    flex: none;
    display: inline-grid;
    place-items: center;
    inline-size: 1.95rem;
    block-size: 1.95rem;
    border-radius: 50%;
    color: var(--_on-tone);
    font-size: 0.72rem;
    font-weight: 650;
  }

  .tone-1 {
    background: var(--_tone-1);
  }

  .tone-2 {
    background: var(--_tone-2);
  }

  .tone-3 {
    background: var(--_tone-3);
  }

  .tone-4 {
    background: var(--_tone-4);
  }

  .tone-5 {
    background: var(--_tone-5);
  }

  .tone-6 {
    background: var(--_tone-6);
  }

  .tone-7 {
    background: var(--_tone-7);
  }

  .tone-8 {
    background: var(--_tone-8);
  }
`;
