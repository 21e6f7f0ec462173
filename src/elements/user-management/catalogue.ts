import { Format } from "../ui/format.js";
import type { dialogMessages } from "./dialog-messages.js";
import { listMessages, type ListMessages, type Messages } from "./messages.js";

/** What a host may set as `messages`: any part of the catalogue. */
export type MessagesOverride = DeepPartial<Omit<Messages, "format">>;

type DeepPartial<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T extends string
      ? string
      : T;

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

/** The sections that are here, each with the host's words in place of ours. */
function replaced<T extends object>(sections: T, override: object): T {
  const others = new Map(Object.entries(override));
  const entries = Object.entries(sections).map(([name, own]) => [name, merged(own, others.get(name))]);
  return Object.fromEntries(entries) as T;
}

function merged(own: unknown, other: unknown): unknown {
  if (!isSection(own) || !isSection(other)) return other ?? own;
  const entries = Object.entries(other).map(([name, value]) => [name, merged(own[name], value)]);
  return { ...own, ...Object.fromEntries(entries) };
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
