import type { TestProject } from "vitest/node";
import { findChromium } from "../../scripts/find-chromium.js";
import { ensureTestPostgres } from "./test-postgres.js";

/** Makes `npx vitest` work by itself; under `npm test` everything is there already. */
export default async function setUp({ name }: TestProject): Promise<() => Promise<void>> {
  if (name !== "api") process.env["CHROME_PATH"] ??= await findChromium();
  return ensureTestPostgres();
}
