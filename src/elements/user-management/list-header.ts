import { html, nothing, type TemplateResult } from "lit";
import type { Session } from "../../api/wire.js";
import type { ListMessages } from "./messages.js";

export type Tab = "people" | "invitations";

export interface ListHeader {
  messages: ListMessages;
  session: Session | undefined;
  /** How many people there are, in words. */
  count: string;
  tab: Tab;
  /** Whether there are invitations to show beside the people. */
  hasTabs: boolean;
  openInvitations: number | undefined;
  choose: (tab: Tab) => void;
}

/** Title, total, meters, and the tabs where there are any. */
export function listHeader(header: ListHeader): TemplateResult {
  const { messages, session, count, hasTabs } = header;
  return html`<header part="header">
      <slot name="header"><h2 part="title">${messages.list.title}</h2></slot>
      ${session ? html`<span class="count">${count}</span>${meters(session, messages)}` : nothing}
    </header>
    ${hasTabs ? tabs(header) : nothing}`;
}

function meters(session: Session, { list }: ListMessages): TemplateResult | typeof nothing {
  if (session.meters.length === 0) return nothing;
  return html`<ul class="meters">
    ${session.meters.map(({ label, used, most }) => {
      const share = Math.min(1, most > 0 ? used / most : 1);
      return html`<li>
        <span>${list.meter(label, used, most)}</span>
        <svg class="meter ${share > 0.9 ? "nearly-full" : ""}" viewBox="0 0 100 6" aria-hidden="true">
          <rect class="most" width="100" height="6" rx="3" />
          <rect width=${share * 100} height="6" rx="3" />
        </svg>
      </li>`;
    })}
  </ul>`;
}

function tabs({ messages, tab, openInvitations, choose }: ListHeader): TemplateResult {
  const { tabs, openInvitations: badge } = messages.list;
  const one = (name: Tab, label: string, count?: number): TemplateResult =>
    html`<button
      role="tab"
      id="tab-${name}"
      part="tab"
      aria-selected=${tab === name}
      aria-controls="panel"
      tabindex=${tab === name ? 0 : -1}
      @click=${() => choose(name)}
    >
      ${label}
      ${
        !count
          ? nothing
          : html`<span class="badge" aria-label=${badge(count)}>${messages.format.number(count)}</span>`
      }
    </button>`;
  const walk = (event: KeyboardEvent): void => {
    const keys = ["ArrowLeft", "ArrowRight", "Home", "End"];
    if (!keys.includes(event.key)) return;
    event.preventDefault();
    const next =
      event.key === "Home" || (event.key !== "End" && tab === "invitations") ? "people" : "invitations";
    choose(next);
    const list = event.currentTarget as HTMLElement;
    list.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" part="tabs" @keydown=${walk}>
    ${one("people", tabs.people)} ${one("invitations", tabs.invitations, openInvitations)}
  </div>`;
}
