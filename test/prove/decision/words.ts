import type { Choices } from "../generator/choices.js";

/** Few of everything, so that questions hit; one of each is never told, and some names are those of built-in things. */
export const tenants = ["acme", "bolt", "core"];
export const users = ["ann", "bob", "cay", "constructor"];
export const types = ["org", "folder", "doc"];
export const actions = ["read", "edit", "__proto__"];
export const declared = [
  { object: "doc", key: "parent", subject: "folder" },
  { object: "doc", key: "owner", subject: "org" },
  { object: "folder", key: "parent", subject: "folder" },
  { object: "folder", key: "owner", subject: "org" },
  { object: "org", key: "parent", subject: "org" },
];
export const instances = types.flatMap((type) => ["1", "2", "x:y"].map((key) => `${type}:${key}`));
export const names = ["level", "tags", "boss", "toString", "born"];
export const times = [0, 10, 20, 30];

export const values: readonly unknown[] = [
  1,
  2,
  10,
  "gold",
  "gold plated",
  "",
  true,
  false,
  null,
  "ann",
  "1",
  "2",
  "acme",
  "2024-02-29",
  "2024-02-30",
  "2024-02-29T00:00Z",
  "2024-02-29T10:00:00.5+02:00",
  "2024-02-29T08:00:00",
  [],
  [1, 2],
  ["gold"],
  ["1", "2"],
  [2],
  { level: 1 },
  { level: 2, tags: ["gold"] },
  { tags: ["gold"], level: 2 },
  [{ level: 1 }, { level: 2 }],
  [{ level: { level: 2 } }],
];

export function attributes(from: Choices): Record<string, unknown> {
  return Object.fromEntries(from.few(names, 2).map((name) => [name, value(from)]));
}

export const maybe = <T>(from: Choices, value: () => T): T | undefined =>
  from.below(2) ? value() : undefined;

/** Some come more often than others, so that they are equal now and then. */
export const value = (from: Choices): unknown =>
  values[from.below(2) ? from.below(values.length) : from.below(2)];
