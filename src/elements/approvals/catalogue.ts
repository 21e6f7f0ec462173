import { Format } from "../ui/format.js";
import { replaced, type DeepPartial } from "../ui/words.js";
import { approvalsMessages, type ApprovalsMessages } from "./messages.js";

/** What a host may set as `messages`: any part of the catalogue. */
export type ApprovalsMessagesOverride = DeepPartial<Omit<ApprovalsMessages, "format">>;

/** The words in one locale, with the host's own put in. */
export function wordsIn(locale: string, override: ApprovalsMessagesOverride): ApprovalsMessages {
  const format = new Format(locale);
  return Object.assign(replaced(approvalsMessages(format), override), { format });
}
