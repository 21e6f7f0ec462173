import { describe, expect, it } from "vitest";
import { decide } from "../../../src/api/delegation/decide.js";
import { answerOf } from "../../support/guard-cases.js";
import { sections } from "./cases/index.js";

describe.each(Object.entries(sections))("%s", (_, parts) => {
  describe.each(Object.entries(parts))("%s", (_part, cases) => {
    it.each(cases.map((each) => [each.says, each.answer, each] as const))("%s: %s", (_says, answer, each) => {
      expect(answerOf(decide(each.facts, each.act).decision)).toBe(answer);
    });
  });
});
