import { describe, expect, it } from "vitest";
import { holdings } from "../../../src/api/delegation/holdings.js";
import type { Derivation } from "../../../src/api/delegation/types.js";
import { facts, held, inDays, person } from "../../support/facts.js";

const link = (subject: string, object: string) => ({ subject, object });
const inFolder: Derivation = {
  role: "document-editor",
  from: "folder-editor",
  links: [link("folder:1", "document:1"), link("folder:1", "document:2"), link("folder:2", "document:3")],
  unlessDirect: true,
};
const copies: Derivation = {
  role: "document-reader",
  from: "document-editor",
  links: [link("document:2", "document:4")],
  unlessDirect: false,
};
const folder = held("folder-editor", "folder:1", { ends: inDays(5) });
const kept = held("document-reader", "document:1", { begins: inDays(1) });
const over = held("editor", null, { ends: inDays(-1) });
const given = facts({ derivations: [inFolder, copies] });

describe("what a person holds", () => {
  const { direct, derived } = holdings(given, person("fay", [folder, kept, over]));

  it("directly: what has not ended, also what has not begun", () => {
    expect([...direct.values()]).toEqual([folder, kept]);
  });

  it("by derivation: as long as what it follows from, and not where a role held directly hides it", () => {
    expect([...derived.values()]).toEqual([
      { ...folder, role: "document-editor", place: "document:2" },
      { ...folder, role: "document-reader", place: "document:4" },
    ]);
  });

  it("is nothing while suspended", () => {
    const { direct, derived } = holdings(given, person("fay", [folder], { status: "suspended" }));
    expect([direct.size, derived.size]).toEqual([0, 0]);
  });
});
