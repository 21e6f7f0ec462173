import type { Operation } from "../operation.js";

/** Configurations of elements, their data, and logging in to them. */
export const elementOperations: readonly Operation[] = [];
