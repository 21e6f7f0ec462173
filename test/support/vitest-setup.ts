import { findChromium } from "../../scripts/find-chromium.js";
import { startTestPostgres } from "./test-postgres.js";
import type { TestProject } from "vitest/node";

/** Makes `npx vitest` work by itself; under `npm test` everything is there already. */
export default async function setUp({ name }: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (name !== "api") process.env["CHROME_PATH"] ??= await findChromium();
  if (process.env["PERMIT_TEST_POSTGRES"]) return undefined;
  const { stop } = await startTestPostgres();
  return stop;
}
