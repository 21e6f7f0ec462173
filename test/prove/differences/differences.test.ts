import { describe, expect, it } from "vitest";
import { decide } from "../../../src/api/delegation/decide.js";
import type { Act } from "../../../src/api/delegation/types.js";
import {
  allButOwner,
  bob,
  facts,
  give,
  held,
  may,
  person,
  role,
  to,
  type Given,
} from "../../support/facts.js";
import { judge } from "../reference-model/judge.js";

/** Where the guard and the reference model once differed, and what the design says. */

const lead = role("lead", ["document:read"]);
const byTwo: Given = {
  roles: [lead],
  delegations: [
    may({ id: "leads", roles: ["lead"] }),
    may({ id: "editors", roles: ["editor"] }),
    may({ role: "lead", verbs: ["role.grant"], roles: [] }),
  ],
};
const leadAndEditor: Act = {
  act: "change-roles",
  user: "bob",
  grant: [to("lead"), to("editor")],
  revoke: [],
};

const masked: Given = {
  delegations: [may({ roles: ["viewer"] })],
  people: [{ ...bob, assignments: [held("billing")] }],
};

const documentOwner = may({ role: "document-owner", verbs: ["role.grant"] });
const inFolder: Given = {
  delegations: [may({ roles: allButOwner.filter((id) => id !== "document-owner") }), documentOwner],
  derivations: [
    {
      role: "document-owner",
      from: "folder-editor",
      links: [{ subject: "folder:1", object: "document:1" }],
      unlessDirect: false,
    },
  ],
  people: [person("amy", [held("folder-editor", "folder:1")])],
};

const domains = (ask: string[]) => ({ domains: { allow: ["acme.test"], ask, refuse: [] } });
const deputy = role("deputy", ["document:read"]);
const loosely: Given = {
  roles: [deputy],
  delegations: [
    may({ mode: "hold", roles: ["deputy"], ...domains([]) }),
    may({ id: "theirs", role: "deputy", mode: "hold", roles: [], ...domains(["beta.test"]) }),
  ],
};
const tightly: Given = {
  ...loosely,
  delegations: [
    may({ mode: "hold", roles: ["deputy"], ...domains(["beta.test"]) }),
    may({ id: "theirs", role: "deputy", mode: "hold", roles: [], ...domains(["beta.test"]) }),
  ],
};

const differences: readonly [says: string, act: Act, given: Given, outcome: "allowed" | "refused"][] = [
  [
    "giving what somebody has already asks whether they have it",
    give("bob", to("billing")),
    masked,
    "refused",
  ],
  [
    "so it takes the right to give it",
    give("bob", to("billing")),
    { people: masked.people ?? [] },
    "allowed",
  ],
  ["what follows from a role is held by its holder", give("amy", to("editor")), inFolder, "refused"],
  ["roles saved together are judged together", leadAndEditor, byTwo, "refused"],
  ["asking for approval is looser than refusing", give("bob", to("deputy")), loosely, "refused"],
  ["but not looser than asking", give("bob", to("deputy")), tightly, "allowed"],
];

describe("differences that were found", () => {
  it.each(differences)("%s", (_, act, given, outcome) => {
    expect(judge(facts(given), act).outcome).toBe(outcome);
    expect(decide(facts(given), act).decision.outcome).toBe(outcome);
  });
});
