import { Format } from "../ui/format.js";
import { replaced, type DeepPartial } from "../ui/words.js";
import { auditMessages, type AuditMessages } from "./messages.js";

/** What a host may set as `messages`: any part of the catalogue. */
export type AuditMessagesOverride = DeepPartial<Omit<AuditMessages, "format">>;

/** The words in one locale, with the host's own put in. */
export function wordsIn(locale: string, override: AuditMessagesOverride): AuditMessages {
  const format = new Format(locale);
  return Object.assign(replaced(auditMessages(format), override), { format });
}
