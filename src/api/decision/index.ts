export { askAttributeSource, attributeSourceBound, type AttributeSource } from "./attribute-sources.js";
export { conditionProblems, type ConditionProblem } from "./conditions/compile.js";
export { createDecisionPoint } from "./decision-point.js";
export type * from "./types.js";
