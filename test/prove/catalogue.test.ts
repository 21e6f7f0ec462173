import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { doesNotApply } from "./catalogue/does-not-apply.js";
import { invitations } from "./catalogue/invitations.js";
import { livesAndLists } from "./catalogue/lives-and-lists.js";
import { moreThanOnesOwn } from "./catalogue/more-than-ones-own.js";
import { setScene, type Scene } from "./catalogue/scene.js";
import { superiorsAndRaces } from "./catalogue/superiors-and-races.js";
import { tokensAndTenants } from "./catalogue/tokens-and-tenants.js";

/**
 * What went wrong in products of this kind, one attack for each line of a catalogue of 105, by its number: each is
 * tried here over HTTP and on PostgreSQL, and must fail.
 */

const lines = 105;
const attacks = [
  ...moreThanOnesOwn,
  ...superiorsAndRaces,
  ...invitations,
  ...tokensAndTenants,
  ...livesAndLists,
];

let scene: Scene;
beforeAll(async () => {
  scene = await setScene();
});
afterAll(() => scene.acme.close());

describe("nothing comes of it when", () => {
  for (const { line, tries, fails } of attacks) it(`#${line} ${tries}`, () => fails(scene));
});

it("every line of the catalogue is tried, or said not to apply, and none twice", () => {
  const told = [...attacks.map(({ line }) => line), ...Object.keys(doesNotApply).map(Number)];
  expect(told.sort((a, b) => a - b)).toEqual(Array.from({ length: lines }, (_, n) => n + 1));
});
