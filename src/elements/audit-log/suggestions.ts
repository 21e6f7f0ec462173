import { html } from "lit";
import type { AuditPeople } from "../../api/audit-log/contract.js";
import type { Found } from "../ui/finder.js";
import { actionLabel } from "./entry-words.js";
import type { Filter } from "./filter.js";
import type { AuditMessages } from "./messages.js";

/** What could be filtered by: people first, by what they did and what was done to them; then kinds of action. */
export function suggestions(
  { people }: AuditPeople,
  typed: string,
  filter: Filter,
  messages: AuditMessages,
  narrow: (change: Partial<Filter>) => void,
): Found[] {
  const { by, about, search } = messages.filter;
  const suggestion = (label: string, change: Partial<Filter>): Found => ({
    id: label,
    content: html`<span dir="auto">${label}</span>`,
    choose: () => narrow(change),
  });
  const named = people.flatMap(({ id, name, did, was_done_to }) => [
    ...(did ? [suggestion(by(name), { actor: id })] : []),
    ...(was_done_to ? [suggestion(about(name), { target: id })] : []),
  ]);
  const wanted = typed.toLocaleLowerCase();
  const kinds = Object.keys(messages.actions)
    .filter((action) => !filter.actions.includes(action))
    .map((action): [string, string] => [action, actionLabel(action, messages)])
    .filter(([, label]) => label.toLocaleLowerCase().includes(wanted))
    .map(([action, label]) => suggestion(search.action(label), { actions: [...filter.actions, action] }));
  return [...named, ...kinds];
}
