import { Format } from "../ui/format.js";
import { replaced, type DeepPartial } from "../ui/words.js";
import type { DialogMessages } from "./dialog-messages.js";
import { delegationMessages, type DelegationMessages } from "./messages.js";

/** What a host may set as `messages`: any part of the catalogue. */
export type DelegationMessagesOverride = DeepPartial<Omit<DialogMessages, "format">>;

/** The words in one locale, with the host's own put in. */
export function wordsIn(locale: string, override: DelegationMessagesOverride): DelegationMessages {
  const format = new Format(locale);
  return Object.assign(replaced(delegationMessages(format), override), { format });
}
