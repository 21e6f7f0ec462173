import { expect, it } from "vitest";
import { decide } from "../../../src/api/delegation/decide.js";
import { decisions, firstSeed } from "../depth.js";
import { compare } from "./compare.js";
import { differenceByFastCheck } from "./smallest.js";

it("the guard decides as the reference model does", () => compare(1));

it("also where fast-check chooses the cases", () => {
  expect(differenceByFastCheck(decide, firstSeed, Math.min(20_000, decisions))).toBeNull();
});
