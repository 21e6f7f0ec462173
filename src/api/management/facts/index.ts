import type { Operation } from "../operation.js";
import { bulkTenantOperations } from "./bulk-tenants.js";
import { bulkUserOperations } from "./bulk-users.js";
import { groupOperations } from "./groups.js";
import { relationshipTupleOperations } from "./relationship-tuples.js";
import { resourceInstanceOperations } from "./resource-instances.js";
import { roleAssignmentOperations } from "./role-assignments.js";
import { tenantUserOperations } from "./tenant-users.js";
import { tenantOperations } from "./tenants.js";
import { userInviteOperations } from "./user-invites.js";
import { userOperations } from "./users.js";

/** Users, tenants, role assignments, invitations, instances, tuples, groups. */
export const factOperations: readonly Operation[] = [
  ...userOperations,
  ...bulkUserOperations,
  ...tenantOperations,
  ...tenantUserOperations,
  ...bulkTenantOperations,
  ...roleAssignmentOperations,
  ...resourceInstanceOperations,
  ...relationshipTupleOperations,
  ...userInviteOperations,
  ...groupOperations,
];
