import { Format } from "../ui/format.js";
import { replaced, type DeepPartial } from "../ui/words.js";
import { accessRequestMessages, type AccessRequestMessages } from "./messages.js";

/** What a host may set as `messages`: any part of the catalogue. */
export type AccessRequestMessagesOverride = DeepPartial<Omit<AccessRequestMessages, "format">>;

/** The words in one locale, with the host's own put in. */
export function wordsIn(locale: string, override: AccessRequestMessagesOverride): AccessRequestMessages {
  const format = new Format(locale);
  return Object.assign(replaced(accessRequestMessages(format), override), { format });
}
