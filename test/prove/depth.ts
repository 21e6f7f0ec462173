/** How far a run looks: as far as it has time for in `npm test`, and farther in `npm run test:deep`, from a seed that it prints. */
export const isDeep = process.env["PROVE_DEPTH"] === "deep";
export const firstSeed = Number(process.env["PROVE_SEED"] ?? 1);
export const decisions = Number(process.env["PROVE_DECISIONS"] ?? (isDeep ? 10_000_000 : 1_000_000));
