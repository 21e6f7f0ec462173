export { createDecisionPoint } from "./decision-point.js";
export type * from "./types.js";
