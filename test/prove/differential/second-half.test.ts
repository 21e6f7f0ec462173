import { it } from "vitest";
import { compare } from "./compare.js";

it("the guard decides as the reference model does", () => compare(2));
