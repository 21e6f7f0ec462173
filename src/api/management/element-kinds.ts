import { accessRequest } from "../access-request/index.js";
import { approvals } from "../approvals/index.js";
import { auditLog } from "../audit-log/index.js";
import { delegations } from "../delegations/index.js";
import { roleAssignment } from "../role-assignment/index.js";
import type { ElementKind } from "../sessions/open-session.js";
import { userManagement } from "../user-management/index.js";
import type { ElementType } from "../wire.js";

/** Every kind of element there is. */
export const elementKinds: Record<ElementType, ElementKind> = {
  "user-management": userManagement,
  "audit-log": auditLog,
  "role-assignment": roleAssignment,
  approvals,
  "access-request": accessRequest,
  delegations,
};
