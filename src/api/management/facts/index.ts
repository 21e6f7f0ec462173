import type { Operation } from "../operation.js";

/** Users, tenants, role assignments, invitations, instances, tuples. */
export const factOperations: readonly Operation[] = [];
