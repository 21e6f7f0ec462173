import { html, nothing, type TemplateResult } from "lit";
import type { Session } from "../../api/wire.js";
import { tabs } from "../ui/tabs.js";
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
  const { messages, session, count, hasTabs, openInvitations, tab, choose } = header;
  const { tabs: labels, openInvitations: inWords } = messages.list;
  const badge = openInvitations
    ? { text: messages.format.number(openInvitations), label: inWords(openInvitations) }
    : undefined;
  return html`<header part="header">
      <slot name="header"><h2 part="title">${messages.list.title}</h2></slot>
      ${session ? html`<span class="count">${count}</span>${meters(session, messages)}` : nothing}
    </header>
    ${
      hasTabs
        ? tabs({
            choices: [
              { name: "people", label: labels.people },
              { name: "invitations", label: labels.invitations, badge },
            ],
            chosen: tab,
            choose,
          })
        : nothing
    }`;
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
