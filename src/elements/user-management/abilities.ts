import type { Session } from "../../api/wire.js";
import type { Person } from "../../api/people/contract.js";
import type { ListMessages } from "./messages.js";
import { refusalWords } from "../people/refusal.js";

/** The verb that stands for each deed: it is refused where the deed would be. */
const verbOf = {
  invite: "user.invite",
  "change-roles": "role.grant",
  suspend: "user.suspend",
  reactivate: "user.reactivate",
  remove: "user.remove",
} as const;
export type Deed = keyof typeof verbOf;

export const changingVerbs: readonly string[] = [
  ...Object.values(verbOf),
  "user.edit-profile",
  "user.edit-attributes",
];

/** Why a deed is refused here, or on this person; undefined if it is not. */
export function whyNot(
  deed: Deed,
  session: Session,
  messages: ListMessages,
  person?: Person,
): string | undefined {
  const reason = person?.refused[verbOf[deed]] ?? session.refused[verbOf[deed]];
  return reason && refusalWords(reason, messages, session.roles);
}

/** There is nothing here that this viewer could ever change: no control is shown at all. */
export function onlyViews(session: Session): boolean {
  return changingVerbs.every((verb) => session.refused[verb] !== undefined);
}
