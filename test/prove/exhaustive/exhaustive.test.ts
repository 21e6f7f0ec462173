import { describe, expect, it } from "vitest";
import { decide } from "../../../src/api/delegation/decide.js";
import { count } from "../count.js";
import { explore } from "./explore.js";
import { isDeep } from "../depth.js";
import { largerScopes, small } from "./scopes.js";

describe("every state of a small tenant", () => {
  it("keeps every invariant, whatever is done in it by whomever", () => {
    const { states, tried, transitions, acts, violations } = explore(small, decide);
    count("exhaustive", { states, transitions, tried, violations: violations.length });
    console.log(`By act: ${JSON.stringify(Object.fromEntries(acts))}`);
    expect(violations).toEqual([]);
    // Without these it would have looked at nothing.
    expect(states).toBeGreaterThan(100_000);
    expect([...acts.keys()].sort()).toEqual([
      ...["accept", "cancel", "change-roles", "invite", "leave", "reactivate", "remove", "renew"],
      ...["review", "suspend", "withdraw"],
    ]);
  });

  it.runIf(isDeep).each(Object.entries(largerScopes))("keeps them in a larger one too: %s", (name, scope) => {
    const { states, transitions, tried, violations } = explore(scope, decide);
    count("exhaustive", { states, transitions, tried, violations: violations.length }, name);
    expect(violations).toEqual([]);
    expect(transitions).toBeGreaterThan(1_000);
  });
});
