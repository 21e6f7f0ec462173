import type { Operation } from "../operation.js";
import { roleOperations } from "./roles.js";

/** Resources, roles, condition sets and their rules, user attributes, groups. */
export const schemaOperations: readonly Operation[] = [...roleOperations];
