/** Import this, or load it by a script tag, and every element is registered. */
export { PermitConnection } from "./connection/permit-connection.js";
export { ApiError, ConnectionLost, WrongSetup } from "./connection/errors.js";
export { PermitUserManagement } from "./user-management/user-management.js";
export * from "./connection/events.js";
export { PermitAuditLog } from "./audit-log/audit-log.js";
export type { AuditMessagesOverride } from "./audit-log/catalogue.js";
export * from "./people/events.js";
export * from "./user-management/events.js";
export type { MessagesOverride } from "./user-management/catalogue.js";
export { PermitRoleAssignment } from "./role-assignment/role-assignment.js";
export type { AssignmentMessagesOverride } from "./role-assignment/catalogue.js";
export { PermitApprovals } from "./approvals/approvals.js";
export type { ApprovalsMessagesOverride } from "./approvals/catalogue.js";
export { PermitAccessRequest } from "./access-request/access-request.js";
export type { AccessRequestMessagesOverride } from "./access-request/catalogue.js";
export { PermitDelegations } from "./delegations/delegations.js";
export type { DelegationMessagesOverride } from "./delegations/catalogue.js";
