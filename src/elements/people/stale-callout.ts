import { html, nothing, type TemplateResult } from "lit";
import type { Role } from "../../api/wire.js";
import "../ui/callout.js";
import type { ChangeMessages } from "./change-messages.js";
import { heldSince } from "./role-plan.js";
import type { Subject } from "./subject.js";

/** What somebody else has changed since, and a button that shows it. */
export function staleCallout(
  before: readonly Subject[],
  now: readonly Subject[],
  roles: readonly Role[],
  messages: ChangeMessages,
  show: () => void,
): TemplateResult | typeof nothing {
  const [first] = now;
  if (!first) return nothing;
  const words = messages.roles;
  const said =
    now.length > 1
      ? words.meanwhileSeveral(now.length)
      : words.meanwhile(first.name, differences(before, first, roles, messages));
  return html`<permit-callout tone="warn"
    >${said}
    <button slot="action" type="button" class="button" @click=${show}>
      ${words.showCurrent}
    </button></permit-callout
  >`;
}

function differences(
  before: readonly Subject[],
  now: Subject,
  roles: readonly Role[],
  { roles: words }: ChangeMessages,
): string {
  const then = before.find((subject) => subject.user === now.user);
  if (!then) return "";
  const name = (id: string): string => roles.find((role) => role.id === id)?.name ?? "";
  const { added, removed, moved } = heldSince(then, now);
  return [
    ...added.map((role) => words.meanwhileAdded(name(role))),
    ...removed.map((role) => words.meanwhileRemoved(name(role))),
    ...moved.map((role) => words.meanwhileMoved(name(role))),
  ].join(", ");
}
