import { Format } from "../ui/format.js";
import { replaced, type DeepPartial } from "../ui/words.js";
import type { dialogMessages } from "./dialog-messages.js";
import { listMessages, type ListMessages, type Messages } from "./messages.js";

/** What a host may set as `messages`: any part of the catalogue. */
export type MessagesOverride = DeepPartial<Omit<Messages, "format">>;

let dialogWords: typeof dialogMessages | undefined;

/** The words in one locale, with the host's own put in: those of the list at once, the others once they are loaded. */
export class Catalogue {
  readonly list: ListMessages;
  #override: MessagesOverride;
  #all: Messages | undefined;

  constructor(locale: string, override: MessagesOverride) {
    const format = new Format(locale);
    this.#override = override;
    this.list = Object.assign(replaced(listMessages(format), override), { format });
  }

  /** undefined until `load()` has been called once, by whichever catalogue. */
  get all(): Messages | undefined {
    if (!dialogWords) return undefined;
    return (this.#all ??= { ...replaced(dialogWords(this.list.format), this.#override), ...this.list });
  }

  static async load(): Promise<void> {
    ({ dialogMessages: dialogWords } = await import("./dialog-messages.js"));
  }
}
