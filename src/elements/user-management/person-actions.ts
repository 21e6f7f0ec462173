import type { Session } from "../../api/wire.js";
import type { Person } from "../../api/people/contract.js";
import type { MenuItem } from "../ui/menu.js";
import { whyNot } from "./abilities.js";
import type { Dialogs } from "./dialogs.js";
import type { ListMessages } from "./messages.js";

export interface PersonActions {
  person: Person;
  session: Session;
  messages: ListMessages;
  dialogs: Dialogs;
  canChange: boolean;
  canLeave: boolean;
}

/** What can be done to one person; what is refused stays, with its reason. */
export function personActions(options: PersonActions): MenuItem[] {
  const { person, session, messages, dialogs, canChange, canLeave } = options;
  const { list } = messages;
  const why = (deed: "change-roles" | "suspend" | "reactivate" | "remove"): string | undefined =>
    whyNot(deed, session, messages, person);
  const items: MenuItem[] = [{ label: list.person, run: () => void dialogs.person(person.user) }];
  if (canChange) {
    const pause = person.status === "active" ? "suspend" : "reactivate";
    items.push({
      label: list.changeRoles,
      reason: why("change-roles"),
      run: () => void dialogs.changeRoles([person]),
    });
    items.push(
      { label: list[pause], reason: why(pause), run: () => void dialogs.act(pause, [person]) },
      {
        label: list.remove,
        reason: why("remove"),
        danger: true,
        run: () => void dialogs.act("remove", [person]),
      },
    );
  }
  if (person.you && canLeave) {
    items.push({ label: list.leave, danger: true, run: () => void dialogs.act("leave", [person]) });
  }
  return items;
}
