import type { Operation } from "../operation.js";
import { accessRequestOperations } from "./access-requests.js";
import { addingUsers } from "./adding-users.js";
import { auditLogOperations } from "./audit-logs.js";
import { configurationOperations } from "./configurations.js";
import { frontendLogin } from "./frontend-login.js";
import { inviteOperations } from "./invites.js";
import { loginOperations } from "./logins.js";
import { roleOperations } from "./roles.js";
import { runtimeOperations } from "./runtime.js";
import { userRoleOperations } from "./user-roles.js";
import { userOperations } from "./users.js";

/** Configurations of elements, their data, and logging in to them. */
export const elementOperations: readonly Operation[] = [
  ...configurationOperations,
  ...runtimeOperations,
  ...roleOperations,
  ...userOperations,
  ...userRoleOperations,
  ...addingUsers,
  ...inviteOperations,
  ...auditLogOperations,
  ...accessRequestOperations,
  ...loginOperations,
  ...frontendLogin,
];
