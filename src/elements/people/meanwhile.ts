import { html, nothing, type TemplateResult } from "lit";
import type { Reason } from "../../api/wire.js";
import type { Format } from "../ui/format.js";

/** What others have changed since, the last first: who, when and what, as far as one may know. */
export function meanwhileLines(reasons: readonly Reason[], format: Format): TemplateResult | typeof nothing {
  const changes = reasons.flatMap(({ meanwhile = [] }) => meanwhile);
  if (changes.length === 0) return nothing;
  return html`<ul class="meanwhile">
    ${changes.slice(0, linesShown).map(
      ({ at, actor, summary }) =>
        html`<li>
          <bdi>${summary}</bdi>${actor === null ? nothing : html`, <bdi>${actor}</bdi>`},
          <time datetime=${at} title=${format.exact(at)}>${format.relative(at)}</time>
        </li>`,
    )}
  </ul>`;
}

const linesShown = 10;
