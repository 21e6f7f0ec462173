/** Any part of a catalogue of words. */
export type DeepPartial<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T extends string
      ? string
      : T;

/** The sections that are here, each with the host's words in place of ours. */
export function replaced<T extends object>(sections: T, override: object): T {
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
