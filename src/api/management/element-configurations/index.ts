import type { Operation } from "../operation.js";
import { configurationOperations } from "./configurations.js";

/** Configurations of elements, their data, and logging in to them. */
export const elementOperations: readonly Operation[] = [...configurationOperations];
