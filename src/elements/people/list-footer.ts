import { html, nothing, type TemplateResult } from "lit";
import { wordsFor, type PeopleMessages } from "./messages.js";
import type { Notices } from "./undo.js";

/** The footer of a list: whether it follows by itself, what was just done, and the way back. */
export function listFooter(...parts: Parameters<typeof listStatus>): TemplateResult {
  return html`<footer part="footer">${listStatus(...parts)}</footer>`;
}

/** The same without a footer around it. */
export function listStatus(
  notices: Notices,
  isLive: boolean,
  messages: PeopleMessages & { list: { live: string } },
): TemplateResult {
  const { list, common, done } = messages;
  const { notice, isUndoing } = notices;
  const howItWent = (error?: unknown): string =>
    error === undefined ? done.undone : done.undoRefused(wordsFor(error, messages));
  return html`${isLive ? html`<span class="live">${list.live}</span>` : nothing}
    <div
      class="notice"
      @pointerenter=${() => notices.hold()}
      @pointerleave=${() => notices.letGo()}
      @focusin=${() => notices.hold()}
      @focusout=${() => notices.letGo()}
    >
      <span role="status">${notice?.text}</span>
      ${
        notice?.undo
          ? html`<button
              class="button link"
              part="button"
              aria-disabled=${isUndoing ? "true" : nothing}
              @click=${() => void notices.undo(howItWent)}
            >
              ${common.undo}
            </button>`
          : nothing
      }
    </div>
    <slot name="footer"></slot>`;
}
