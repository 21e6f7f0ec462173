import { Format } from "../ui/format.js";
import { replaced, type DeepPartial } from "../ui/words.js";
import { assignmentMessages, type AssignmentMessages } from "./messages.js";

/** What a host may set as `messages`: any part of the catalogue. */
export type AssignmentMessagesOverride = DeepPartial<Omit<AssignmentMessages, "format">>;

/** The words in one locale, with the host's own put in. */
export function wordsIn(locale: string, override: AssignmentMessagesOverride): AssignmentMessages {
  const format = new Format(locale);
  return Object.assign(replaced(assignmentMessages(format), override), { format });
}
